"""The texts a referral would make us send, before anybody sends them: their words, their segments, their cost."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from directory.models import Service
from directory.queries import is_too_private_for_a_phone
from messaging.wording.names import NAMES
from messaging.wording.texts import Preview
from navigator.people import texting
from navigator.people.models import Person
from navigator.referrals import texts
from navigator.referrals.models import Referral
from navigator.referrals.parts_in_words import list_in_words
from navigator.referrals.sharing import SharedPart


def preview_of_sending(*, service: Service, person: Person, pence_per_segment: Decimal | None) -> Preview | None:
    """The text that says that we have asked, before we have; None when the person gets none."""
    name = "" if is_too_private_for_a_phone(service) else service.name
    values = {"navigator_name": person.navigator.first_name, "service_name": name}
    return texting.preview_text(person=person, template="referral_sent", values=values, pence_per_segment=pence_per_segment)


def preview_of_asking(
    *, service: Service, person: Person, shared: Mapping[SharedPart, str], pence_per_segment: Decimal | None
) -> Preview | None:
    """The text that asks whether we may tell a service; None when the person gets none."""
    values = {
        "navigator_name": person.navigator.first_name,
        "service_name": "" if is_too_private_for_a_phone(service) else service.name,
        "parts": list_in_words(shared, person.language),
    }
    return texting.preview_text(person=person, template="referral_consent", values=values, pence_per_segment=pence_per_segment)


def preview_of_change(
    *,
    referral: Referral,
    person: Person,
    appointment_at: datetime,
    place: str,
    ask_for: str,
    pence_per_segment: Decimal | None,
    now: datetime,
) -> list[tuple[str, Preview]]:
    """The texts that `texts.tell_of_change` would plan for this day, time and place, each with its name."""
    if referral.contact_prohibited:
        return []
    meant = Referral(  # as it would be; it is not kept
        service_id=referral.service_id,
        service_name=referral.service_name,
        appointment_at=appointment_at,
        appointment_place=place,
        ask_for=ask_for,
    )
    found = (
        (
            what["template"],
            texting.preview_text(
                person=person, template=what["template"], values=what["values"], pence_per_segment=pence_per_segment
            ),
        )
        for what in texts.list_texts_of_appointment(meant, person, answered_at=now, now=now, news="appointment_changed")
    )
    return [(str(NAMES[template]), preview) for template, preview in found if preview is not None]
