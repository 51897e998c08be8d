"""Taking a person on: their record, what they agreed to, and the first texts. And sending the link to their plan."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from messaging import opt_outs
from messaging.models import OutgoingMessage
from messaging.wording.texts import Preview
from navigator.people import links, operations, queries
from navigator.people.consent_wording import consent_wording
from navigator.people.models import ConsentHow, Person, Purpose, Staff, TextDetail
from navigator.people.operations import PersonDetails
from navigator.people.support_models import WhyCoordinates
from navigator.people.texting import NotTexted, Reach, preview_text, text_person

AFTER_THE_WELCOME = timedelta(seconds=5)  # so that the link does not come before the text that says who we are


class LikelyDuplicate(Exception):
    """We may know this person already, and nobody has yet said that they are another: `duplicates`, likeliest first."""

    def __init__(self, duplicates: list[queries.ProbableDuplicate]) -> None:
        super().__init__(len(duplicates))
        self.duplicates = duplicates


@dataclass(frozen=True)
class Agreement:
    """What a person agreed to on arriving: to be supported, and maybe to be texted; how, in which language we asked, and how
    much their texts may say.
    """

    to_texts: bool
    how: ConsentHow
    language: str
    text_detail: TextDetail = TextDetail.PLAIN


@dataclass(frozen=True)
class TakenOn:
    """Who was taken on, and the welcome on its way to them (or why there is none)."""

    person: Person
    welcome: OutgoingMessage | NotTexted

    @property
    def is_place_unknown(self) -> bool:
        """They told us where they live, and our gazetteer does not know it."""
        return bool(self.person.where) and self.person.latitude is None


def take_on(
    *,
    details: PersonDetails,
    agreement: Agreement,
    navigator: Staff,
    public_url: str,
    now: datetime,
    is_another_person: bool = False,
    person_id: uuid.UUID | None = None,
    why: WhyCoordinates = WhyCoordinates.TAKEN_ON,
    added_by: Staff | None = None,
) -> TakenOn:
    """A new person with their consents, welcomed by text when they agreed to texts. `why`, `added_by`: as `add_person`.

    Raises `LikelyDuplicate` unless somebody has said that they are another person, and `operations.AlreadyAdded` when
    `person_id` (made with the page) was used before.
    """
    if person_id:
        operations.refuse_if_added(person_id)
    if not is_another_person:
        likely = queries.list_probable_duplicates(
            given_name=details.given_name, family_name=details.family_name, birth_date=details.birth_date, mobile=details.mobile
        )
        if likely:
            if person_id:
                operations.refuse_if_added(person_id)  # the same form, sent twice at once, is no likely duplicate
            raise LikelyDuplicate(likely)
    person = operations.add_person(details=details, navigator=navigator, now=now, person_id=person_id, why=why, added_by=added_by)
    person.text_detail = agreement.text_detail
    purposes = [Purpose.SUPPORT] + ([Purpose.TEXTS] if agreement.to_texts else [])
    for purpose in purposes:
        write_down_consent(
            person=person, purpose=purpose, how=agreement.how, language=agreement.language, staff=added_by or navigator, now=now
        )
    return TakenOn(person, welcome(person=person, public_url=public_url, now=now))


def agree_to_texts(
    *,
    person: Person,
    how: ConsentHow,
    language: str,
    staff: Staff,
    public_url: str,
    now: datetime,
    text_detail: TextDetail = TextDetail.PLAIN,
) -> TakenOn:
    """Somebody we support agrees to be texted from now on, plainly or in full, and is welcomed."""
    operations.choose_text_detail(person=person, detail=text_detail, staff_id=staff.id, now=now)
    write_down_consent(person=person, purpose=Purpose.TEXTS, how=how, language=language, staff=staff, now=now)
    if person.mobile:
        opt_outs.agree_again(number=person.mobile, now=now)
    return TakenOn(person, welcome(person=person, public_url=public_url, now=now))


def write_down_consent(*, person: Person, purpose: Purpose, how: ConsentHow, language: str, staff: Staff, now: datetime) -> None:
    """Write down a consent asked for in our own words, in `language`."""
    operations.record_consent(
        person_id=person.id,
        purpose=purpose,
        wording=consent_wording(purpose=purpose, locale=language, team_name=person.team.name),
        how=how,
        recorded_by_id=staff.id,
        now=now,
    )


def send_plan_link(
    *,
    person: Person,
    public_url: str,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    not_before: datetime | None = None,
    urgent_reason: str = "",
) -> OutgoingMessage | NotTexted:
    """Text the person a fresh link to their plan. At most one a minute: pressing twice sends one.

    `urgent_reason`: why a member of staff sends it whatever the hour.
    """
    token = links.make_link(person_id=person.id, now=now)
    text = text_person(
        person=person,
        template="plan_link",
        values={"navigator_name": person.navigator.first_name, "link": f"{public_url}{links.path(token)}"},
        dedupe_key=f"plan-link {person.id} {now:%Y-%m-%dT%H:%M}",
        now=now,
        not_before=not_before,
        urgent_reason=urgent_reason,
        staff_id=staff_id,
    )
    if not isinstance(text, NotTexted):
        operations.record_audit(action="plan_link_sent", staff_id=staff_id, person_id=person.id, now=now)
    return text


def preview_plan_link(
    *, person: Person, public_url: str, pence_per_segment: Decimal | None, reach: Reach | None = None
) -> Preview | None:
    """The text with a link to their plan, as long as it will be; None when they get none."""
    values = {"navigator_name": person.navigator.first_name, "link": f"{public_url}{links.path('x' * links.LENGTH)}"}
    return preview_text(person=person, template="plan_link", values=values, pence_per_segment=pence_per_segment, reach=reach)


def _consent_to_texts(person: Person) -> uuid.UUID | None:
    """The consent that began it: agreeing twice is one welcome, agreeing again after taking it back is another."""
    consents = queries.list_consents(person_id=person.id)  # newest first
    standing = [consent.id for consent in consents if consent.purpose is Purpose.TEXTS and consent.withdrawn_at is None]
    return standing[-1] if standing else None


def welcome(*, person: Person, public_url: str, now: datetime) -> OutgoingMessage | NotTexted:
    """Text somebody newly supported who we are, and the link to their plan; or the reason why not."""
    sent = text_person(
        person=person,
        template="welcome",
        values={
            "first_name": person.given_name,
            "navigator_name": person.navigator.first_name,
            "team_name": person.team.name,
        },
        dedupe_key=f"welcome {_consent_to_texts(person)} {person.mobile}",
        now=now,
    )
    if not isinstance(sent, NotTexted):
        send_plan_link(person=person, public_url=public_url, now=now, not_before=now + AFTER_THE_WELCOME)
    return sent
