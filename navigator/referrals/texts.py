"""What a referral makes us say, to whom and when: planned here, sent by the worker."""

from datetime import datetime
from typing import TypeAlias

from directory.queries import get_service, has_secret_place
from messaging import outbox, reminders
from messaging.models import Asks, OutgoingMessage
from navigator.conversations.models import Step
from navigator.db import db
from navigator.people import texting
from navigator.people.models import Person, Staff
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink
from translations.locales import DEFAULT, words

Told: TypeAlias = OutgoingMessage | texting.NotTexted | None
"""What became of a text to a person: planned, or not and why. None: nothing new happened, so nothing was said."""

REFUSALS = {ReferralStatus.NO_ROOM: "referral_no_room", ReferralStatus.NOT_RIGHT: "referral_not_right"}


def _name_in_texts(referral: Referral) -> str:
    """The service's name; empty, for neutral words, when the name on a phone could put somebody in danger."""
    return "" if has_secret_place(get_service(referral.service_id)) else referral.service_name


def _place_in_texts(referral: Referral, person: Person) -> str:
    if not has_secret_place(get_service(referral.service_id)):
        return referral.appointment_place
    return words(person.language).gettext("%(name)s will tell you") % {"name": person.navigator.first_name}


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


def confirm_to_organization(*, referral: Referral, link: ReplyLink, now: datetime) -> OutgoingMessage:
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
        dedupe_key=f"referral-answer:{link.id}",
        about_id=link.id,
        now=now,
    )


def tell_of_sending(*, referral: Referral, person: Person, now: datetime) -> Told:
    return texting.text_person(
        person=person,
        template="referral_sent",
        values={"navigator_name": person.navigator.first_name, "service_name": _name_in_texts(referral)},
        dedupe_key=f"referral-sent:{referral.id}",
        about_id=referral.id,
        now=now,
    )


def tell_of_acceptance(*, referral: Referral, person: Person, now: datetime) -> Told:
    """When, where and who to ask for; a reminder the evening before; and afterwards: did you get there?"""
    if referral.appointment_at is None:
        raise ValueError("an accepted referral has a date")
    values = {
        "navigator_name": person.navigator.first_name,
        "service_name": _name_in_texts(referral),
        "appointment_at": referral.appointment_at.isoformat(),
        "place": _place_in_texts(referral, person),
        "ask_for": referral.ask_for,
    }
    told = texting.text_person(
        person=person,
        template="referral_accepted",
        values=values,
        dedupe_key=f"referral-accepted:{referral.id}",
        about_id=referral.id,
        expires_at=referral.appointment_at,
        now=now,
    )
    evening = reminders.reminder_at(referral.appointment_at, accepted_at=now)
    if evening is not None:
        texting.text_person(
            person=person,
            template="reminder",
            values=values,
            dedupe_key=f"reminder:{referral.id}",
            about_id=referral.id,
            not_before=evening,
            expires_at=referral.appointment_at,
            now=now,
        )
    texting.text_person(
        person=person,
        template="did_you_get_there",
        values={"service_name": _name_in_texts(referral)},
        dedupe_key=f"did-you-get-there:{referral.id}",
        about_id=referral.id,
        asks=Asks.ATTENDED,
        not_before=reminders.question_at(referral.appointment_at),
        now=now,
    )
    return told


def tell_of_refusal(*, referral: Referral, person: Person, now: datetime) -> Told:
    """They cannot come, and it is nothing to do with them."""
    return texting.text_person(
        person=person,
        template=REFUSALS[referral.status],
        values={"navigator_name": person.navigator.first_name, "service_name": _name_in_texts(referral)},
        dedupe_key=f"referral-refused:{referral.id}",
        about_id=referral.id,
        now=now,
    )


def ask_confidence(*, referral: Referral, step: Step, person: Person, now: datetime) -> Told:
    """They went: how sure are they that they could go again?"""
    return texting.text_person(
        person=person,
        template="confidence_question",
        values={"service_name": _name_in_texts(referral)},
        dedupe_key=f"confidence:{referral.id}",
        about_id=step.id,
        asks=Asks.CONFIDENCE,
        now=now,
    )


def thank(*, template: str, person: Person, reply_id: object, now: datetime, **values: str) -> Told:
    """A word of thanks for one reply."""
    return texting.text_person(
        person=person,
        template=template,
        values={"navigator_name": person.navigator.first_name, **values},
        dedupe_key=f"{template}:{reply_id}:{person.id}",
        now=now,
    )
