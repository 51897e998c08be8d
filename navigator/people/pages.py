"""Adding a person, correcting what we know of them, what they agreed to, and finding people."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from messaging.phone_numbers import PhoneNumberWrong, parse_mobile, pretty
from messaging.sending import hours_here
from navigator import forms
from navigator.config import Settings
from navigator.db import db, new_id
from navigator.people import (
    arrivals,
    closing,
    coordinations,
    enrolments,
    meeting_pages,
    operations,
    queries,
    texting,
    welcome_costs,
)
from navigator.people.access import get_person, list_ids_seen_by
from navigator.people.consent_wording import consent_wording
from navigator.people.details import find_errors, read_details
from navigator.people.duplicates import Why
from navigator.people.models import ConsentHow, ContactMethod, Person, Purpose, Role, Staff, TextDetail, WhyClosed
from navigator.people.schemas import CloseForm, ConsentForm, DetailsForm, NewPersonForm, TextDetailForm
from navigator.people.staff_sessions import current_staff
from navigator.people.support_models import Programme, WhyCoordinates
from navigator.people.texting import NotTexted, WhyNot
from navigator.people.trail import looked_at
from navigator.times import LONDON, utc_now
from translations import dates
from translations.locales import LANGUAGES, language

blueprint = Blueprint("people", __name__, template_folder="templates")
for said, view in (("", meeting_pages.agree_to_meeting), ("/withdraw", meeting_pages.withdraw_meeting)):
    blueprint.add_url_rule(f"/<uuid:person_id>/consent/team-meeting{said}", view_func=view, methods=["POST"])

CONTACT_METHODS = {
    ContactMethod.TEXT: lazy_gettext("A text"),
    ContactMethod.CALL: lazy_gettext("A phone call"),
    ContactMethod.LETTER: lazy_gettext("A letter"),
    ContactMethod.EMAIL: lazy_gettext("An e-mail"),
}
TOLD_US = {
    ConsentHow.SPOKEN: lazy_gettext("They said so"),
    ConsentHow.WRITTEN: lazy_gettext("They wrote or signed it"),
}
WHY_CLOSED = {
    WhyClosed.FINISHED: lazy_gettext("They are where they wanted to be"),
    WhyClosed.MOVED_AWAY: lazy_gettext("They moved away"),
    WhyClosed.LOST_TOUCH: lazy_gettext("We lost touch with them"),
    WhyClosed.DO_NOT_CONTACT: lazy_gettext("They asked us not to be in touch"),
    WhyClosed.DIED: lazy_gettext("They have died"),
    WhyClosed.OTHER: lazy_gettext("Something else"),
}
WHY_DUPLICATE = {
    Why.SAME_NAME: lazy_gettext("the same name"),
    Why.LIKE_NAME: lazy_gettext("a name much like it"),
    Why.SWAPPED_NAME: lazy_gettext("the same names the other way round"),
    Why.SAME_BIRTH_DATE: lazy_gettext("the same date of birth"),
    Why.SWAPPED_BIRTH_DATE: lazy_gettext("a date of birth with day and month the other way round"),
    Why.NEAR_BIRTH_DATE: lazy_gettext("a date of birth that differs in one place"),
    Why.SAME_MOBILE: lazy_gettext("the same mobile number"),
}
WHY_NOT_TEXTED = {
    WhyNot.NO_MOBILE: lazy_gettext("We could not text them: we have no mobile number."),
    WhyNot.NO_CONSENT: lazy_gettext("We could not text them: they have not agreed to texts."),
    WhyNot.STOPPED: lazy_gettext("We could not text them: their number asked us to stop."),
    WhyNot.PROHIBITED: lazy_gettext("Nothing was written to them: nobody may contact them."),
    WhyNot.CLOSED: lazy_gettext("We could not text them: we no longer support them."),
    WhyNot.CANNOT_READ: lazy_gettext("We could not text them: they need Braille, or somebody to tell them."),
    WhyNot.NEEDS_ANSWER: lazy_gettext("We could not write to them: it asks for an answer, which only a text can take."),
    WhyNot.TOO_LATE_FOR_POST: lazy_gettext("We could not write to them: a letter would come too late."),
}


@blueprint.get("")
def search() -> ResponseReturnValue:
    """People by name, date of birth or mobile, a page at a time."""
    words = request.args.get("q", "").strip()[:200]
    page = max(1, request.args.get("page", 1, type=int))
    staff, mobile = current_staff(), read_mobile(words)
    found = queries.search(staff=staff, words=words, mobile=mobile, page=min(page, 1_000_000))
    alike = [] if found.total or mobile else queries.list_alike(staff=staff, words=words)
    return render_template(
        "people/search.html",
        words=words,
        found=found,
        alike=alike,
        page=page,
        total_pages=-(-found.total // queries.PER_PAGE),
        link_to_page=lambda number: url_for("people.search", q=words, page=number),
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new person. What was typed into a search comes along as the name."""
    given, _, family = request.args.get("name", "").strip()[:160].partition(" ")
    form = forms.blank(
        person_id=str(new_id()),
        given_name=given,
        family_name=family,
        language="en",
        contact_method=ContactMethod.TEXT.value,
        consent_how=ConsentHow.SPOKEN.value,
        consent_language=_page_language(),
    )
    return _new_page(form)


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    """Add the person; first ask, when we may know them already."""
    staff, now = current_staff(), utc_now()
    form = forms.read(NewPersonForm(), request.form)
    if request.form.get("then") == "look" or form.values.get("answer") == "back":
        return _new_page(forms.Form(values={**form.values, "answer": ""}))
    form, details = _with_details(form, now=now, agreed_to_texts=bool(form.data.get("consent_texts")))
    if details is None:
        return _new_page(form), 422
    programme = _find_programme(staff, form.data["programme"])
    waits = form.data["waits"] and staff.role is not Role.VOLUNTEER
    try:
        taken_on = arrivals.take_on(
            details=details,
            agreement=arrivals.Agreement(
                to_texts=form.data["consent_texts"],
                how=ConsentHow(form.data["consent_how"]),
                language=form.data["consent_language"],
                text_detail=_detail(form),
            ),
            navigator=coordinations.find_stand_in(team_id=staff.team_id) if waits else staff,
            public_url=_settings().public_url,
            now=now,
            is_another_person=form.data["answer"] == "new",
            person_id=form.data["person_id"],
            why=WhyCoordinates.STANDING_IN if waits else WhyCoordinates.TAKEN_ON,
            added_by=staff,
        )
    except operations.AlreadyAdded as already:
        return redirect(url_for("person_page.person", person_id=already.person_id), 303)
    except arrivals.LikelyDuplicate as likely:
        return _duplicates_page(form, likely.duplicates, staff), 409
    if programme is not None:
        today = now.astimezone(LONDON).date()
        enrolments.enrol(person=taken_on.person, programme=programme, starts_on=today, staff=staff, now=now)
    db.session.commit()
    flash(gettext("%(name)s is added.", name=taken_on.person.full_name), "success")
    if taken_on.is_place_unknown:
        flash(_say_place_unknown(taken_on.person), "warning")
    return redirect(url_for("person_page.person", person_id=taken_on.person.id), 303)


@blueprint.get("/<uuid:person_id>/details")
def details(person_id: uuid.UUID) -> ResponseReturnValue:
    """What we know of a person, to be corrected, and what they agreed to."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _details_page(person, _as_known(person))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="details")
    return page


@blueprint.post("/<uuid:person_id>/details")
def change(person_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what we know of a person."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    agreed = queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is not None
    form, new_details = _with_details(forms.read(DetailsForm(), request.form), now=now, agreed_to_texts=agreed)
    if new_details is None:
        return _details_page(person, form), 422
    changed = operations.change_details(person=person, details=new_details, staff=staff, now=now)
    db.session.commit()
    flash(
        gettext("What you wrote is saved.") if changed else gettext("Nothing was different, so nothing has changed."), "success"
    )
    if changed and person.where and person.latitude is None:
        flash(_say_place_unknown(person), "warning")
    return redirect(url_for("person_page.person", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/consent/texts")
def agree_to_texts(person_id: uuid.UUID) -> ResponseReturnValue:
    """Record that somebody agreed to texts after all."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(ConsentForm(), request.form)
    if not form.is_valid:
        flash(gettext("Choose how they told you, and the language you asked in."), "warning")
        return redirect(url_for("people.details", person_id=person.id), 303)
    if queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is None:
        taken_on = arrivals.agree_to_texts(
            person=person,
            how=ConsentHow(form.data["consent_how"]),
            language=form.data["consent_language"],
            staff=staff,
            public_url=_settings().public_url,
            now=now,
            text_detail=_detail(form),
        )
        db.session.commit()
        flash(gettext("It is written down that they agreed to texts."), "success")
        _say_whether_texted(taken_on.welcome, None)
    return redirect(url_for("people.details", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/consent/texts/withdraw")
def withdraw_texts(person_id: uuid.UUID) -> ResponseReturnValue:
    """They do not want texts any more: none that is planned will go."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    operations.withdraw_consents(person_id=person.id, purpose=Purpose.TEXTS, how="told a navigator", now=now, staff_id=staff.id)
    db.session.commit()
    flash(gettext("They will get no more texts. What was planned will not be sent."), "success")
    return redirect(url_for("people.details", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/text-detail")
def choose_text_detail(person_id: uuid.UUID) -> ResponseReturnValue:
    """They told us how much their texts may say."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(TextDetailForm(), request.form)
    if not form.is_valid:
        flash(gettext("Choose how much the texts may say."), "warning")
        return redirect(url_for("people.details", person_id=person.id), 303)
    operations.choose_text_detail(person=person, detail=form.data["text_detail"], staff_id=staff.id, now=now)
    db.session.commit()
    flash(gettext("It is written down how much their texts may say."), "success")
    return redirect(url_for("people.details", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/phone-lost")
def phone_lost(person_id: uuid.UUID) -> ResponseReturnValue:
    """Their phone is lost: it must not open their plan."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    closing.record_lost_phone(person=person, staff=staff, now=now)
    db.session.commit()
    flash(
        gettext("Their plan is closed on every phone, and the links we texted open nothing. Texts still go to their number."),
        "success",
    )
    return redirect(url_for("people.details", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/close")
def close(person_id: uuid.UUID) -> ResponseReturnValue:
    """We no longer support them."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(CloseForm(), request.form)
    why, died_on = form.data.get("why"), form.data.get("died_on")
    if why not in closing.SAYS_ENOUGH and not form.data.get("reason") and "reason" not in form.errors:
        form = form.with_error("reason", gettext("Write in a few words why."))
    if died_on and died_on > now.astimezone(LONDON).date():
        form = form.with_error("died_on", gettext("This day has not come yet. Please check it."))
    if not form.is_valid:
        return _details_page(person, _as_known(person), close_form=form), 422
    closing.close_person(person=person, reason=form.data["reason"], why=form.data["why"], died_on=died_on, staff=staff, now=now)
    db.session.commit()
    flash(gettext("It is written down that we no longer support %(name)s.", name=person.full_name), "success")
    return redirect(url_for("person_page.person", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/reopen")
def reopen(person_id: uuid.UUID) -> ResponseReturnValue:
    """We support them again."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    closing.reopen_person(person=person, staff=staff, now=now)
    db.session.commit()
    flash(gettext("We support %(name)s again.", name=person.full_name), "success")
    return redirect(url_for("person_page.person", person_id=person.id), 303)


@blueprint.post("/<uuid:person_id>/send-link")
def send_link(person_id: uuid.UUID) -> ResponseReturnValue:
    """Text the person the link to their plan again."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    urgent_reason = "" if hours_here.is_allowed(now) else request.form.get("urgent_reason", "").strip()[:300]
    text = arrivals.send_plan_link(
        person=person, public_url=_settings().public_url, now=now, staff_id=staff.id, urgent_reason=urgent_reason
    )
    db.session.commit()
    if urgent_reason or hours_here.is_allowed(now):
        _say_whether_texted(text, gettext("A text with the link to their plan is on its way."))
    else:
        when = dates.day_and_time(hours_here.next_allowed(now), _page_language())
        _say_whether_texted(text, gettext("A text with the link to their plan goes on %(when)s.", when=when))
    return redirect(url_for("person_page.person", person_id=person.id), 303)


def read_mobile(words: str) -> str | None:
    """The number these words come to, in E.164; None when they are not one."""
    try:
        return parse_mobile(words, allows_test_numbers=_settings().allows_test_numbers)
    except PhoneNumberWrong:
        return None


def _settings() -> Settings:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - told to mypy: create_app put it there
    return settings


def _page_language() -> str:
    return language(str(get_locale())).code


def _with_details(
    form: forms.Form, *, now: datetime, agreed_to_texts: bool
) -> tuple[forms.Form, operations.PersonDetails | None]:
    """The details a form comes to; None, and the form with an error by each field, when they do not add up."""
    rules: dict[str, Any] = {
        "today": now.astimezone(LONDON).date(),
        "allows_test_numbers": _settings().allows_test_numbers,
        "agreed_to_texts": agreed_to_texts,
    }
    for name, message in find_errors(form.data, **rules).items():
        if name not in form.errors:
            form = form.with_error(name, message)
    return (form, read_details(form.data, **rules)) if form.is_valid else (form, None)


def _detail(form: forms.Form) -> TextDetail:
    return TextDetail.FULL if form.data["texts_in_full"] else TextDetail.PLAIN


def _say_place_unknown(person: Person) -> str:
    words = gettext(
        "We do not know where “%(place)s” is, so we cannot yet look for help near there. You can correct it in the details.",
        place=person.where,
    )
    return str(words)


def _say_whether_texted(text: object, sent: str | None) -> None:
    if isinstance(text, NotTexted):
        flash(str(WHY_NOT_TEXTED[text.reason]), "warning")
    elif sent:
        flash(sent, "success")


def _options() -> dict[str, Any]:
    return {
        "contact_methods": [(method.value, words) for method, words in CONTACT_METHODS.items()],
        "language_options": [(code, other.own_name) for code, other in LANGUAGES.items()],
        "why_closed_options": [(why.value, words) for why, words in WHY_CLOSED.items()],
        "told_us": [(how.value, words) for how, words in TOLD_US.items()],
    }


def _new_page(form: forms.Form) -> str:
    team_name = current_staff().team.name
    wordings = [
        (
            other,
            consent_wording(purpose=Purpose.SUPPORT, locale=code, team_name=team_name),
            consent_wording(purpose=Purpose.TEXTS, locale=code, team_name=team_name),
        )
        for code, other in LANGUAGES.items()
    ]
    programmes = enrolments.list_programmes(current_staff().team.locality_id, only_open=True)
    return render_template(
        "people/new.html",
        form=form,
        wordings=wordings,
        welcome=welcome_costs.of_new(form, staff=current_staff(), settings=_settings()),
        has_name=bool(form.value("given_name")),
        texted_in=language(str(form.value("language"))),
        programmes=[("", gettext("None")), *((str(one.id), one.name) for one in programmes)] if programmes else [],
        may_wait=current_staff().role is not Role.VOLUNTEER,
        **_options(),
    )


def _duplicates_page(form: forms.Form, likely: list[queries.ProbableDuplicate], staff: Staff) -> str:
    seen = list_ids_seen_by(staff=staff, person_ids=[duplicate.person.id for duplicate in likely])
    visible = [d for d in likely if d.person.id in seen][:5]
    hidden = [d.person for d in likely if d.person.id not in seen]
    return render_template(
        "people/duplicates.html",
        form=form,
        birth_date=form.data["birth_date"],
        visible=visible,
        mobiles={d.person.id: pretty(d.person.mobile) for d in visible if d.person.mobile},
        why_words=WHY_DUPLICATE,
        hidden_fields=_as_typed(form),
        is_elsewhere=any(person.team_id != staff.team_id for person in hidden),
        is_with_a_colleague=any(person.team_id == staff.team_id for person in hidden),
        team=staff.team,
        locality=queries.find_locality(),
    )


def _as_typed(form: forms.Form) -> list[tuple[str, str]]:
    """Everything typed, as hidden fields carry it to the next page."""
    typed: list[tuple[str, str]] = []
    for name, value in form.values.items():
        if isinstance(value, dict):
            typed += [(f"{name}-{part}", str(words)) for part, words in value.items()]
        elif name != "answer":
            typed.append((name, str(value)))
    return typed


def _as_known(person: Person) -> forms.Form:
    """The form of details, filled with what we know."""
    known = {name: getattr(person, name) for name in DetailsForm().fields}
    known["mobile"] = pretty(person.mobile) if person.mobile else ""
    known["birth_date"] = {part: str(getattr(person.birth_date, part)) for part in forms.DATE_PARTS}
    return forms.blank(**{name: "" if value is None else value for name, value in known.items()})


def _find_programme(staff: Staff, typed: str) -> Programme | None:
    offered = enrolments.list_programmes(staff.team.locality_id, only_open=True) if typed else []
    return next((programme for programme in offered if str(programme.id) == typed), None)


def _details_page(person: Person, form: forms.Form, *, close_form: forms.Form | None = None) -> str:
    team_name, locale, obstacle = person.team.name, language(person.language), texting.find_obstacle(person)
    return render_template(
        "people/details.html",
        form=form,
        close_form=close_form or forms.blank(),
        person=person,
        consents=queries.list_consents(person_id=person.id),
        agreed_to_texts=queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is not None,
        obstacle=WHY_NOT_TEXTED[obstacle] if obstacle else None,
        welcome=welcome_costs.of_person(person, settings=_settings()),
        agreed_to_meeting=queries.find_consent(person_id=person.id, purpose=Purpose.TEAM_MEETING) is not None,
        **{
            name: [
                (other, consent_wording(purpose=purpose, locale=other.code, team_name=team_name))
                for other in sorted(LANGUAGES.values(), key=lambda other: other.code != locale.code)
            ]
            for name, purpose in (("texts_wordings", Purpose.TEXTS), ("meeting_wordings", Purpose.TEAM_MEETING))
        },
        told_us_words={how.value: words for how, words in TOLD_US.items()},
        consent_form=forms.blank(consent_how=ConsentHow.SPOKEN.value, consent_language=locale.code),
        meeting_form=forms.blank(meeting_how=ConsentHow.SPOKEN.value, meeting_language=locale.code),
        **_options(),
    )
