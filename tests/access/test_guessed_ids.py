"""Nobody gets at another person by putting that person's ids where their own belong: in an address, a form or a question.

Amina and Bola have twin rows. Every form and link that Amina's pages really offer is sent again with Bola's id in place of
hers, one at a time, by somebody who may see Amina and not Bola.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from navigator.times import utc_now
from tests.access.doors import AUDIENCES, TABLES, fill_in, read_table
from tests.access.planting import Planted, tables_about_people
from tests.access.world import COUNTERS, World

pytestmark = pytest.mark.walk

TABLE = read_table()
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WHO = ("ben", "amina", "joe", "jan")
# Names under which some page or other takes an id, put into every form and every question besides.
TAKEN_SOMEWHERE = {
    "step": "steps", "goal": "goals", "visit": "visits", "referral": "referrals", "coordination": "coordinations",
    "settled": "attentions", "priority": "priorities", "thread": "threads", "task": "tasks", "letter": "outgoing_messages",
    "contact_id": "logged_contacts", "visit_id": "visits", "person_id": "persons", "step_id": "steps", "key": "tasks",
    "then": "", "answer_id": "ready_answers", "message": "outgoing_messages", "own": "persons",
}  # fmt: skip

LEAD_ON = {
    ("GET", "/people/<person_id>/texts"),  # an older address, that leads to the page which refuses
    ("POST", "/simulator/planned/<message_id>/now"),  # the invented phones of the demonstration
}


@dataclass(frozen=True)
class Sending:
    """One request a page offers: where to, and with what."""

    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()

    def values(self) -> str:
        return " ".join([self.address, *(value for _, value in self.fields)])

    def instead(self, mine: str, theirs: str) -> "Sending":
        fields = tuple((name, value.replace(mine, theirs)) for name, value in self.fields)
        return Sending(self.method, self.address.replace(mine, theirs), fields)

    def looks(self) -> tuple[str, ...]:
        """What it is without its ids: two that look so are one."""
        return (self.method, _kind(self.address), *(name for name, _ in self.fields), dict(self.fields).get("then", ""))

    def with_more(self, more: dict[str, str]) -> "Sending":
        there = {name for name, _ in self.fields}
        return Sending(self.method, self.address, (*self.fields, *((k, v) for k, v in more.items() if k not in there)))


def _own_addresses(who: str, world: World) -> Iterator[str]:
    """Every page of Amina's that opens to `who`."""
    for (method, address), row in sorted(TABLE.items()):
        if method == "GET" and who in AUDIENCES[row].record and row not in ("anybody", "anybody, in the demonstration"):
            yield fill_in(address, world.amina)


def _kind(address: str) -> str:
    """An address without its ids: two that look so are one page."""
    parts = urlsplit(address)
    return UUIDS.sub("", parts.path) + "?" + "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))


def _harvest(who: str, world: World) -> set[Sending]:
    found: set[Sending] | None = world.offered.get(who)
    if found is None:
        found = world.offered[who] = _walk_pages(who, world)
    return found


def _walk_pages(who: str, world: World) -> set[Sending]:
    """All that Amina's pages offer: their links with ids in them, and their forms, filled in as far as a machine can."""
    offered: set[Sending] = set()
    waiting, seen = list(_own_addresses(who, world)), set()
    while waiting:
        address = waiting.pop()
        if _kind(address) in seen:
            continue
        seen.add(_kind(address))
        answer = world.ask(who, "GET", address)
        if answer.status != 200 or "<main" not in answer.body:
            continue
        main = BeautifulSoup(answer.body, "html.parser").find("main")
        assert isinstance(main, Tag)
        for link in main.find_all("a", href=True):
            href = str(link["href"]).split("#")[0]
            if href.startswith("?"):
                href = address.split("?")[0] + href
            if href.startswith("/") and UUIDS.search(href):
                offered.add(Sending("GET", href))
                waiting.append(href)
        offered.update(_forms(main, address))
    return offered


def _forms(main: Tag, address: str) -> Iterator[Sending]:
    for form in main.find_all("form"):
        action = str(form.get("action") or address).split("#")[0]
        method = str(form.get("method", "get")).upper()
        fields = _filled(form)
        pressed = [(str(b["name"]), str(b.get("value", ""))) for b in form.find_all("button") if b.get("name")] or [("", "")]
        for name, value in pressed:
            yield Sending(method, action, tuple(fields + ([(name, value)] if name else [])))


def _filled(form: Tag) -> list[tuple[str, str]]:
    """What stands in the boxes; where nothing stands, something that may."""
    soon = (utc_now() + timedelta(days=3)).date()
    found: dict[str, str] = {}
    for box in form.find_all(["input", "textarea", "select"]):
        name, value = str(box.get("name", "")), str(box.get("value", ""))
        if not name or box.get("type") in ("file", "submit", "button"):
            continue
        if box.name == "select":
            options = [str(option.get("value", "")) for option in box.find_all("option")]
            found[name] = next((option for option in options if option), "")
        elif box.get("type") in ("radio", "checkbox"):
            if box.has_attr("checked") or name not in found:
                found[name] = value
        elif name.endswith(("-day", "-month", "-year")):
            found[name] = value or str({"day": soon.day, "month": soon.month, "year": soon.year}[name.rsplit("-", 1)[1]])
        else:
            found[name] = value or box.get_text().strip() or ("3" if box.get("type") == "number" else "Tea at 10:30")
    return list(found.items())


def _twins(world: World) -> dict[str, tuple[str, str]]:
    """Table → the id of Amina's row and the id of Bola's."""
    about = tables_about_people()
    return {
        table: (str(mine), str(world.bola.ids[table]))
        for table, mine in world.amina.ids.items()
        if table in about and isinstance(mine, uuid.UUID)
    }


def _touched(world: World, before: dict[str, dict[object, tuple[object, ...]]], wrote: set[str]) -> list[str]:
    """The tables in which a row changed, or came, that names something of Bola's."""
    theirs = {str(one) for one in world.bola.own_ids()} | {one.hex for one in world.bola.own_ids()}
    found = []
    for table, rows in world.rows(wrote - COUNTERS).items():
        for key, row in rows.items():
            if before.get(table, {}).get(key) != row and theirs & {str(value) for value in row}:
                found.append(table)
    return sorted(set(found))


def _tried(world: World, who: str, sending: Sending, before: dict[str, dict[object, tuple[object, ...]]]) -> list[str]:
    """What is wrong with what came of it, in words."""
    if sending.method == "GET":
        query = urlencode(sending.fields)
        address = sending.address + ("&" if "?" in sending.address else "?") * bool(query) + query
        answer = world.ask(who, "GET", address)
        wrong = []
    else:
        answer = world.ask(who, sending.method, sending.address, fields=_as_form(sending), keep=True)
        wrong = [f"changed {table}" for table in _touched(world, before, answer.wrote)]
        if answer.status in (302, 303) and answer.location.startswith("/"):
            wrong += _read(world.bola, world.ask(who, "GET", answer.location).body)
        if answer.wrote:
            world.put_back()
    if answer.status >= 500:
        wrong.append(f"fell over: {answer.problem}")
    return wrong + _read(world.bola, answer.body)


def _as_form(sending: Sending) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in sending.fields:
        form.setdefault(name, []).append(value)
    return form


def _read(whose: Planted, body: str) -> list[str]:
    read = whose.read_in(body)
    return [f"read {sorted(read)}"] if read else []


class TestAnotherPersonsIds:
    @pytest.mark.parametrize("who", WHO)
    def test_in_place_of_ones_own_open_and_change_nothing(self, world: World, who: str) -> None:
        if world.kept is None:
            return  # nothing could be put back: this is walked on SQLite
        offered, twins = _harvest(who, world), _twins(world)
        before = world.rows(set(twins) | {"audit_entries"})
        wrong, tried = [], set()
        for sending in sorted(offered, key=repr):
            for table, (mine, theirs) in twins.items():
                if mine in sending.values():
                    guess = sending.instead(mine, theirs)
                    if (guess.looks(), table) not in tried:
                        tried.add((guess.looks(), table))
                        where = f"{who} at {sending.method} {sending.address} with another's {table}"
                        wrong += [f"{where}: {problem}" for problem in _tried(world, who, guess, before)]

        assert wrong == []
        assert tried, "the pages offered nothing: is the walk still reading them?"

    @pytest.mark.parametrize("who", ["ben", "amina"])
    def test_under_any_name_that_some_page_takes_open_and_change_nothing(self, world: World, who: str) -> None:
        if world.kept is None:
            return  # as above
        twins = _twins(world)
        more = {name: twins[table][1] for name, table in TAKEN_SOMEWHERE.items() if table in twins}
        before = world.rows(set(twins) | {"audit_entries"})
        wrong = []
        sent = {one.looks(): one.with_more(more) for one in _harvest(who, world) if one.method == "POST"}
        for sending in sorted(sent.values(), key=repr):
            where = f"{who} at {sending.method} {sending.address} with another's ids besides"
            wrong += [f"{where}: {problem}" for problem in _tried(world, who, sending, before)]

        assert wrong == []


class TestIdsInAnAddress:
    @pytest.mark.parametrize("who", WHO)
    def test_of_two_people_at_once_lead_nowhere(self, world: World, who: str) -> None:
        about, wrong = tables_about_people(), []
        for (method, address), row in sorted(TABLE.items()):
            names = [name for name in re.findall(r"<(\w+)>", address) if TABLES.get(name) in about]
            if who not in AUDIENCES[row].record or not names or (method, address) in LEAD_ON:
                continue
            for name in names:
                filled = fill_in(address, world.amina, {name: world.bola.ids[TABLES[name]]})
                if address.startswith("/referrals-in") and name == "referral_id":
                    filled = fill_in(address, world.bola)
                answer = world.ask(who, method, filled)
                if not (answer.is_refused or AUDIENCES[row].silent) or answer.wrote - COUNTERS:
                    wrong.append(f"{who} at {method} {address} with another's {name}: {answer.status} {answer.wrote}")

        assert wrong == []
