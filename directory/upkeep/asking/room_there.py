"""Whether there is room, as the group itself says today."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from directory import room
from directory.models import Service, ServiceCapacity
from directory.room import Room, Wait
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, form_of
from navigator.forms import FormSchema, OneOf
from navigator.times import LONDON
from translations.dates import long_date

NOT_SAID = "not_said"
ROOMS: Mapping[str, Any] = {
    Room.HAS_ROOM.value: lazy_gettext("There is room"),
    Room.WAITING_LIST.value: lazy_gettext("There is a waiting list"),
    Room.FULL.value: lazy_gettext("It is full just now"),
    Room.NOT_TAKING_REFERRALS.value: lazy_gettext("We are not taking referrals"),
}
WAITS: Mapping[str, Any] = {
    Wait.WEEKS.value: lazy_gettext("one or two weeks"),
    Wait.MONTH.value: lazy_gettext("about a month"),
    Wait.MONTHS.value: lazy_gettext("two or three months"),
    Wait.LONGER.value: lazy_gettext("more than three months"),
}


def _latest(service: Service) -> ServiceCapacity | None:
    return max(service.capacities, key=lambda capacity: capacity.updated, default=None)


def _read(service: Service) -> Answer:
    latest = _latest(service)
    if latest is None:
        return {"room": NOT_SAID, "wait": ""}
    said, wait = room.read(available=latest.available, description=latest.description)
    return {"room": said.value, "wait": wait if wait in WAITS else ""}


def _form(service: Service, answer: Answer) -> FormSchema:
    return form_of(
        room=OneOf((*ROOMS, NOT_SAID), missing=lazy_gettext("Choose what is true today.")),
        wait=OneOf(("", *WAITS), missing=lazy_gettext("Choose about how long people wait.")),
    )


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    """What was said before is replaced only when something else is said; saying the same again changes nothing here."""
    if {"room": data["room"], "wait": data["wait"] or ""} == _read(service):
        return
    if data["room"] == NOT_SAID:
        service.capacities.clear()
        return
    latest = _latest(service)
    said = Room(data["room"])
    has_room, words = room.write(said, Wait(data["wait"]) if said is Room.WAITING_LIST and data["wait"] else None)
    if latest is None:
        latest = ServiceCapacity(available=0, updated=writing.now, unit="place")
        service.capacities.append(latest)
    latest.available = max(latest.available, 1) if has_room else 0
    latest.description, latest.updated = words, writing.now


def _lines(service: Service, reader: Reader) -> list[str]:
    latest = _latest(service)
    if latest is None:
        return []
    said, wait = room.read(available=latest.available, description=latest.description)
    words = str(ROOMS[said])
    if said is Room.WAITING_LIST and wait:
        words = gettext("%(room)s: %(wait)s", room=words, wait=str(WAITS.get(wait, wait)))
    day = long_date(latest.updated.astimezone(LONDON).date(), reader.language)
    return [gettext("%(what)s (told us on %(day)s)", what=words, day=day)]


ROOM = Question(
    name="room",
    label=lazy_gettext("Room"),
    title=lazy_gettext("Is there room for new people?"),
    hint=lazy_gettext("What is true today. You can change it any day, with one tap."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
