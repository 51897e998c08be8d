"""All that one page says of one person, gathered from the features below in a number of queries that never grows."""

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from directory.queries import has_secret_place, list_services
from messaging.models import OutgoingMessage
from messaging.queries import Line, list_planned, list_thread
from navigator.conversations import carers_words, own_words, preparing
from navigator.conversations import queries as conversation_queries
from navigator.conversations.models import Conversation
from navigator.conversations.own_words_models import IF_WORSE, Heading
from navigator.conversations.preparing_models import Preparation
from navigator.measures import queries as measure_queries
from navigator.people.models import Consent, Person
from navigator.people.queries import list_consents
from navigator.people.texting import Reach, WhyNot, find_reach
from navigator.referrals import queries as referral_queries
from navigator.referrals import signposts
from navigator.referrals.models import Attention, Referral, ReferralStatus
from navigator.referrals.signpost_models import Signpost
from navigator.referrals.states import NOT_DECIDED
from navigator.selfcare.queries import Sent, list_sent
from navigator.steps import plan_checks
from navigator.steps import queries as step_queries
from navigator.steps.models import PlanCheck, Priority, Step, StepStatus

LAST_TEXTS = 3
WAITING = frozenset(NOT_DECIDED)
ARRANGED = frozenset({ReferralStatus.ACCEPTED})


@dataclass(frozen=True)
class Ahead:
    """What happens next: arranged, soonest first, and asked for but not answered yet."""

    arranged: Sequence[Referral]
    waiting: Sequence[Referral]

    @property
    def next(self) -> Referral | None:
        return self.arranged[0] if self.arranged else None


@dataclass(frozen=True)
class AtAGlance:
    """A person as their navigator sees them first."""

    attention: Sequence[Attention]
    conversation: Conversation | None
    told: Sequence[conversation_queries.Told]
    priorities: Sequence[Priority]
    referrals: Sequence[Referral]
    ahead: Ahead
    texts: Sequence[Line]
    planned: Sequence[OutgoingMessage]
    consents: Sequence[Consent]
    signposts: Sequence[Signpost]
    reach: Reach
    own: Mapping[Heading, own_words.Said]  # About me, and the card
    preparation: Preparation | None  # what they chose to show
    carers_words: Sequence[Preparation]  # what those who help them wrote beforehand
    check: PlanCheck | None  # what they last said of their plan

    @property
    def not_texted(self) -> WhyNot | None:
        return self.reach.obstacle


@dataclass(frozen=True)
class MyNow:
    """The first screen of somebody's own plan."""

    ahead: Ahead
    step: Step | None
    other_steps: int
    preparation: Preparation | None
    carers_words: Sequence[Preparation]
    has_card: bool
    asked: bool  # they are invited to answer questions about how they are
    secret: Set[uuid.UUID]  # the referrals of which neither the group nor the place may be shown


@dataclass(frozen=True)
class MyPlan:
    """All of somebody's own plan."""

    priorities: Sequence[Priority]
    referrals: Sequence[Referral]
    ahead: Ahead
    own: Mapping[Heading, own_words.Said]
    secret: Set[uuid.UUID]
    pages: Sequence[Sent]


@dataclass(frozen=True)
class MySharing:
    """Somebody's own sharing ledger, newest first, and the consents whose group may not be named."""

    consents: Sequence[Consent]
    secret: Set[uuid.UUID]
    can_be_taken_back: Set[uuid.UUID]  # of referrals that have not ended


def get_glance(*, person: Person, staff_id: uuid.UUID, now: datetime) -> AtAGlance:
    """The page of `person`, whom the caller may see, as `staff_id` opens it."""
    referrals = referral_queries.list_referrals(person.id)
    return AtAGlance(
        attention=referral_queries.list_open_attention(person.id),
        conversation=conversation_queries.find_open_conversation(person_id=person.id, staff_id=staff_id),
        told=conversation_queries.list_told(person.id),
        priorities=step_queries.list_priorities(person.id),
        own=own_words.list_current(person.id),
        preparation=preparing.find_shown(person.id),
        carers_words=carers_words.list_shown(person.id),
        check=next(iter(plan_checks.list_checks(person.id, limit=1)), None),
        referrals=referrals,
        ahead=look_ahead(referrals, now=now),
        texts=list_thread(recipient_id=person.id, number=person.mobile, limit=LAST_TEXTS),
        planned=list_planned(person.id),
        consents=list_consents(person_id=person.id),
        signposts=signposts.list_of(person.id),
        reach=find_reach(person),
    )


def get_my_now(*, person: Person, now: datetime) -> MyNow:
    referrals = referral_queries.list_referrals(person.id)
    return MyNow(
        ahead=look_ahead(referrals, now=now),
        secret={referral.id for referral in _to_secret_places(referrals)},
        step=step_queries.find_current_step(person.id),
        preparation=preparing.find_preparation(person.id),
        carers_words=carers_words.list_shown(person.id),
        asked=any(asking.by_themselves for asking in measure_queries.list_open(person.id)),
        has_card=any(heading in IF_WORSE for heading in own_words.list_current(person.id)),
        other_steps=max(step_queries.count_steps(person.id, status=StepStatus.PLANNED) - 1, 0),
    )


def get_my_plan(*, person: Person, language: str, now: datetime) -> MyPlan:
    """`language`: the one the plan is read in."""
    referrals = referral_queries.list_referrals(person.id)
    return MyPlan(
        priorities=step_queries.list_priorities(person.id),
        referrals=referrals,
        ahead=look_ahead(referrals, now=now),
        secret={referral.id for referral in _to_secret_places(referrals)},
        own=own_words.list_current(person.id),
        pages=list_sent(person.id, language=language),
    )


def get_my_sharing(*, person: Person) -> MySharing:
    referrals = referral_queries.list_referrals(person.id)
    return MySharing(
        consents=list_consents(person_id=person.id),
        secret={referral.consent_id for referral in _to_secret_places(referrals) if referral.consent_id is not None},
        can_be_taken_back={referral.consent_id for referral in referrals if referral.consent_id and _is_open(referral)},
    )


def get_to_take_back(*, person: Person, consent_id: uuid.UUID) -> tuple[Referral, bool]:
    """Somebody's own referral that has not ended, by their agreement to it, and whether its group may not be named.

    Raises `ReferralNotFound` when there is none, or it is somebody else's.
    """
    for referral in referral_queries.list_referrals(person.id):
        if referral.consent_id == consent_id and _is_open(referral):
            return referral, bool(_to_secret_places([referral]))
    raise referral_queries.ReferralNotFound(consent_id)


def _is_open(referral: Referral) -> bool:
    return referral.status in referral_queries.STILL_OPEN


def _to_secret_places(referrals: Sequence[Referral]) -> list[Referral]:
    """Those that lead to a place nobody may find: the phone of whoever goes there does not show it either."""
    services = list_services({referral.service_id for referral in referrals})
    return [referral for referral in referrals if has_secret_place(services[referral.service_id])]


def look_ahead(referrals: Sequence[Referral], *, now: datetime) -> Ahead:
    """What of these referrals is still to come at `now`."""
    arranged = [
        (referral.appointment_at, referral)
        for referral in referrals
        if referral.status in ARRANGED and referral.appointment_at is not None and referral.appointment_at >= now
    ]
    return Ahead(
        arranged=[referral for _, referral in sorted(arranged, key=lambda pair: pair[0])],
        waiting=[referral for referral in referrals if referral.status in WAITING],
    )
