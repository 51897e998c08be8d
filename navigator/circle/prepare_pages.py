"""Before a conversation: somebody who helps writes down, in their own name, what they would like the navigator to know."""

import uuid

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging.replies.danger import may_mean_danger
from navigator import forms
from navigator.circle.helping_pages import get_helped_here, write_down_look
from navigator.conversations import carers_words, writing
from navigator.conversations.line_models import About
from navigator.conversations.questions import OF_CARERS as NAMES
from navigator.conversations.questions import Question, list_questions
from navigator.conversations.schemas import LONGEST_ANSWER
from navigator.db import db
from navigator.people import help_first
from navigator.people.access import Helped, Part
from navigator.people.operations import record_audit
from navigator.referrals import danger_in_words
from navigator.referrals.danger_in_words import Where
from navigator.times import utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("helping_prepare", __name__, template_folder="templates")


class AnswerForm(forms.FormSchema):
    words = forms.Text(longest=LONGEST_ANSWER)


@blueprint.get("/<uuid:member_id>/prepare")
def overview(member_id: uuid.UUID) -> ResponseReturnValue:
    """What I wrote so far, and showing it."""
    helped = get_helped_here(member_id, Part.PREPARING)
    draft, shown = carers_words.find_draft(helped.member.id), carers_words.find_last_shown(helped.member.id)
    asked = _list_questions(helped)
    return _show(
        "prepare",
        helped,
        answers={answer.question: answer for answer in draft.answers if answer.words} if draft else {},
        shown=shown,
        said=[(asked[one.question].text, one) for one in shown.answers if one.words] if shown else [],
        questions={name: question.text for name, question in asked.items()},
    )


@blueprint.get("/<uuid:member_id>/prepare/<question>")
def ask(member_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """One question."""
    helped = get_helped_here(member_id, Part.PREPARING)
    if question not in NAMES:
        abort(404)
    return _show_question(helped, question, forms.blank(words=_find_words(helped, question)))


@blueprint.post("/<uuid:member_id>/prepare/<question>")
def save(member_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """Keep the answer, or none, and go on to the next question."""
    helped = get_helped_here(member_id, Part.PREPARING)
    if question not in NAMES:
        abort(404)
    form = forms.read(AnswerForm(), request.form)
    if not form.is_valid:
        return _show_question(helped, question, form), 422
    if _keep(helped, question, form.data["words"]) or may_mean_danger(form.data["words"]):
        help_first.say_on_next_page()
    after = NAMES.index(question) + 1
    if request.form.get("then") == "stop" or after == len(NAMES):
        return redirect(url_for(".overview", member_id=member_id), 303)
    return redirect(url_for(".ask", member_id=member_id, question=NAMES[after]), 303)


@blueprint.post("/<uuid:member_id>/prepare/<question>/autosave")
def autosave(member_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    helped, form = get_helped_here(member_id, Part.PREPARING), forms.read(AnswerForm(), request.form)
    if question not in NAMES:
        abort(404)
    if not form.is_valid:
        return jsonify(saved=writing.too_long_words()), 422
    in_danger = _keep(helped, question, form.data["words"])
    return jsonify(saved=help_first.saved_words() if in_danger else writing.saved_words(utc_now()), seen="")


@blueprint.post("/<uuid:member_id>/show-prepared")
def show(member_id: uuid.UUID) -> ResponseReturnValue:
    """The navigator may read it from now on, and so may the person."""
    helped, now = get_helped_here(member_id, Part.PREPARING), utc_now()
    name = helped.person.navigator.first_name
    try:
        shown = carers_words.show(member=helped.member, now=now)
    except carers_words.Nothing:
        flash(gettext("Nothing is written down yet."), "warning")
        return redirect(url_for(".overview", member_id=member_id), 303)
    for answer in shown.answers:  # now with the words
        _hear(helped, answer.words, before="", is_shown=True)
    _audit(helped, "carers_words_shown")
    flash(gettext("Thank you. %(name)s can read it now.", name=name), "success")
    return redirect(url_for(".overview", member_id=member_id), 303)


def _keep(helped: Helped, question: str, words: str) -> bool:
    """Says whether words that are new may mean danger: then the team is called, without the words until they are shown."""
    language, before = str(get_locale() or DEFAULT), _find_words(helped, question)
    carers_words.save_answer(member=helped.member, question=question, words=words, language=language, now=utc_now())
    in_danger = words != before and _hear(helped, words, before=before, is_shown=False)
    _audit(helped, "carers_words_saved")
    return in_danger


def _hear(helped: Helped, words: str, *, before: str, is_shown: bool) -> bool:
    return danger_in_words.hear(
        person=helped.person,
        words=words,
        before=before,
        where=Where.BEFOREHAND_BY_CARER,
        by=helped.member.name,
        is_shown=is_shown,
        now=utc_now(),
    )


def _find_words(helped: Helped, question: str) -> str:
    """What they wrote under a question and have not shown yet."""
    draft = carers_words.find_draft(helped.member.id)
    return next((one.words for one in draft.answers if one.question == question), "") if draft else ""


def _audit(helped: Helped, action: str) -> None:
    record_audit(action=action, staff_id=None, person_id=helped.person.id, detail=str(helped.member.id), now=utc_now())
    db.session.commit()


def _list_questions(helped: Helped) -> dict[str, Question]:
    """What is asked, with the person's name in it."""
    asked = list_questions(About.ASKED_CARER, language=str(get_locale() or DEFAULT))
    return {name: question.about(helped.person.given_name) for name, question in asked.items()}


def _show_question(helped: Helped, question: str, form: forms.Form) -> str:
    number = NAMES.index(question) + 1
    before = NAMES[number - 2] if number > 1 else None
    return _show(
        "prepare_question",
        helped,
        form=form,
        question=question,
        asked=_list_questions(helped)[question],
        number=number,
        total=len(NAMES),
        before=before,
    )


def _show(template: str, helped: Helped, **values: object) -> str:
    page = render_template(
        f"circle/{template}.html", member=helped.member, person=helped.person, navigator=helped.person.navigator, **values
    )
    write_down_look(helped.member.id, helped.person.id, template)
    return page
