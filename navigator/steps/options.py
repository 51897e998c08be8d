"""What could help with one need, in order: myself, family and carers, the community, technology, and public services last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from directory.finding.index.on_disk import ListingIndex
from directory.finding.narrowing.wanted import Wanted
from directory.finding.results.search import Result, search
from directory.models import Service
from directory.queries import has_secret_place, list_services
from directory.room import Room
from directory.ways_in import is_statutory
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Shown
from navigator.people.models import Person
from navigator.selfcare.library import Page, pages_for_needs
from navigator.steps.own_ideas import list_ideas

LOOK_AT = 30  # the nearest that answer the need; of these come the few that are shown
SHOWN = 4


@dataclass(frozen=True)
class Options:
    """Ideas are words; then self-care pages, and listings. `hidden`: listings that no plan and no step names."""

    ideas: Mapping[About, Sequence[Shown]]
    pages: Sequence[Page]
    community: Sequence[Result]
    technology: Sequence[Result]
    statutory: Sequence[Result]
    hidden: frozenset[Any]


def list_options(need: str, *, person: Person, index: ListingIndex, now: datetime, language: str) -> Options:
    """Near the person; what speaks their language comes first, what is full comes last. As many queries for any need."""
    wanted = Wanted(need=need, near=person.where, per_page=LOOK_AT)
    near = search(wanted, index=index, now=now, language=language).results
    remote = search(replace(wanted, near="", ways=("online", "phone")), index=index, now=now, language=language).results
    services = list_services({result.service.id for result in (*near, *remote)})
    near_ids = {result.service.id for result in near}
    remote_ids = {result.service.id for result in remote}

    def fitting(results: Sequence[Result], *, statutory: bool) -> list[Result]:
        kept = [result for result in results if not result.is_closed_for_now and _is_public(services, result) is statutory]
        return sorted(kept, key=lambda result: (_is_full(result, now), not _speaks(result, person.language)))[:SHOWN]

    return Options(
        ideas=list_ideas(need, language=language),
        pages=pages_for_needs((need,), language=language),
        community=fitting([result for result in near if result.service.id not in remote_ids], statutory=False),
        technology=fitting(remote, statutory=False),
        statutory=fitting([*near, *(result for result in remote if result.service.id not in near_ids)], statutory=True),
        hidden=frozenset(service_id for service_id, service in services.items() if has_secret_place(service)),
    )


def _is_public(services: Mapping[Any, Service], result: Result) -> bool:
    service = services.get(result.service.id)
    return service is not None and is_statutory(service.organization.legal_status)


def _is_full(result: Result, now: datetime) -> bool:
    said = result.service.room_at(now)
    return said is not None and said.room in (Room.FULL, Room.NOT_TAKING_REFERRALS)


def _speaks(result: Result, language: str) -> bool:
    return language in {code for code, _ in result.service.languages}
