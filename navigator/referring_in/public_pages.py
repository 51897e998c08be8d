"""Asking for support, for oneself or for somebody one cares for: one short question a page, in every language, no account.

Nothing is kept until the last button: what was answered goes along from page to page in the form itself, so that no cookie
holds it, the way back loses nothing, and it works without a script.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from messaging.replies.danger import may_mean_danger
from navigator import forms
from navigator.db import db, new_id
from navigator.people import help_first, throttle
from navigator.referring_in import coming_in, labels, operations, queries
from navigator.referring_in.models import Basis, Source
from navigator.referring_in.schemas import CarerConsentForm, ConsentForm, HelpForm, KnowForm, ReachForm, WhoForm, YouForm
from translations.locales import LANGUAGES

blueprint = Blueprint("asking_for_support", __name__, template_folder="templates")


@dataclass(frozen=True)
class Way:
    """The questions one way asks, in their order."""

    source: Source
    questions: Mapping[str, type[forms.FormSchema]]

    @property
    def names(self) -> list[str]:
        return list(self.questions)


FREE_WORDS = ("reason", "should_know", "risks")
WAYS = {
    "me": Way(Source.SELF, {"who": WhoForm, "reach": ReachForm, "help": HelpForm, "know": KnowForm, "consent": ConsentForm}),
    "carer": Way(
        Source.CARER,
        {"you": YouForm, "who": WhoForm, "reach": ReachForm, "help": HelpForm, "know": KnowForm, "consent": CarerConsentForm},
    ),
}


@blueprint.get("")
def choose() -> str:
    """For me · for somebody I care for · I am a professional."""
    return render_template("referring_in/choose.html", team=queries.find_front_desk())


@blueprint.get("/sent")
def sent() -> ResponseReturnValue:
    """We have it, and its reference."""
    reference = session.get(coming_in.SENT)
    if not reference:
        return redirect(url_for(".choose"))
    return render_template("referring_in/sent.html", reference=reference, team=queries.find_front_desk())


@blueprint.get("/me")
def me() -> ResponseReturnValue:
    """For oneself."""
    return _begin("me")


@blueprint.post("/me")
def me_on() -> ResponseReturnValue:
    """The next question for oneself."""
    return _go_on("me")


@blueprint.get("/carer")
def carer() -> ResponseReturnValue:
    """For somebody one cares for."""
    return _begin("carer")


@blueprint.post("/carer")
def carer_on() -> ResponseReturnValue:
    """The next question for somebody one cares for."""
    return _go_on("carer")


def _begin(who: str) -> ResponseReturnValue:
    """The first question."""
    if queries.find_front_desk() is None:
        return coming_in.nobody_here()
    way = WAYS[who]
    typed = MultiDict({"form_id": str(new_id()), "language": coming_in.page_language()})
    return _question(who, way.names[0], typed)


def _go_on(who: str) -> ResponseReturnValue:
    """Keep nothing yet: the next question, the one before, or what is wrong. After the last, send it in."""
    way, typed = WAYS[who], request.form
    here = typed.get("question", "")
    if here not in way.questions:
        abort(400)
    index = way.names.index(here)
    if typed.get("then") == "back":
        return _question(who, way.names[max(index - 1, 0)], typed)
    form = _read(way, here, typed)
    if not form.is_valid:
        return _question(who, here, typed, form), 422
    if index + 1 < len(way.names):
        if _in_danger(form.data):
            help_first.say_now()
        return _question(who, way.names[index + 1], typed)
    return _send(who, way, typed)


def _send(who: str, way: Way, typed: MultiDict[str, str]) -> ResponseReturnValue:
    data: dict[str, Any] = {}
    for name in way.names:
        form = _read(way, name, typed)
        if not form.is_valid:
            return _question(who, name, typed, form), 422
        data |= form.data
    try:
        form_id = uuid.UUID(typed.get("form_id", ""))
    except ValueError:
        abort(400)
    team = queries.find_front_desk()
    if team is None:
        return coming_in.nobody_here()
    last = way.names[-1]
    if in_danger := _in_danger(data):
        data["is_urgent"] = True
    try:
        coming_in.send_in(form_id=form_id, team=team, source=way.source, data=data)
    except throttle.TooMany as problem:
        db.session.rollback()
        form = _read(way, last, typed).with_error("may_text", coming_in.too_many_words(problem))
        return _question(who, last, typed, form), 429
    except operations.ReferralTaken:
        abort(400)
    if in_danger:
        help_first.say_now()
    return redirect(url_for(".sent"), 303)


def _in_danger(data: Mapping[str, Any]) -> bool:
    """Whether what they wrote in their own words may mean danger, as a text would be read."""
    return any(may_mean_danger(data.get(name) or "") for name in FREE_WORDS)


def _read(way: Way, name: str, typed: MultiDict[str, str]) -> forms.Form:
    """One question's own answers, checked; the consent to texts is checked against the number."""
    form = forms.read(way.questions[name](), _of(way, name, typed))
    if typed.get("leave_empty"):
        form = forms.Form({**form.values, "leave_empty": typed["leave_empty"]}, form.errors, form.data)
    form = coming_in.checked(form)
    if name == "help" and not form.data.get("needs") and not form.data.get("reason"):
        form = form.with_error("needs", gettext("Tick what would help, or write it in your own words."))
    if name == "you" and not form.data.get("referrer_phone") and not form.data.get("referrer_email"):
        form = form.with_error(
            "referrer_phone", gettext("Write a telephone number or an e-mail address, so that we can reach you.")
        )
    if name == "consent" and form.data.get("may_text") and not _has_mobile(typed):
        form = form.with_error("may_text", gettext("We need a mobile number to text. Write one, or do not tick texts."))
    return form


def _has_mobile(typed: MultiDict[str, str]) -> bool:
    found = coming_in.checked(forms.Form(data={"phone": typed.get("phone", ""), "may_text": True}))
    return "phone" not in found.errors


def _of(way: Way, name: str, typed: MultiDict[str, str]) -> MultiDict[str, str]:
    names = way.questions[name]().fields
    kept: MultiDict[str, str] = MultiDict()
    for key, value in typed.items(multi=True):
        stem, dash, part = key.rpartition("-")
        if key in names or (dash and part in forms.DATE_PARTS and stem in names):
            kept.add(key, value)
    return kept


def _question(who: str, name: str, typed: MultiDict[str, str], form: forms.Form | None = None) -> str:
    way = WAYS[who]
    own = set(_of(way, name, typed))
    form = form or _as_typed(way, name, typed)
    beside: list[tuple[str, str]] = [
        (key, value)
        for key, value in typed.items(multi=True)
        if key not in own and key not in ("csrf_token", "then", "question", "leave_empty")
    ]
    code = coming_in.page_language()
    return render_template(
        "referring_in/question.html",
        who=who,
        question=name,
        form=form,
        beside=beside,
        is_first=name == way.names[0],
        is_last=name == way.names[-1],
        number=way.names.index(name) + 1,
        of=len(way.names),
        needs=labels.needs_options(code),
        contact_methods=list(labels.CONTACT_METHODS.items()),
        language_options=[(each.code, each.own_name) for each in LANGUAGES.values()],
        bases=list(labels.BASES.items()),
        agreed_words=labels.agreed_words(way.source, may_text=False),
        best_interest=Basis.BEST_INTEREST,
    )


def _as_typed(way: Way, name: str, typed: MultiDict[str, str]) -> forms.Form:
    """What stands in a question's boxes, with nothing said about it."""
    return forms.Form(values=forms.read(way.questions[name](), _of(way, name, typed)).values)
