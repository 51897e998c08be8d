"""What a person says of a day that is arranged: they cannot come, would like another, or can come after all.

We say back what we took it to mean, the navigator sees it, and the organisation hears of it by the reference alone, while the
consent to share stands. With two appointments, or a day named that is not the day, nothing is guessed: a human reads it.
"""

import re
from datetime import datetime

from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.replies import answering
from messaging.replies.folding import fold
from messaging.replies.meaning import Meaning
from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Consent, Person, Staff
from navigator.referrals import queries, texts
from navigator.referrals.models import Reason, Referral
from navigator.times import LONDON
from translations.locales import DEFAULT

REASONS = {Meaning.CANNOT_COME: Reason.CANNOT_COME, Meaning.CHANGE_DAY: Reason.CHANGE_DAY, Meaning.CAN_COME: Reason.UNCLEAR_REPLY}
# How people name Monday to Sunday, folded: English, Polish (as it stands and after "we"), Urdu, Urdu in Latin letters.
WEEKDAYS = (
    "mon|monday|poniedzialek|پیر|peer|somwar",
    "tue|tues|tuesday|wtorek|منگل|mangal",
    "wed|weds|wednesday|sroda|srode|بدہ|budh",
    "thu|thur|thurs|thursday|czwartek|جمعرات|jumerat|jumeraat",
    "fri|friday|piatek|جمعہ|jumma|juma",
    "sat|saturday|sobota|sobote|ہفتہ|ہفتے|hafta",
    "sun|sunday|niedziela|niedziele|اتوار|itwar|itvar",
)
_WEEKDAYS = tuple(re.compile(rf"\b({names})\b") for names in WEEKDAYS)


def find_meant(person: Person, body: str, *, now: datetime) -> Referral | None:
    """The one appointment to come that these words are about; None when there is none, or more than one it could be."""
    expected = queries.list_expected(person.id, now=now)
    named = {day for day, names in enumerate(_WEEKDAYS) if names.search(fold(body))}
    if named:
        expected = [
            each for each in expected if each.appointment_at and each.appointment_at.astimezone(LONDON).weekday() in named
        ]
    return expected[0] if len(expected) == 1 else None


def act(
    *,
    meaning: Meaning,
    referral: Referral,
    person: Person,
    received: ReceivedMessage,
    last: OutgoingMessage | None,
    now: datetime,
) -> None:
    """Say back what was understood, tell the organisation, and cancel or plan anew what is sent around the day."""
    if meaning is Meaning.CANNOT_COME:
        outbox.cancel_planned(about_id=referral.id, cause="cannot_come", now=now)
    tells = _tell_organization(referral, news=meaning.value, received=received, now=now)
    if meaning is Meaning.CAN_COME:
        texts.tell_again(referral=referral, person=person, reply_id=received.id, now=now)
    values = {"navigator_name": person.navigator.first_name}
    template = {Meaning.CANNOT_COME: "cannot_come", Meaning.CHANGE_DAY: "rebook"}.get(meaning, "can_come")
    if not tells:  # then "we will tell them" would not be true
        template, values = "unclear", {}
    elif meaning is not Meaning.CAN_COME:
        values["service_name"] = texts.name_in_texts(referral)
    if template == "cannot_come" and referral.appointment_at is not None:
        values["appointment_at"] = referral.appointment_at.isoformat()
    answering.answer(
        received=received,
        template=template,
        key=f"{template}:{received.id}",
        last=last,
        locale=person.language,
        now=now,
        values=values,
    )


def _tell_organization(referral: Referral, *, news: str, received: ReceivedMessage, now: datetime) -> bool:
    """An e-mail with the reference and nothing of the person. False when the consent to share has ended: nobody is told then."""
    consent = db.session.get(Consent, referral.consent_id) if referral.consent_id else None
    if consent is None or consent.withdrawn_at is not None or referral.appointment_at is None:
        return False
    staff = db.session.get_one(Staff, referral.staff_id)
    outbox.plan_email(
        to=outbox.Recipient(None, referral.sent_to, DEFAULT),
        template="appointment_news",
        values={
            "organization_name": referral.organization_name,
            "service_name": referral.service_name,
            "navigator_name": staff.name,
            "team_name": staff.team.name,
            "team_phone": staff.phone or staff.team.phone,
            "reference": referral.reference,
            "appointment_at": referral.appointment_at.isoformat(),
            "news": news,
        },
        dedupe_key=f"appointment-news:{received.id}",
        about_id=referral.id,
        now=now,
    )
    return True
