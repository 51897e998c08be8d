"""Finding a service for a person, and referring them to it."""

import uuid
from secrets import token_urlsafe
from urllib.parse import urlencode

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.wanted import args_from_wanted, wanted_from_args
from directory.finding.public.offers import offers
from directory.finding.results import search
from directory.finding.results.why import room_in_words, wait_in_words
from directory.models import Service, ServiceStatus
from directory.queries import ListingNotFound, find_room, get_service, hours_of, places_of, schedules_of
from directory.times.opening_hours import list_lines
from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form, blank, read
from navigator.people import staff_sessions
from navigator.people.access import get_person
from navigator.people.models import ConsentHow, Person, Staff
from navigator.people.operations import record_audit
from navigator.people.trail import looked_at
from navigator.referrals import labels, operations, queries, sharing, texts
from navigator.referrals.schemas import ReferForm
from navigator.referrals.sharing import SharedPart
from navigator.steps.models import Step
from navigator.steps.queries import StepNotFound, get_step_of
from navigator.times import LONDON, utc_now
from translations.locales import DEFAULT, words


def find(person_id: uuid.UUID) -> ResponseReturnValue:
    """Find a service for this person: their place and language are filled in. `?step=` says for which small step."""
    staff = staff_sessions.current_staff()
    person = get_person(staff=staff, person_id=person_id)
    step = _find_step(person)
    asked: MultiDict[str, str] = MultiDict(request.args)
    if "q" not in asked and "near" not in asked:
        asked["near"] = person.where
        asked["q"] = step.what if step else ""
        if person.language != DEFAULT:
            asked["language"] = person.language
    now, code = utc_now(), str(get_locale() or DEFAULT)
    wanted, form = wanted_from_args(asked)
    index = listing_index(current_app, now=now)
    found = search.search(wanted, index=index, now=now, language=code, with_counts=True)
    page = render_template(
        "referrals/find.html",
        person=person,
        step=step,
        form=form,
        found=found,
        offers=offers(found, words=words(code), code=code),
        action=url_for("referrals.find", person_id=person_id),
        keep={"step": step.id if step else None},
        href_of=lambda service: url_for(
            "referrals.refer", person_id=person_id, service_id=service.id, step=request.args.get("step")
        ),
        address_of=lambda other: "?" + urlencode({**({"step": step.id} if step else {}), **args_from_wanted(other)}, doseq=True),
    )
    looked_at(staff_id=staff.id, person_id=person_id, page="find")
    return page, 200 if form.is_valid else 422


def refer(person_id: uuid.UUID, service_id: uuid.UUID) -> ResponseReturnValue:
    """Refer this person to this service: say why, agree what is shared, see just what the group will see, send."""
    staff = staff_sessions.current_staff()
    person = get_person(staff=staff, person_id=person_id)
    service = _get_service(service_id)
    step = _find_step(person)
    known = sharing.describe(person=person, step=step, matters=queries.find_what_matters(person_id=person.id, step=step))
    if request.method != "POST" or not _can_be_sent_to(service):
        form = blank(
            shared=[part.value for part in sharing.ticked_at_first(known)],
            reason=step.what if step else "",
            idempotency_key=token_urlsafe(24),
        )
        page = _ask(person, service, step, known, form)
        looked_at(staff_id=staff.id, person_id=person_id, page="refer")
        return page
    form = read(ReferForm(), request.form)
    if request.form.get("then") == "change":
        return _ask(person, service, step, known, Form(values=form.values))
    if form.is_valid and SharedPart.NAME.value not in form.data["shared"]:
        form = form.with_error("shared", gettext("Share at least the name: a group has to know whom to welcome."))
    if not form.is_valid:
        return _ask(person, service, step, known, form, status=422)
    shared = sharing.choose(known, form.data["shared"])
    seen = sharing.fingerprint(shared, form.data["reason"])
    if request.form.get("then") != "send" or form.data["seen"] != seen:
        return _preview(person, service, step, shared, form, seen=seen)
    return _send(person, service, staff, step, form)


def _send(person: Person, service: Service, staff: Staff, step: Step | None, form: Form) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    now = utc_now()
    try:
        referral, told = operations.refer(
            person=person,
            service=service,
            staff=staff,
            step=step,
            shared_parts=form.data["shared"],
            reason=form.data["reason"],
            how=ConsentHow(form.data["how"]),
            wording="\n\n".join(consent_wordings(person=person, service=service).values()),
            idempotency_key=form.data["idempotency_key"] or token_urlsafe(24),
            public_url=settings.public_url,
            now=now,
        )
    except operations.KeyReused:
        abort(400)
    if told is not None:
        record_audit(action="referred", staff_id=staff.id, person_id=person.id, detail=referral.reference, now=now)
        flash(gettext("We are writing to %(organization)s now.", organization=referral.organization_name), "success")
        if not_texted := labels.why_not_texted(told):
            flash(not_texted, "info")
    db.session.commit()
    return redirect(url_for("referrals.referral", referral_id=referral.id), 303)


def consent_wordings(*, person: Person, service: Service) -> dict[str, str]:
    """What the person agrees to, by language code: in English and in their own language."""
    said: dict[str, str] = {}
    for code in (DEFAULT, person.language):
        text = words(code).gettext(
            "I agree that %(team)s tells %(organization)s what is ticked here, and why I would like to come, so that they can "
            "answer and be ready for me. They may use it for nothing else. I can change my mind at any time: I only have to "
            "tell %(navigator)s, and what has not been sent will not be sent."
        )
        whole = text % {
            "team": person.team.name,
            "organization": service.organization.name,
            "navigator": person.navigator.name,
        }
        if whole not in said.values():
            said[code] = whole
    return said


def _get_service(service_id: uuid.UUID) -> Service:
    try:
        return get_service(service_id)
    except ListingNotFound:
        abort(404)


def _describe(service: Service) -> dict[str, list[str]]:
    """When, where, and whether there is room, in the words of the page's language."""
    now = utc_now()
    code = str(get_locale() or DEFAULT)
    today = now.astimezone(LONDON).date()
    hours = [hours_of(schedule) for schedule in schedules_of(service)]
    said = find_room(service, now=now)
    room = room_in_words(said, words=words(code), code=code) or gettext("We do not know if they have room")
    wait = wait_in_words(said, words(code))
    return {
        "times": [
            line.text for line in list_lines(hours, words=words(code), code=code, today=today) if line.text and line.is_current
        ],
        "places": [queries.place_of(place.location) for place in places_of(service)],
        "room": [room[:1].upper() + room[1:], *([wait] if wait else [])],
    }


def _find_step(person: Person) -> Step | None:
    """The small step the address names; 404 when it is not this person's."""
    named = request.args.get("step", "")
    if not named:
        return None
    try:
        return get_step_of(person_id=person.id, step_id=uuid.UUID(named))
    except (ValueError, StepNotFound):
        abort(404)


def _can_be_sent_to(service: Service) -> bool:
    return bool(queries.address_of(service)) and service.status is ServiceStatus.ACTIVE


def _ask(
    person: Person, service: Service, step: Step | None, known: dict[SharedPart, str], form: Form, status: int = 200
) -> ResponseReturnValue:
    said = find_room(service, now=utc_now())
    page = render_template(
        "referrals/refer.html",
        turned_away=labels.TURNED_AWAY[said.room] if said and said.turns_people_away else None,
        person=person,
        service=service,
        step=step,
        part_options=[(part.value, labels.PARTS[part], text) for part, text in known.items()],
        listing=_describe(service),
        form=form,
        labels=labels,
        can_be_sent_to=_can_be_sent_to(service),
        is_running=service.status is ServiceStatus.ACTIVE,
        standing=queries.find_open_referral(person_id=person.id, service_id=service.id),
        wordings=consent_wordings(person=person, service=service),
    )
    return page, status


def _preview(
    person: Person, service: Service, step: Step | None, shared: dict[SharedPart, str], form: Form, *, seen: str
) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "referrals/confirm.html",
        person=person,
        service=service,
        step=step,
        shared=shared,
        form=form,
        seen=seen,
        labels=labels,
        address=queries.address_of(service),
        not_texted=labels.obstacle_in_words(person),
        text=texts.preview_of_sending(service=service, person=person, pence_per_segment=settings.sms_pence_per_segment),
    )
