"""An editor's listings as their pages show them: everything read and put into words before the template begins."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from directory.finding.results.why import room_in_words, wait_in_words
from directory.freshness import Freshness, due_on, freshness_of, lapses_on
from directory.models import Service, ServiceStatus
from directory.queries import find_room
from directory.room import RoomSaid
from directory.upkeep import counts, own_listings
from directory.upkeep.completeness import QUESTION_OF, Completeness, completeness_of
from directory.upkeep.models import ListingEdit
from navigator.referrals import queries as referral_queries
from navigator.times import LONDON
from navigator.upkeep import labels
from translations.locales import words as words_of

FEWEST = 5  # below it a number of referrals is not said: whoever knows the group might guess who it was


@dataclass(frozen=True)
class Card:
    """A listing among others. `room` in words, "" when unknown; `waiting`: an edit that is not live yet."""

    service: Service
    score: int
    room: str
    said: RoomSaid | None
    states: list[tuple[str, str]]
    is_due: bool
    has_ended: bool
    waiting: str | None
    waiting_note: str | None


@dataclass(frozen=True)
class Step:
    """Something a listing does not say yet, and where to say it."""

    words: str
    address: str


@dataclass(frozen=True)
class Row:
    """How often a listing was come across in the last so many days, as it is said: numbers, or "fewer than 5"."""

    days: int
    found: int
    shown: int
    referred: str
    attended: str


@dataclass(frozen=True)
class View:
    """One listing's page for those who keep it. `due` and `lapses`: days in its life; None once it has ended."""

    card: Card
    steps: list[Step]
    rows: list[Row]
    wait: str | None
    due: date | None
    lapses: date | None

    @property
    def service(self) -> Service:
        return self.card.service


def cards_of(organization_ids: Collection[uuid.UUID], *, now: datetime, language: str) -> list[Card]:
    """Every listing of these organisations, those that run first. A constant number of questions to the database."""
    services = own_listings.list_of(organization_ids)
    edits = own_listings.find_edits([service.id for service in services])
    return [_card(service, edits.get(service.id), now=now, language=language) for service in services]


def view_of(service: Service, *, now: datetime, language: str) -> View:
    """One listing that was read whole."""
    edit = own_listings.find_edits([service.id]).get(service.id)
    today, since = now.astimezone(LONDON).date(), service.assured_date or service.listed_on
    card = _card(service, edit, now=now, language=language)
    return View(
        card=card,
        steps=[
            Step(str(labels.GAPS[gap]), f"/listings/{service.id}/questions/{QUESTION_OF[gap]}")
            for gap in _completeness(service, now).gaps
        ],
        rows=[_row(service, days, today=today, now=now) for days in counts.WINDOWS],
        wait=wait_in_words(card.said, words_of(language)),
        due=due_on(since) if since and not card.has_ended else None,
        lapses=lapses_on(since) if since and not card.has_ended else None,
    )


def _completeness(service: Service, now: datetime) -> Completeness:
    return completeness_of(own_listings.facts_of(service, now=now))


def _card(service: Service, edit: ListingEdit | None, *, now: datetime, language: str) -> Card:
    today, since = now.astimezone(LONDON).date(), service.assured_date or service.listed_on
    has_ended = service.status in (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)
    return Card(
        service=service,
        score=_completeness(service, now).score,
        room=labels.capitalised(room_in_words(find_room(service, now=now), words=words_of(language), code=language) or ""),
        said=find_room(service, now=now),
        states=labels.states_of(service, today=today, code=language),
        is_due=not has_ended and since is not None and freshness_of(since, today=today) is not Freshness.FRESH,
        has_ended=has_ended,
        waiting=str(labels.EDITS[edit.state]) if edit else None,
        waiting_note=edit.note if edit else None,
    )


def _row(service: Service, days: int, *, today: date, now: datetime) -> Row:
    seen = counts.count_seen([service.id], days=days, today=today).get(service.id, counts.Seen())
    referred, attended = referral_queries.count_for_service(service.id, days=days, now=now)
    return Row(days, seen.found, seen.shown, _few(referred), _few(attended))


def _few(number: int) -> str:
    return str(number) if number >= FEWEST else str(gettext("fewer than %(num)s", num=FEWEST))
