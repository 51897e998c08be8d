"""Three of a person's own pages: the card for a bad day, saying whether the plan is right, agreeing to what comes first."""

from collections.abc import Mapping
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging.replies.danger import may_mean_danger
from navigator import forms
from navigator.conversations import merging, own_words, writing
from navigator.conversations.labels import OWN_HEADINGS
from navigator.conversations.own_words_models import IF_WORSE, Heading, Writer
from navigator.conversations.prompts import list_prompts
from navigator.conversations.schemas import CardForm
from navigator.db import db
from navigator.forms import Form
from navigator.people import help_first
from navigator.people.operations import record_audit
from navigator.people.person_sessions import current_person
from navigator.plan import labels
from navigator.referrals import danger_in_words
from navigator.referrals.danger_in_words import Where
from navigator.steps import operations, plan_checks
from navigator.steps.models import ToldBy
from navigator.steps.schemas import PlanCheckForm
from navigator.times import utc_now
from translations.locales import DEFAULT


def my_card() -> ResponseReturnValue:
    """What I notice, what I can do, whom I ring: to read and to print; with `?change=yes` to write."""
    texts = _card()
    is_changing = request.args.get("change") == "yes" or not any(texts.values())
    return _show_card(forms.blank(**texts, seen=merging.mark_all(texts)), is_changing=is_changing)


def save_my_card() -> ResponseReturnValue:
    """Keep my words."""
    form = forms.read(CardForm(), request.form)
    if not form.is_valid:
        return _show_card(form, is_changing=True), 422
    stored = _card()
    written = writing.bring_together(stored=stored, form=form)
    if written.clashes:
        return _show_card(writing.show_both(stored=stored, form=form), is_changing=True), 409
    _write(written.kept, before=stored, now=utc_now())
    if any(may_mean_danger(words) for words in written.kept.values()):
        help_first.say_on_next_page()
    return redirect(url_for("my.my_card"), 303)


def autosave_my_card() -> ResponseReturnValue:
    """Keep what I typed so far."""
    form = forms.read(CardForm(), request.form)
    if not form.is_valid:
        return jsonify(saved=writing.too_long_words()), 422
    now = utc_now()
    stored = _card()
    written = writing.bring_together(stored=stored, form=form)
    in_danger = _write(written.kept, before=stored, now=now)
    said = writing.clash_words() if written.clashes else writing.saved_words(now)
    if in_danger:
        said = help_first.saved_words()
    return jsonify(saved=said, seen=written.seen), 409 if written.clashes else 200


def my_check() -> ResponseReturnValue:
    """Do I know what is in my plan, is it right, what would I change?"""
    return _show_check(forms.blank())


def save_my_check() -> ResponseReturnValue:
    """Keep my answers; my navigator hears what I would change."""
    form = forms.read(PlanCheckForm(), request.form)
    if not form.is_valid:
        return _show_check(form), 422
    now, person = utc_now(), current_person()
    name = person.navigator.first_name
    plan_checks.answer(person=person, told_by=ToldBy.PLAN, now=now, **form.data)
    _commit("plan_checked", now=now)
    if may_mean_danger(form.data["would_change"]):
        help_first.say_on_next_page()
    flash(gettext("Thank you for telling us. %(name)s will see it too.", name=name), "success")
    return redirect(url_for("my.plan"), 303)


def agree() -> ResponseReturnValue:
    """Yes, these are my priorities."""
    now = utc_now()
    operations.agree_on_priorities(person_id=current_person().id, now=now)
    _commit("priorities_agreed", now=now)
    flash(gettext("Thank you. It is written down that you agree."), "success")
    return redirect(url_for("my.plan"), 303)


def _card() -> dict[str, str]:
    return own_words.as_texts(own_words.list_current(current_person().id), IF_WORSE)


def _write(texts: Mapping[str, str], *, before: Mapping[str, str], now: datetime) -> bool:
    """Says whether words that are new may mean danger: then the team is called."""
    own_words.write(
        person_id=current_person().id,
        texts={Heading(name): text for name, text in texts.items()},
        language=str(get_locale() or DEFAULT),
        writer=Writer.PERSON,
        staff_id=None,
        now=now,
    )
    person, changed = current_person(), [name for name, words in texts.items() if words != before.get(name, "")]
    heard = [
        danger_in_words.hear(person=person, words=texts[name], before=before.get(name, ""), where=Where.CARD, now=now)
        for name in changed
    ]
    _commit("card_saved", now=now)
    return any(heard)


def _commit(action: str, *, now: datetime) -> None:
    record_audit(action=action, staff_id=None, person_id=current_person().id, now=now)
    db.session.commit()


def _show_card(form: Form, *, is_changing: bool) -> str:
    person = current_person()
    return render_template(
        "plan/my_card.html",
        form=form,
        is_changing=is_changing,
        card=[heading.value for heading in IF_WORSE],
        labels={heading.value: label for heading, label in OWN_HEADINGS.items()},
        prompts=list_prompts(str(get_locale() or DEFAULT)),
        navigator=person.navigator,
        team=person.team,
    )


def _show_check(form: Form) -> str:
    return render_template("plan/my_check.html", form=form, answers=labels.HOW_MUCH, navigator=current_person().navigator)
