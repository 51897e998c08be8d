"""Every address of the service, and everybody who may come to it: who gets in, who is turned away, and that nobody sees more.

`doors.txt` is the table. A door that is not in it fails by name, so a new page cannot be opened to the wrong people unnoticed.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.access import doors
from tests.access.doors import AUDIENCES, EVERYBODY, SEE_BOLA, SEE_HER, fill_in
from tests.access.world import COUNTERS, Answer, World

pytestmark = pytest.mark.walk

TABLE = doors.read_table()
ONLY_GUESSED = "whoever holds the link"
IN_THE_DEMO = "anybody, in the demonstration"
# Whoever may come in, and is answered otherwise than with a page, because of what was planted or sent.
OTHERWISE = {
    ("GET", "/near/<name>"): 404,  # the gazetteer holds no such place
    ("GET", "/readyz"): 503,  # no worker goes round, and nothing is indexed
    ("POST", "/shortlist/keep"): 404,  # nothing is named that could be kept
    ("POST", "/shortlist/let-go"): 404,
    ("POST", "/shortlist/put-back"): 404,
    ("POST", "/sign-out"): 303,  # back to the door
    ("POST", "/people/<person_id>/circle/<member_id>/own/<own_id>"): 404,  # they have not the same number
    ("POST", "/admin/conflicts/<conflict_id>/<decision>"): 404,  # none is there
    ("POST", "/admin/ranking/changes/<change_id>/undo"): 404,
    ("POST", "/admin/words/changes/<change_id>/undo"): 404,
    ("POST", "/admin/reminders/versions/<version_id>/undo"): 404,
    ("GET", "/admin/reminders/<event_name>/<line_id>"): 404,
    ("POST", "/admin/reminders/<event_name>/<line_id>/remove"): 404,
    ("POST", "/admin/referrers/front-desk"): 404,  # no team is named
}
# What somebody may read of a person who does not see all their pages: the tables whose words may stand there.
HERSELF = {"circle_members", "consents", "goals", "own_words", "prepared_answers", "priorities", "referrals", "steps"}
HERSELF |= {"wrote", "نے"}  # "(her carer's first name) wrote …", in English or Urdu
HER_CARER = {"goals", "priorities", "referrals", "steps"}
HER_GROUP = {"referral_notes", "referrals"}
OF_HER = {"amina": HERSELF, "joe": HER_CARER, "jan": HER_GROUP}
OF_BOLA = {"bola": HERSELF | {"Bolaji"}, "sola": HER_CARER, "rose": HER_GROUP}


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, doors.as_written(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


class TestTheTable:
    def test_has_a_row_for_every_address_and_none_for_an_address_that_is_not_there(self, world: World) -> None:
        routes = _routes(world.app)

        assert sorted(f"{method} {address} is in no row of doors.txt" for method, address in routes - set(TABLE)) == []
        assert sorted(f"{method} {address} is not there any more" for method, address in set(TABLE) - routes) == []

    def test_names_only_audiences_there_are(self) -> None:
        assert set(TABLE.values()) == set(AUDIENCES)


def _problems(world: World, who: str, method: str, address: str, answer: Answer) -> list[str]:
    """What is wrong with this answer, in words."""
    row = TABLE[method, address]
    audience, said = AUDIENCES[row], []
    may = who in audience.record
    if answer.problem or (answer.status >= 500 and (method, address) not in OTHERWISE):
        said.append(f"fell over: {answer.status} {answer.problem}")
    elif (method, address) in OTHERWISE and may:
        said += [f"was answered with {answer.status}"] * (answer.status != OTHERWISE[method, address])
    elif may and answer.is_refused:
        said.append(f"was refused: {answer.status} {answer.location}")
    elif not may and not answer.is_refused and row != ONLY_GUESSED and not audience.silent:
        said.append(f"came in: {answer.status} {answer.location}")
    elif not may and who in audience.door and answer.is_refused and answer.status not in (403, 404):
        said.append(f"was turned away with {answer.status}, not as if nothing were there")
    elif not may and answer.wrote - COUNTERS:
        said.append(f"was refused, and yet it wrote {sorted(answer.wrote)}")
    if row == IN_THE_DEMO:
        return said  # the invented phones lie open on the table, and are not there otherwise
    for planted, seen_whole, known in ((world.amina, SEE_HER, OF_HER), (world.bola, SEE_BOLA, OF_BOLA)):
        if who not in seen_whole and (read := planted.read_in(answer.body) - known.get(who, set())):
            said.append(f"read of {planted.word}: {sorted(read)}")
    return said


# Of the same team: where both may come in, one of them has walked for the other.
SAME_AS = {"meera": "ben", "tamsin": "ben", "wyn": "carys"}
ON_POSTGRESQL = "carys"  # nothing is put back there between two requests, so one walks who is turned away


def _walk(world: World, who: str) -> Iterator[tuple[str, str]]:
    """The doors at which `who` is asked for. A guard stands before a whole blueprint, so where it turns somebody away, one door
    of each kind will do; what is for anybody is for nobody in particular.
    """
    blueprints = {
        (method, doors.as_written(rule.rule)): rule.endpoint.split(".")[0]
        for rule in world.app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    turned_away = set()
    for method, address in sorted(TABLE):
        row = TABLE[method, address]
        audience = AUDIENCES[row]
        kind = (method, blueprints.get((method, address)), row)
        other = "ben" if who == "viv" and method != "GET" else SAME_AS.get(who)
        is_walked = other is not None and {who, other} <= audience.record
        is_put_back = world.kept is not None or (who == ON_POSTGRESQL and who not in audience.record)
        if kind in turned_away or is_walked or not is_put_back or (row.startswith("anybody") and who != "nobody"):
            continue
        if who not in audience.door:
            turned_away.add(kind)
        yield method, address


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"sola"}))
class TestEveryDoor:
    def test_opens_to_whom_the_table_says_and_shows_nobody_more(self, world: World, who: str) -> None:
        wrong = [
            f"{who} at {method} {address}: {problem}"
            for method, address in _walk(world, who)
            for problem in _problems(world, who, method, address, world.ask(who, method, fill_in(address, world.amina)))
        ]

        assert wrong == []


class TestAnAbsence:
    def test_tells_its_note_only_to_whom_it_is_for(self, world: World) -> None:
        """It may name people, and the team's volunteers know only those they are given."""
        address = fill_in("/absences/<absence_id>", world.amina)

        told = {who: "absences of amina note" in world.ask(who, "GET", address).body for who in ("ben", "tamsin", "meera", "kit")}

        assert told == {"ben": True, "tamsin": True, "meera": False, "kit": False}
