"""One question a page, for whoever asks and for the person themselves: read, kept as it is pressed, and on to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from marshmallow import Schema

from navigator import forms
from navigator.conversations.writing import saved_words
from navigator.db import db
from navigator.forms import Form
from navigator.measures import operations
from navigator.measures.instruments import INSTRUMENTS, Question
from navigator.measures.models import Asking, NoScore
from navigator.times import utc_now
from translations.locales import DEFAULT

LEFT_OUT = {NoScore.DONT_KNOW: lazy_gettext("I don’t know"), NoScore.RATHER_NOT: lazy_gettext("I would rather not say")}


@dataclass(frozen=True)
class Way:
    """Where the pages of one asking are: of a question, of its autosave, and where they lead at the end."""

    template: str
    question: Callable[[str], str]
    autosave: Callable[[str], str]
    end: str
    values: dict[str, Any]


def show(asking: Asking, code: str, way: Way) -> str:
    """One question, with the answer that was given."""
    question, given = _question(asking, code), asking.answer_to(code)
    return _page(asking, question, way, forms.blank(score="" if given is None or given.score is None else given.score))


def save(asking: Asking, code: str, way: Way, *, finish: Callable[[], None]) -> ResponseReturnValue:
    """Keep the answer (`then`: the number, or one of the ways to give none), and go on; `finish` after the last."""
    question = _question(asking, code)
    then = request.form.get("then", "")
    form = forms.read(_form_for(question), request.form)
    no_score = NoScore(then) if then in set(NoScore) else None
    if no_score is None and form.is_valid and form.data["score"] is None:
        form = form.with_error("score", gettext("Choose a number, or one of the two answers below it"))
    if no_score is None and not form.is_valid:
        return _page(asking, question, way, form), 422
    _keep(asking, question, None if no_score else form.data["score"], no_score)
    codes = [one.code for one in INSTRUMENTS[asking.instrument].questions]
    after = codes.index(code) + 1
    missing = next((one for one in codes[after:] + codes[:after] if asking.answer_to(one) is None), None)
    following = codes[after] if after < len(codes) else missing
    if following is None:
        finish()
    db.session.commit()
    return redirect(way.question(following) if following else way.end, 303)


def autosave(asking: Asking, code: str) -> ResponseReturnValue:
    """Keep the number that was pressed; the page stays."""
    question = _question(asking, code)
    form = forms.read(_form_for(question), request.form)
    if not form.is_valid or form.data["score"] is None:
        return jsonify(saved=""), 422
    _keep(asking, question, form.data["score"], None)
    db.session.commit()
    return jsonify(saved=saved_words(utc_now()))


def _keep(asking: Asking, question: Question, score: int | None, no_score: NoScore | None) -> None:
    language = str(get_locale() or DEFAULT)
    try:
        operations.answer(asking=asking, question=question, score=score, no_score=no_score, language=language, now=utc_now())
    except operations.Finished:
        abort(409)


def _form_for(question: Question) -> Schema:
    wrong = lazy_gettext("Choose a number from %(lowest)s to %(highest)s", lowest=question.lowest, highest=question.highest)
    score = forms.WholeNumber(question.lowest, question.highest, wrong=wrong, optional=True)
    return forms.FormSchema.from_dict({"score": score}, name="ScoreForm")()


def _question(asking: Asking, code: str) -> Question:
    question = INSTRUMENTS[asking.instrument].question(code)
    if question is None:
        abort(404)
    return question


def _page(asking: Asking, question: Question, way: Way, form: Form) -> str:
    instrument = INSTRUMENTS[asking.instrument]
    codes = [one.code for one in instrument.questions]
    number = codes.index(question.code) + 1
    given = asking.answer_to(question.code)
    return render_template(
        way.template,
        instrument=instrument,
        question=question,
        form=form,
        number=number,
        total=len(codes),
        action=way.question(question.code),
        autosave=way.autosave(question.code),
        before=way.question(codes[number - 2]) if number > 1 else way.end,
        left_out=[(one.value, words) for one, words in LEFT_OUT.items()],
        said=LEFT_OUT[given.no_score] if given and given.no_score else "",
        **way.values,
    )
