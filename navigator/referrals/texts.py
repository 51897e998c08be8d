"""What a referral makes us say, to whom and when: planned here, sent by the worker."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from directory.queries import get_service, has_secret_place, is_too_private_for_a_phone
from messaging import queries
from messaging.models import Asks, OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Due, Event
from messaging.sending import outbox
from messaging.sending.hours_here import next_allowed
from messaging.sending.preferred_times import read_times
from messaging.wording.moments import day_and_time
from navigator.db import db
from navigator.people import texting
from navigator.people.models import Person, Staff, TextDetail
from navigator.referrals import sharing
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Happened, Referral, ReferralStatus, ReplyLink
from navigator.referrals.parts_in_words import list_in_words
from navigator.steps import news as step_news
from navigator.steps.models import Step
from translations.locales import DEFAULT, words

Told: TypeAlias = OutgoingMessage | texting.NotTexted | None
"""What became of a text to a person: planned, or not and why. None: nothing new happened, so nothing was said."""

TO_GET_READY = timedelta(hours=1)
REFUSALS = {
    ReferralStatus.NO_ROOM: "referral_no_room",
    ReferralStatus.NOT_ELIGIBLE: "referral_not_right",
    ReferralStatus.NOT_RIGHT: "referral_not_right",
    ReferralStatus.CANNOT_REACH: "referral_cannot_reach",
}


def name_in_texts(referral: Referral) -> str:
    """The service's name; empty, for neutral words, when the name on a phone could shame somebody or put them in danger."""
    return "" if is_too_private_for_a_phone(get_service(referral.service_id)) else referral.service_name


def _appointment_in_texts(referral: Referral, person: Person) -> dict[str, str]:
    """When, where and who to ask for. Of what is private a phone says when alone, and who or what knows the rest."""
    if referral.appointment_at is None:
        raise ValueError("an accepted referral has a date")
    when = {"appointment_at": referral.appointment_at.isoformat()}
    place = _place_in_texts(referral, person, referral.appointment_place)
    return when | {"place": place} | ({"ask_for": referral.ask_for} if place == referral.appointment_place else {})


def _place_in_texts(referral: Referral, person: Person, place: str) -> str:
    service, _ = get_service(referral.service_id), words(person.language).gettext
    if has_secret_place(service):
        return _("%(name)s will tell you") % {"name": person.navigator.first_name}
    return _("it is in your plan") if is_too_private_for_a_phone(service) else place


def _text(referral: Referral, person: Person, **what: Any) -> OutgoingMessage | texting.NotTexted:
    """Everything we write to a person about a referral goes through here: not a word where nobody may contact them about it."""
    if referral.contact_prohibited:
        return texting.NotTexted(texting.WhyNot.PROHIBITED)
    return texting.text_person(person=person, **what)


def write_to_organization(*, referral: Referral, link: ReplyLink, address: str, staff: Staff, now: datetime) -> OutgoingMessage:
    """The e-mail with the link. Nothing of the person stands in it: that is behind the link."""
    return outbox.plan_email(
        to=outbox.Recipient(None, referral.sent_to, DEFAULT),
        template="referral_email",
        values={
            "organization_name": referral.organization_name,
            "service_name": referral.service_name,
            "navigator_name": staff.name,
            "team_name": staff.team.name,
            "team_phone": staff.phone or staff.team.phone,
            "reference": referral.reference,
            "link": address,
            "expires_at": link.expires_at.isoformat(),
        },
        dedupe_key=f"referral-email:{link.id}",
        about_id=link.id,
        now=now,
    )


def chase(*, referral: Referral, link: ReplyLink, address: str, staff: Staff, now: datetime) -> OutgoingMessage:
    """Once more, with another link; the first one keeps working."""
    values = _from_us(referral, staff) | {
        "organization_name": referral.organization_name,
        "service_name": referral.service_name,
        "link": address,
        "sent_at": referral.sent_at.isoformat(),
    }
    return _to_organization(referral, "referral_chaser", values, key=f"referral-chaser:{link.id}", about_id=link.id, now=now)


def tell_of_end(*, referral: Referral, why: str, now: datetime, key: str = "") -> OutgoingMessage:
    """They will not come, it was a mistake, or nobody may contact them. `why`: as `receivers.referral_ended` has it."""
    staff = db.session.get_one(Staff, referral.staff_id)
    values = _from_us(referral, staff) | {"organization_name": referral.organization_name, "why": why}
    key = f"referral-{why}:{referral.id}:{key or now.isoformat()}"
    return _to_organization(referral, "referral_ended", values, key=key, about_id=None, now=now)


def tell_of_refused_time(*, referral: Referral, proposal: Proposal, now: datetime) -> OutgoingMessage:
    """The time they offered does not suit."""
    staff = db.session.get_one(Staff, referral.staff_id)
    values = _from_us(referral, staff) | {
        "organization_name": referral.organization_name,
        "service_name": referral.service_name,
        "appointment_at": proposal.appointment_at.isoformat(),
        "news": "cannot_come",
    }
    key = f"time-refused:{proposal.id}"
    return _to_organization(referral, "appointment_news", values, key=key, about_id=referral.id, now=now)


def send_inbox(
    *,
    address: str,
    organization_name: str,
    team_phone: str,
    link: str,
    expires_at: datetime,
    key: str,
    now: datetime,
    **more: str,
) -> OutgoingMessage:
    """The link to all that was sent to one address; with `reference` and `why` when there is something new on it."""
    values = {
        "organization_name": organization_name,
        "team_phone": team_phone,
        "link": link,
        "expires_at": expires_at.isoformat(),
        **more,
    }
    to = outbox.Recipient(None, address, DEFAULT)
    return outbox.plan_email(to=to, template="receivers_inbox", values=values, dedupe_key=key, now=now)


def _from_us(referral: Referral, staff: Staff) -> dict[str, str]:
    return {
        "navigator_name": staff.name,
        "team_name": staff.team.name,
        "team_phone": staff.phone or staff.team.phone,
        "reference": referral.reference,
    }


def _to_organization(
    referral: Referral, template: str, values: dict[str, str], *, key: str, about_id: uuid.UUID | None, now: datetime
) -> OutgoingMessage:
    to = outbox.Recipient(None, referral.sent_to, DEFAULT)
    return outbox.plan_email(to=to, template=template, values=values, dedupe_key=key, about_id=about_id, now=now)


def confirm_to_organization(*, referral: Referral, about: ReplyLink | Referral | Proposal, now: datetime) -> OutgoingMessage:
    """What they answered, for their own records; again without a word of who it is about."""
    staff = db.session.get_one(Staff, referral.staff_id)
    values = {
        "organization_name": referral.organization_name,
        "service_name": referral.service_name,
        "navigator_name": staff.name,
        "team_name": staff.team.name,
        "team_phone": staff.phone or staff.team.phone,
        "reference": referral.reference,
    }
    if referral.appointment_at is not None:
        values |= {"appointment_at": referral.appointment_at.isoformat(), "place": referral.appointment_place}
    return outbox.plan_email(
        to=outbox.Recipient(None, referral.sent_to, DEFAULT),
        template="referral_answer_copy",
        values=values,
        dedupe_key=f"referral-answer:{about.id}{_again(referral)}",
        about_id=about.id,
        now=now,
    )


def tell_of_sending(*, referral: Referral, person: Person, now: datetime) -> Told:
    return _text(
        referral,
        person,
        template="referral_sent",
        values={"navigator_name": person.navigator.first_name, "service_name": name_in_texts(referral)},
        dedupe_key=f"referral-sent:{referral.id}",
        about_id=referral.id,
        now=now,
    )


def tell_of_acceptance(*, referral: Referral, person: Person, now: datetime) -> Told:
    """When, where and who to ask for; and what the locality plans round it: usually a reminder, and a question afterwards.

    None when no text may arrive before the appointment.
    """
    return _tell_of_appointment(referral, person, answered_at=now, key=f"{referral.id}{_again(referral)}", now=now)


def tell_of_change(*, referral: Referral, person: Person, change_id: object, now: datetime) -> Told:
    """The appointment is at another time or place: that, and the reminder and the question anew. None as `tell_of_acceptance`."""
    key = f"{referral.id}:{change_id}"
    return _tell_of_appointment(referral, person, answered_at=now, key=key, now=now, news="appointment_changed")


def tell_again(*, referral: Referral, person: Person, reply_id: object, now: datetime) -> Told:
    """What of the texts around an appointment was lost while the person wanted none, and is still of use."""
    said, key = queries.list_templates_about(referral.id), f"{referral.id}:{reply_id}"
    if any(event.from_status is event.to_status for event in referral.events) and "appointment_changed" not in said:
        return tell_of_change(referral=referral, person=person, change_id=reply_id, now=now)  # what they were told is untrue now
    answered_at = referral.answered_at if "referral_accepted" in said else None
    return _tell_of_appointment(referral, person, answered_at=answered_at or now, key=key, now=now, said=said)


def _again(referral: Referral) -> str:
    """Tells what is said after a referral was opened again from what was said before; empty for one that never was."""
    times = sum(event.what == Happened.REOPENED for event in referral.events)
    return f":again-{times}" if times else ""


def comes_too_late(*, appointment_at: datetime, now: datetime) -> bool:
    """Whether a text sent now, or as soon as the hour is decent, would leave the person no time to act on it."""
    return next_allowed(now) > appointment_at - TO_GET_READY


def _tell_of_appointment(
    referral: Referral,
    person: Person,
    *,
    answered_at: datetime,
    key: str,
    now: datetime,
    said: Collection[str] = (),
    news: str = "referral_accepted",
) -> Told:
    told: Told = None
    for what in list_texts_of_appointment(referral, person, answered_at=answered_at, now=now, said=said, news=news):
        due_key = what.pop("due_key", None)
        dedupe_key = f"{what['template']}:{key}:{due_key}" if due_key else f"{news.replace('_', '-')}:{key}"
        planned = _text(referral, person, dedupe_key=dedupe_key, about_id=referral.id, now=now, **what)
        told = told if due_key else planned
    return told


def list_texts_of_appointment(
    referral: Referral,
    person: Person,
    *,
    answered_at: datetime,
    now: datetime,
    said: Collection[str] = (),
    news: str = "referral_accepted",
) -> list[dict[str, Any]]:
    """What an appointment makes us say: the news, when it comes in time, and what the locality plans round the day.

    Each as `_text` takes it; what is planned round the day has the `due_key` of its line as well.
    """
    if referral.appointment_at is None:
        raise ValueError("an accepted referral has a date")
    name = name_in_texts(referral)
    values = {"navigator_name": person.navigator.first_name, "service_name": name, **_appointment_in_texts(referral, person)}
    texts: list[dict[str, Any]] = []
    if news not in said and next_allowed(now) < referral.appointment_at:
        texts.append({"template": news, "values": values, "expires_at": referral.appointment_at})
    for due in _come_to(referral.appointment_at, person, answered_at=answered_at, now=now):
        if due.line.template in said:
            continue
        is_question = due.line.template == "did_you_get_there"
        texts.append(
            {
                "template": due.line.template,
                "values": {"service_name": name} if is_question else values,
                "asks": Asks.ATTENDED if is_question else None,
                "not_before": due.not_before,
                "expires_at": due.expires_at,
                "due_key": due.key,
            }
        )
    return texts


def tell_of_waiting(*, referral: Referral, person: Person, now: datetime) -> Told:
    """They have a place on the waiting list."""
    if _is_for_the_plan_alone(referral, person):
        return _tell_of_something_new(referral, person, now=now)
    return _text(
        referral,
        person,
        template="referral_waiting",
        values={"navigator_name": person.navigator.first_name, "service_name": name_in_texts(referral)},
        dedupe_key=f"referral-waiting:{referral.id}{_again(referral)}",
        about_id=referral.id,
        now=now,
    )


def _is_for_the_plan_alone(referral: Referral, person: Person) -> bool:
    """An answer with nothing in it to act upon, about what is private, for somebody who wants no details on their phone."""
    is_plain = person.text_detail is TextDetail.PLAIN
    return is_plain and not referral.contact_prohibited and is_too_private_for_a_phone(get_service(referral.service_id))


def _tell_of_something_new(referral: Referral, person: Person, *, now: datetime) -> Told:
    return step_news.tell(person=person, about_id=referral.id, now=now)


def _come_to(appointment_at: datetime, person: Person, *, answered_at: datetime, now: datetime) -> list[Due]:
    """What the locality's plans say for the day itself, and for the moment of the good news."""
    times = read_times(person.at_times)
    around = plans.come_to(Event.APPOINTMENT, event_at=appointment_at, heard_at=answered_at, now=now, times=times)
    return around + plans.come_to(
        Event.ACCEPTED, event_at=answered_at, heard_at=answered_at, ends_at=appointment_at, now=now, times=times
    )


def tell_of_refusal(*, referral: Referral, person: Person, now: datetime) -> Told:
    """They cannot come, and it is nothing to do with them."""
    if _is_for_the_plan_alone(referral, person):
        return _tell_of_something_new(referral, person, now=now)
    return _text(
        referral,
        person,
        template=REFUSALS[referral.status],
        values={"navigator_name": person.navigator.first_name, "service_name": name_in_texts(referral)},
        dedupe_key=f"referral-refused:{referral.id}{_again(referral)}",
        about_id=referral.id,
        now=now,
    )


def ask_confidence(*, referral: Referral, step: Step, person: Person, now: datetime) -> Told:
    """They went: how sure are they that they could go again?"""
    return _text(
        referral,
        person,
        template="confidence_question",
        values={"service_name": name_in_texts(referral)},
        dedupe_key=f"confidence:{referral.id}",
        about_id=step.id,
        asks=Asks.CONFIDENCE,
        now=now,
    )


def ask_consent(*, referral: Referral, person: Person, now: datetime) -> OutgoingMessage | texting.NotTexted:
    """May we tell this group? What would be told is said in the person's own language."""
    return _text(
        referral,
        person,
        template="referral_consent",
        values={
            "navigator_name": person.navigator.first_name,
            "service_name": name_in_texts(referral),
            "parts": list_in_words(sharing.read(referral.shared), person.language),
        },
        dedupe_key=f"referral-consent:{referral.id}",
        about_id=referral.id,
        asks=Asks.CONSENT,
        now=now,
    )


def ask_about_time(
    *, referral: Referral, proposal: Proposal, person: Person, now: datetime
) -> OutgoingMessage | texting.NotTexted:
    """Can they come then? Not asked where no text comes in time to answer."""
    if comes_too_late(appointment_at=proposal.appointment_at, now=now):
        return texting.NotTexted(texting.WhyNot.NEEDS_ANSWER)
    return _text(
        referral,
        person,
        template="time_proposed",
        values={
            "service_name": name_in_texts(referral),
            "appointment_at": proposal.appointment_at.isoformat(),
            "place": _place_in_texts(referral, person, proposal.place),
        },
        dedupe_key=f"time-proposed:{proposal.id}",
        about_id=proposal.id,
        asks=Asks.PROPOSAL,
        expires_at=proposal.appointment_at - TO_GET_READY,
        now=now,
    )


def tell_of_taking_back(*, referral: Referral, person: Person, now: datetime) -> Told:
    return _tell_turn(referral, person, "referral_taken_back", key=str(referral.id), now=now)


def tell_of_recall(*, referral: Referral, person: Person, now: datetime) -> Told:
    return _tell_turn(referral, person, "referral_recalled", key=str(referral.id), now=now)


def tell_of_reopening(*, referral: Referral, person: Person, event_id: object, now: datetime) -> Told:
    return _tell_turn(referral, person, "referral_reopened", key=f"{referral.id}:{event_id}", now=now)


def _tell_turn(referral: Referral, person: Person, template: str, *, key: str, now: datetime) -> Told:
    return _text(
        referral,
        person,
        template=template,
        values={"navigator_name": person.navigator.first_name, "service_name": name_in_texts(referral)},
        dedupe_key=f"{template.replace('_', '-')}:{key}",
        about_id=referral.id,
        now=now,
    )


def what_is_proposed(*, referral: Referral, proposal: Proposal) -> str:
    """For the navigator, when no text asks the person. In English, as notes are."""
    when = day_and_time(proposal.appointment_at.isoformat(), DEFAULT)
    return f"{referral.service_name} could see them on {when}, {proposal.place}. No text asks them: please ask, and answer."


def thank(*, template: str, person: Person, reply_id: object, now: datetime, **values: str) -> Told:
    """A word of thanks for one reply."""
    return texting.text_person(
        person=person,
        template=template,
        values={"navigator_name": person.navigator.first_name, **values},
        dedupe_key=f"{template}:{reply_id}:{person.id}",
        now=now,
    )


def what_was_not_told(*, referral: Referral, person: Person) -> str:
    """For the navigator: the news that no text brings the person, so that somebody rings them. In English, as notes are."""
    service, name = referral.service_name, person.given_name
    if referral.status is ReferralStatus.RECALLED:
        return f"We wrote to {service} about {name} by mistake, and no text tells them. Please tell them."
    if referral.status in REFUSALS:
        return f"{service} could not say yes, and no text tells {name}. Please ring."
    if referral.status is ReferralStatus.WAITING_LIST:
        return f"{service} has put {name} on the waiting list, and no text tells them. Please ring."
    if referral.appointment_at is None:
        return f"No text about {service} reaches {name}. Please ring."
    when = day_and_time(referral.appointment_at.isoformat(), DEFAULT)
    return f"{service} said yes for {when}. We cannot count on a text to tell {name}. Please ring."
