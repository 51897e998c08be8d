"""Before we talk: a person writes down what they like, a question a page, on their own phone and in their own language."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging.replies.danger import may_mean_danger
from navigator import forms
from navigator.conversations import carers_words, merging, own_words, preparing, writing
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Shown
from navigator.conversations.own_words_models import Heading
from navigator.conversations.preparing_models import Preparation, PreparedAnswer
from navigator.conversations.questions import OF_PERSONS as NAMES
from navigator.conversations.questions import Question, list_questions
from navigator.conversations.schemas import AnswerForm, ShowForm
from navigator.db import db
from navigator.forms import Form
from navigator.people import help_first
from navigator.people.operations import record_audit
from navigator.people.person_sessions import current_person
from navigator.referrals import danger_in_words
from navigator.referrals.danger_in_words import Where
from navigator.times import utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("prepare", __name__, template_folder="templates")


@blueprint.get("")
def overview() -> ResponseReturnValue:
    """What I wrote so far, and showing it or keeping it to myself."""
    preparation = preparing.find_preparation(current_person().id)
    return _show_overview(preparation, forms.blank(helped_by=preparation.helped_by if preparation else ""))


@blueprint.get("/<question>")
def ask(question: str) -> ResponseReturnValue:
    """One question."""
    words = _words(question)
    return _show_question(question, forms.blank(words=words, seen=merging.mark_all({"words": words})))


@blueprint.post("/<question>")
def save(question: str) -> ResponseReturnValue:
    """Keep the answer, or none, and go on to the next question."""
    stored = _words(question)
    form = forms.read(AnswerForm(), request.form)
    if not form.is_valid:
        return _show_question(question, form), 422
    written = writing.bring_together(stored={"words": stored}, form=form)
    if written.clashes:
        return _show_question(question, writing.show_both(stored={"words": stored}, form=form)), 409
    if written.kept["words"] != stored:
        _keep(question, written.kept["words"], before=stored)
    if may_mean_danger(written.kept["words"]):
        help_first.say_on_next_page()
    if request.form.get("then") == "stop":
        return redirect(url_for(".overview"), 303)
    after = NAMES.index(question) + 1
    return redirect(url_for(".ask", question=NAMES[after]) if after < len(NAMES) else url_for(".overview"), 303)


@blueprint.post("/<question>/autosave")
def autosave(question: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    stored = _words(question)
    form = forms.read(AnswerForm(), request.form)
    if not form.is_valid:
        return jsonify(saved=writing.too_long_words()), 422
    written = writing.bring_together(stored={"words": stored}, form=form)
    if written.clashes:
        return jsonify(saved=writing.clash_words(), seen=written.seen), 409
    now = utc_now()
    in_danger = written.kept["words"] != stored and _keep(question, written.kept["words"], before=stored)
    return jsonify(saved=help_first.saved_words() if in_danger else writing.saved_words(now), seen=written.seen)


@blueprint.post("/show-my-navigator")
def show() -> ResponseReturnValue:
    """My navigator may read it from now on."""
    preparation = preparing.find_preparation(current_person().id)
    form = forms.read(ShowForm(), request.form)
    if preparation is None or not form.is_valid:
        return _show_overview(preparation, form), 422
    name = current_person().navigator.first_name
    try:
        preparing.show(preparation=preparation, helped_by=form.data["helped_by"], now=utc_now())
    except preparing.Nothing:
        return _show_overview(preparation, form.with_error("helped_by", gettext("Nothing is written down yet."))), 422
    for answer in preparing.by_question(preparation).values():  # now with the words
        _hear(answer.words, before="", is_shown=True, now=utc_now())
    _commit("preparation_shown")
    flash(gettext("Thank you. %(name)s can read it now. You can still change it.", name=name), "success")
    return redirect(url_for("my.home"), 303)


@blueprint.post("/carers/<uuid:preparation_id>/take-away")
def take_away(preparation_id: uuid.UUID) -> ResponseReturnValue:
    """I do not want what somebody wrote about me to be read."""
    one = next((one for one in carers_words.list_shown(current_person().id) if one.id == preparation_id), None)
    if one is None:
        abort(404)
    carers_words.take_away(preparation=one, now=utc_now())
    _commit("carers_words_taken_away")
    flash(gettext("It is taken away. Nobody in the team can read it any more."), "success")
    return redirect(url_for(".overview"), 303)


def _words(question: str) -> str:
    """What stands there: what they wrote for this conversation, else what "About me" says under that heading."""
    if question not in NAMES:
        abort(404)
    person_id = current_person().id
    preparation = preparing.find_preparation(person_id)
    answer = next((one for one in preparation.answers if one.question == question), None) if preparation else None
    if answer is not None:
        return answer.words
    is_about_me = question in {heading.value for heading in Heading}
    said = own_words.list_current(person_id).get(Heading(question)) if is_about_me else None
    return said.own.words if said else ""


def _keep(question: str, words: str, *, before: str) -> bool:
    """Says whether the words may mean danger: then the team is called, without the words while they are not shown."""
    now = utc_now()
    preparation = preparing.begin(person_id=current_person().id, now=now)
    preparing.save_answer(preparation=preparation, question=question, words=words, language=_language(), now=now)
    in_danger = _hear(words, before=before, is_shown=preparation.shown_at is not None, now=now)
    _commit("preparation_saved")
    return in_danger


def _hear(words: str, *, before: str, is_shown: bool, now: datetime) -> bool:
    return danger_in_words.hear(
        person=current_person(), words=words, before=before, where=Where.BEFOREHAND, is_shown=is_shown, now=now
    )


def _commit(action: str) -> None:
    record_audit(action=action, staff_id=None, person_id=current_person().id, now=utc_now())
    db.session.commit()


def _show_overview(preparation: Preparation | None, form: Form) -> str:
    answers, by_carers = preparing.by_question(preparation), list_questions(About.ASKED_CARER, language=_language())
    return _show(
        "overview",
        form=form,
        preparation=preparation,
        answers=answers,
        questions=list_questions(About.ASKED_PERSON, language=_language()),
        carers=[(one, _said(one, by_carers)) for one in carers_words.list_shown(current_person().id)],
        first=next((name for name in NAMES if name not in answers), NAMES[0]),
    )


def _said(preparation: Preparation, asked: Mapping[str, Question]) -> list[tuple[Shown, PreparedAnswer]]:
    """What a carer wrote, question by question."""
    answers = {answer.question: answer for answer in preparation.answers if answer.words}
    name = current_person().given_name
    return [(question.about(name).text, answers[topic]) for topic, question in asked.items() if topic in answers]


def _show_question(question: str, form: Form) -> str:
    number = NAMES.index(question) + 1
    asked = list_questions(About.ASKED_PERSON, language=_language())[question]
    before = NAMES[number - 2] if number > 1 else None
    return _show("question", form=form, question=question, asked=asked, number=number, total=len(NAMES), before=before)


def _language() -> str:
    return str(get_locale() or DEFAULT)


def _show(template: str, **values: Any) -> str:
    person = current_person()
    return render_template(f"prepare/{template}.html", navigator=person.navigator, **values)
