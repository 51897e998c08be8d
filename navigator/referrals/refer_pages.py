"""Finding services for a person, and referring them: to one, or to several at once from one summary (`?also=`)."""

import uuid
from collections.abc import Sequence
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
from navigator.people.texting import WhyNot, find_obstacle
from navigator.people.trail import looked_at
from navigator.referrals import labels, operations, previews, queries, sharing, texts, together
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.schemas import refer_form
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
    chosen = _get_services(request.args.get("chosen", "").split(",") if request.args.get("chosen") else [])
    keep: dict[str, object] = {"step": step.id} if step else {}
    keep |= {"chosen": ",".join(str(service.id) for service in chosen)} if chosen else {}
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
        keep={"step": step.id if step else None, "chosen": ",".join(str(service.id) for service in chosen)},
        chosen=chosen,
        go_on=_address_of(person_id, chosen) if chosen else "",
        href_of=lambda service: _address_of(person_id, [*chosen, service]),
        address_of=lambda other: "?" + urlencode({**keep, **args_from_wanted(other)}, doseq=True),
    )
    looked_at(staff_id=staff.id, person_id=person_id, page="find")
    return page, 200 if form.is_valid else 422


def refer(person_id: uuid.UUID, service_id: uuid.UUID) -> ResponseReturnValue:
    """Refer this person: say why, agree what is shared and with whom, see just what each group will see, send."""
    staff = staff_sessions.current_staff()
    person = get_person(staff=staff, person_id=person_id)
    services = [_get_service(service_id), *_get_services(request.args.getlist("also"), besides=service_id)]
    asked = Asked(person, services, _find_step(person), prohibited=request.form.get("prohibited") == "yes")
    if request.method != "POST" or not all(map(_can_be_sent_to, services)):
        form = blank(
            shared=[part.value for part in sharing.ticked_at_first(asked.known)],
            reason=asked.step.what if asked.step else "",
            idempotency_key=token_urlsafe(24),
        )
        page = _ask(asked, form)
        looked_at(staff_id=staff.id, person_id=person_id, page="refer")
        return page
    form = read(refer_form([str(service.id) for service in services[1:]]), request.form)
    if request.form.get("then") == "change":
        return _ask(asked, Form(values=form.values))
    form = _check(form, asked)
    if not form.is_valid:
        return _ask(asked, form, status=422)
    shared = sharing.choose(asked.known, form.data["shared"])
    seen = sharing.fingerprint(shared, "\n".join([form.data["reason"], *(str(service.id) for service in services)]))
    if request.form.get("then") != "send" or form.data["seen"] != seen:
        return _preview(asked, shared, form, seen=seen)
    return _send(asked, staff, form)


class Asked:
    """Who is to be referred, to which services (the first one is the address's), for which step; what of them could be shared."""

    def __init__(self, person: Person, services: list[Service], step: Step | None, *, prohibited: bool) -> None:
        self.person, self.services, self.step, self.prohibited = person, services, step, prohibited
        matters = queries.find_what_matters(person_id=person.id, step=step)
        self.known = sharing.describe(person=person, step=step, matters=matters, prohibited=prohibited)


def _check(form: Form, asked: Asked) -> Form:
    """What the fields alone do not tell: the name is always shared, and the person agrees to each group by itself."""
    if form.is_valid and SharedPart.NAME.value not in form.data["shared"]:
        form = form.with_error("shared", gettext("Share at least the name: a group has to know whom to welcome."))
    if form.data.get("how") == ConsentHow.TEXT.value:
        if asked.prohibited or find_obstacle(asked.person):
            form = form.with_error("how", gettext("No text reaches them. Ask them, and choose how they agreed."))
        return form
    if not form.data.get("agreed"):
        form = form.with_error("agreed", gettext("We can only refer somebody who has agreed. Tick the box when they have."))
    if len(form.data.get("agreed_to", [])) < len(asked.services) - 1:
        form = form.with_error("agreed_to", gettext("Tick the box of each group when they have agreed, or take the group out."))
    return form


def _send(asked: Asked, staff: Staff, form: Form) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    now, person = utc_now(), asked.person
    try:
        made = together.refer_together(
            person=person,
            receivers=[
                together.Receiver(service, "\n\n".join(consent_wordings(person=person, service=service).values()))
                for service in asked.services
            ],
            staff=staff,
            step=asked.step,
            shared_parts=form.data["shared"],
            reason=form.data["reason"],
            how=ConsentHow(form.data["how"]),
            idempotency_key=form.data["idempotency_key"] or token_urlsafe(24),
            contact_prohibited=asked.prohibited,
            public_url=settings.public_url,
            now=now,
        )
    except operations.KeyReused:
        abort(400)
    except operations.CannotBeAsked:
        db.session.rollback()
        form = form.with_error("how", gettext("No text reaches them. Ask them, and choose how they agreed."))
        person = get_person(staff=staff_sessions.current_staff(), person_id=person.id)
        services = _get_services([str(service_id) for service_id in _service_ids()])
        return _ask(Asked(person, services, _find_step(person), prohibited=asked.prohibited), form, status=422)
    new = [(referral, told) for referral, told in made if told is not None]
    for referral, _ in new:
        record_audit(action="referred", staff_id=staff.id, person_id=person.id, detail=referral.reference, now=now)
    if new:
        _say_what_goes(new)
    db.session.commit()
    return redirect(url_for("referrals.referral", referral_id=made[0][0].id), 303)


def _say_what_goes(new: Sequence[tuple[Referral, texts.Told]]) -> None:
    organizations = ", ".join(dict.fromkeys(referral.organization_name for referral, _ in new))
    if new[0][0].status is ReferralStatus.DRAFT:
        said = gettext("We ask them by text. When they say yes, it goes to %(organization)s.", organization=organizations)
        flash(said, "success")
        return
    flash(gettext("We are writing to %(organization)s now.", organization=organizations), "success")
    for not_texted in dict.fromkeys(labels.why_not_texted(told) for _, told in new):
        if not_texted:
            flash(not_texted, "info")


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


def _service_ids() -> list[uuid.UUID]:
    """The services the address names, its own first."""
    named = (request.view_args or {})["service_id"]
    return [named, *(uuid.UUID(also) for also in request.args.getlist("also")[: together.MOST - 1])]


def _get_services(named: list[str], *, besides: uuid.UUID | None = None) -> list[Service]:
    """The services an address names besides that one, each once; no more than may be asked at once."""
    try:
        ids = [uuid.UUID(each) for each in dict.fromkeys(named)]
    except ValueError:
        abort(404)
    return [_get_service(each) for each in ids if each != besides][: together.MOST - (1 if besides else 0)]


def _address_of(person_id: uuid.UUID, services: list[Service]) -> str:
    """Where these services are asked together."""
    first, *others = dict.fromkeys(service.id for service in services)
    also = [str(other) for other in others]
    return url_for("referrals.refer", person_id=person_id, service_id=first, also=also, step=request.args.get("step"))


def _ask(asked: Asked, form: Form, status: int = 200) -> ResponseReturnValue:
    now, person, service = utc_now(), asked.person, asked.services[0]
    said = {each.id: find_room(each, now=now) for each in asked.services}
    page = render_template(
        "referrals/refer.html",
        turned_away={each: labels.TURNED_AWAY[room.room] for each, room in said.items() if room and room.turns_people_away},
        person=person,
        service=service,
        services=asked.services,
        step=asked.step,
        part_options=[(part.value, labels.PARTS[part], text) for part, text in asked.known.items() if part not in sharing.ALWAYS],
        safe_contact=asked.known.get(SharedPart.SAFE_CONTACT, ""),
        listings={each.id: _describe(each) for each in asked.services},
        form=form,
        labels=labels,
        can_be_sent_to={each.id: bool(queries.address_of(each)) for each in asked.services},
        is_running={each.id: each.status is ServiceStatus.ACTIVE for each in asked.services},
        may_send=all(map(_can_be_sent_to, asked.services)),
        standing={each.id: queries.find_open_referral(person_id=person.id, service_id=each.id) for each in asked.services},
        wordings={each.id: consent_wordings(person=person, service=each) for each in asked.services},
        may_ask_by_text=find_obstacle(person) is None,
        may_add=len(asked.services) < together.MOST,
        without={
            each.id: _address_of(person.id, [other for other in asked.services if other is not each])
            for each in asked.services
            if len(asked.services) > 1
        },
        signpost_key=token_urlsafe(24),
    )
    return page, status


def _preview(asked: Asked, shared: dict[SharedPart, str], form: Form, *, seen: str) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    person, pence = asked.person, settings.sms_pence_per_segment
    is_asked_by_text = form.data["how"] == ConsentHow.TEXT.value
    prohibited = asked.prohibited or person.contact_prohibited
    return render_template(
        "referrals/confirm.html",
        person=person,
        services=asked.services,
        step=asked.step,
        shared=shared,
        form=form,
        seen=seen,
        labels=labels,
        prohibited=prohibited,
        is_asked_by_text=is_asked_by_text,
        addresses={each.id: queries.address_of(each) for each in asked.services},
        not_texted=labels.NOT_TEXTED[WhyNot.PROHIBITED] if prohibited else labels.obstacle_in_words(person),
        texts=[]
        if prohibited
        else [
            previews.preview_of_asking(service=each, person=person, shared=shared, pence_per_segment=pence)
            if is_asked_by_text
            else previews.preview_of_sending(service=each, person=person, pence_per_segment=pence)
            for each in asked.services
        ],
    )
