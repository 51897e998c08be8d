"""A locality of believable size, made from nothing but its number of people, and written faster than the service could.

The rows are those the service itself would have written, in the order of time: what belongs to one person lies apart in the
tables, as it does where people are seen every few weeks.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from navigator.db import db

STAFF_OF_A_TEAM = 10  # eight navigators, a lead, a volunteer
NAVIGATORS_OF_A_TEAM = 8
MOST_OF_A_TEAM = 500
CONTACTS, REFERRALS = 148, 60  # for every thirty people: 740,000 and 300,000 for 150,000
GIVEN_NAMES = (
    "Ada Bran Cara Demi Elowen Farid Gwen Hana Ivo Jago Kerra Lowen Merryn Nadia Oskar Petra Ravi Sami Tamsin Umar Vera Wenna "
    "Yusuf Zofia Agnes Borys Celia Denzel Emil Freda Gareth Huda Iris Jory Kensa Lena Morwenna Noor Olive Pasco Rosen Steren "
    "Talan Una Viktor Wella Yasmin Zelah"
)
OF_FAMILIES = "Tre Pol Pen Car Lan Bos Nan Ros Chy Ty Bod Ker Men Gol Hen Mor Tol Ven Wal Zel Crad Dun Fen Gar Hol Jel"
THEIR_ENDINGS = "varrow glase mear wartha dinnick rose gwidden loweth nance keve bennet uthno vean mellin sawle hoskyn carne"
GIVEN, BEGINNINGS, ENDINGS = GIVEN_NAMES.split(), OF_FAMILIES.split(), THEIR_ENDINGS.split()
PLACES = ("Penzance", "Hayle", "Truro", "Redruth", "Camborne", "St Ives", "Helston", "Falmouth", "Newquay", "Bodmin")


@dataclass(frozen=True)
class Size:
    """How many there are of each."""

    people: int

    @property
    def teams(self) -> int:
        return max(1, -(-self.people // MOST_OF_A_TEAM))

    @property
    def staff(self) -> int:
        return self.teams * STAFF_OF_A_TEAM

    @property
    def contacts(self) -> int:
        return self.people * CONTACTS // 30

    @property
    def referrals(self) -> int:
        return self.people * REFERRALS // 30

    @property
    def services(self) -> int:
        return max(20, self.people // 75)


def given_name(person: int) -> str:
    return GIVEN[person % len(GIVEN)]


def family_name(person: int) -> str:
    spread = person * 7919
    return f"{BEGINNINGS[spread % len(BEGINNINGS)]}{ENDINGS[spread // len(BEGINNINGS) % len(ENDINGS)]}"


def navigator_of(person: int, size: Size) -> int:
    """The number of a person's navigator among the staff: teams take turns, and in a team its navigators."""
    return person % size.teams * STAFF_OF_A_TEAM + person // size.teams % NAVIGATORS_OF_A_TEAM


def people_of(staff: int, size: Size) -> range:
    """The numbers of the people of one navigator."""
    team, place = divmod(staff, STAFF_OF_A_TEAM)
    return range(team + place * size.teams, size.people, size.teams * NAVIGATORS_OF_A_TEAM)


def key(table: str, number: int) -> uuid.UUID:
    """The id of a row, by its place in its table: ids of one table rise with time, as those of the service do."""
    return uuid.UUID(hex=_key(table, number))


def inbox_address(service: int) -> str:
    return f"hello@group{service}.example"


def inbox_token(service: int) -> str:
    return f"inbox-of-group-{service}"


def _key(table: str, number: int) -> str:
    return f"{_NUMBERS[table]:04x}0000000070008000{number:012x}"


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


class Writer:
    """Puts rows into tables by the way each database has for many of them: COPY, or one prepared statement."""

    def __init__(self, session: Session) -> None:
        self._raw: Any = session.connection().connection.driver_connection
        self._is_postgresql = db.engine.dialect.name == "postgresql"

    def write(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Rows of text and numbers, in the order of `columns`; what these do not name stands as the model's default."""
        table: Table = db.metadata.tables[name]
        named = columns.split()
        others = {
            column.name: _default(getattr(column.default, "arg", None)) for column in table.columns if column.default is not None
        }
        others = {column: value for column, value in others.items() if column not in named and value is not None}
        constant = tuple(others.values())
        whole = (tuple(row) + constant for row in rows)
        listed = ", ".join(f'"{column}"' for column in (*named, *others))
        if self._is_postgresql:
            with self._raw.cursor() as cursor, cursor.copy(f'COPY "{name}" ({listed}) FROM STDIN') as copy:
                for row in whole:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * (len(named) + len(others)))
            self._raw.executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', whole)  # noqa: S608 - our own tables


def _default(value: Any) -> Any:
    if callable(value):
        return {"list": "[]", "dict": "{}"}.get(getattr(value, "__name__", ""))
    return str(value.value) if hasattr(value, "value") else value


def write(size: Size, session: Session, *, now: datetime) -> None:
    """Everybody and everything. Commits."""
    if db.engine.dialect.name == "postgresql":
        session.connection().exec_driver_sql("SET TIME ZONE 'UTC'")
    writer = Writer(session)
    _write_staff(writer, size, now)
    _write_services(writer, size, now)
    _write_people(writer, size, now)
    _write_plans(writer, size, now)
    _write_contacts(writer, size, now)
    _write_referrals(writer, size, now)
    _write_desk(writer, size, now)
    session.commit()


def _write_staff(writer: Writer, size: Size, now: datetime) -> None:
    made, locality = _at(now - timedelta(days=900)), _key("localities", 0)
    writer.write("localities", "id name phone", [(locality, "A whole county", "01632 960100")])
    teams = ((_key("teams", team), locality, f"Team {team}", "01632 960100") for team in range(size.teams))
    writer.write("teams", "id locality_id name phone", teams)
    roles = ["navigator"] * NAVIGATORS_OF_A_TEAM + ["team_lead", "volunteer"]
    writer.write(
        "staff",
        "id team_id name email password_hash role created_at",
        (
            (
                _key("staff", one),
                _key("teams", one // STAFF_OF_A_TEAM),
                f"{given_name(one)} {family_name(one)}",
                f"staff{one}@care.example",
                "none",
                roles[one % STAFF_OF_A_TEAM],
                made,
            )
            for one in range(size.staff)
        ),
    )


def _write_services(writer: Writer, size: Size, now: datetime) -> None:
    numbers = range(size.services)
    groups = ((_key("organizations", one), f"Group {one}", inbox_address(one)) for one in numbers)
    writer.write("organizations", "id name email", groups)
    services = (
        (_key("services", one), _key("organizations", one), f"Tea at group {one}", inbox_address(one), "active", one + 1)
        for one in numbers
    )
    writer.write("services", "id organization_id name email status revision", services)
    writer.write(
        "inbox_links",
        "id digest address organization_name created_at expires_at",
        (
            (
                _key("inbox_links", one),
                sha256(inbox_token(one).encode()).hexdigest(),
                inbox_address(one),
                f"Group {one}",
                _at(now),
                _at(now + timedelta(days=30)),
            )
            for one in numbers
        ),
    )


def _write_people(writer: Writer, size: Size, now: datetime) -> None:
    def when(person: int) -> datetime:
        return now - timedelta(days=720 * (size.people - person) / size.people)

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in range(size.people):
            given, family, staff = given_name(one), family_name(one), navigator_of(one, size)
            yield (
                _key("persons", one),
                _key("teams", staff // STAFF_OF_A_TEAM),
                _key("staff", staff),
                given,
                family,
                given.casefold(),
                family.casefold(),
                date(1930 + one % 70, 1 + one % 12, 1 + one % 28).isoformat(),
                f"+4477009{one:06}",
                ("en", "en", "en", "pl", "ur")[one % 5],
                PLACES[one % len(PLACES)],
                _at(when(one)),
                _at(now - timedelta(days=one * 13 % 45, hours=one % 9)),
            )

    writer.write(
        "persons",
        "id team_id navigator_id given_name family_name given_name_folded family_name_folded birth_date mobile language "
        "place_name created_at last_contact_at",
        rows(),
    )
    writer.write(
        "coordinations",
        "id person_id staff_id since why made_by_id",
        (
            (_key("coordinations", one), _key("persons", one), staff, _at(when(one)), "taken_on", staff)
            for one in range(size.people)
            for staff in (_key("staff", navigator_of(one, size)),)
        ),
    )
    writer.write(
        "consents",
        "id person_id purpose wording how given_at recorded_by_id",
        (
            (
                _key("consents", one * 2 + place),
                _key("persons", one),
                purpose,
                "I agree.",
                "spoken",
                _at(when(one)),
                _key("staff", navigator_of(one, size)),
            )
            for one in range(size.people)
            for place, purpose in enumerate(("support", "texts"))
        ),
    )


def _write_plans(writer: Writer, size: Size, now: datetime) -> None:
    """A conversation, a priority, a goal, two steps and four answers about how sure they are, each."""
    people, at = range(size.people), _at(now - timedelta(days=40))
    staff = [_key("staff", navigator_of(one, size)) for one in people]
    writer.write(
        "conversations",
        "id person_id staff_id started_at saved_at finished_at matters",
        ((_key("conversations", one), _key("persons", one), staff[one], at, at, at, "Company, and my garden.") for one in people),
    )
    writer.write(
        "priorities",
        "id person_id conversation_id words position",
        ((_key("priorities", one), _key("persons", one), _key("conversations", one), "More company", 1) for one in people),
    )
    writer.write(
        "goals",
        "id person_id priority_id words created_at",
        ((_key("goals", one), _key("persons", one), _key("priorities", one), "Know a neighbour", at) for one in people),
    )
    writer.write(
        "steps",
        "id person_id goal_id what status created_at",
        (
            (_key("steps", part * size.people + one), _key("persons", one), _key("goals", one), what, status, at)
            for part, (what, status) in enumerate((("Knock next door", "done"), ("Go to tea on Thursday", "planned")))
            for one in people
        ),
    )
    writer.write(
        "confidences",
        "id step_id score told_by asked_at",
        (
            (
                _key("confidences", part * size.people + one),
                _key("steps", part % 2 * size.people + one),
                1 + (one + part) % 10,
                "conversation",
                _at(now - timedelta(days=40 - part)),
            )
            for part in range(4)
            for one in people
        ),
    )


def _write_contacts(writer: Writer, size: Size, now: datetime) -> None:
    kinds = ("call", "home", "call", "elsewhere", "video")

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(size.contacts):
            one = number % size.people
            at = _at(now - timedelta(days=365 * (size.contacts - number) / size.contacts))
            yield (
                _key("logged_contacts", number),
                _key("persons", one),
                _key("staff", navigator_of(one, size)),
                kinds[number % 5],
                "talked" if number % 6 else "no_answer",
                at,
                15 + number % 40,
                "We talked about tea on Thursday.",
                at,
            )

    writer.write("logged_contacts", "id person_id staff_id kind outcome happened_at minutes words written_at", rows())


def _write_referrals(writer: Writer, size: Size, now: datetime) -> None:
    """Two each: what was, and what is on its way. Every twentieth goes to one group that everybody knows."""

    def service_of(number: int) -> int:
        return 0 if number % 20 == 0 else number * 31 % size.services

    def status_of(number: int) -> str:
        return "attended" if number < size.people else ("sent", "accepted", "attended", "received")[number // 7 % 4]

    def when(number: int) -> datetime:
        return now - timedelta(days=200 * (size.referrals - number) / size.referrals + 1)

    consents = 2 * size.people
    writer.write(
        "consents",
        "id person_id purpose wording how given_at shared_with withdrawn_at",
        (
            (
                _key("consents", consents + number),
                _key("persons", number % size.people),
                "referral",
                "I agree.",
                "spoken",
                _at(when(number)),
                f"Group {service_of(number)}",
                _at(when(number) + timedelta(days=1)) if number % 50 == 7 else None,
            )
            for number in range(size.referrals)
        ),
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(size.referrals):
            one, service, status = number % size.people, service_of(number), status_of(number)
            yield (
                _key("referrals", number),
                _reference(number),
                _key("persons", one),
                _key("staff", navigator_of(one, size)),
                _key("services", service),
                _key("organizations", service),
                _key("consents", consents + number),
                f"made {number}",
                f"Tea at group {service}",
                f"Group {service}",
                inbox_address(service),
                "Company.",
                f'{{"name": "{given_name(one)} {family_name(one)}"}}',
                status,
                _at(when(number)),
                _at(now + timedelta(days=1 + number % 20)) if status == "accepted" else None,
                _at(when(number) + timedelta(days=9)) if status == "attended" else None,
            )

    writer.write(
        "referrals",
        "id reference person_id staff_id service_id organization_id consent_id idempotency_key service_name organization_name "
        "sent_to reason shared status sent_at appointment_at closed_at",
        rows(),
    )

    def events() -> Iterator[tuple[Any, ...]]:
        moves = ((None, "sent"), ("sent", "accepted"), ("accepted", "attended"))
        for number in range(size.referrals):
            for place, (before, after) in enumerate(moves[: {"attended": 3, "accepted": 2}.get(status_of(number), 1)]):
                yield (
                    _key("referral_events", number * 3 + place),
                    _key("referrals", number),
                    _at(when(number) + timedelta(days=place)),
                    before,
                    after,
                    "somebody",
                )

    writer.write("referral_events", "id referral_id happened_at from_status to_status who", events())


def _write_desk(writer: Writer, size: Size, now: datetime) -> None:
    """What calls for somebody: tasks, texts both ways (one in ten of theirs answers no question), calls, visits today."""
    people = range(size.people)
    staff = [_key("staff", navigator_of(one, size)) for one in people]
    persons = [_key("persons", one) for one in people]
    writer.write(
        "tasks",
        "id person_id staff_id what due_on origin made_at ended_at",
        (
            (
                _key("tasks", one),
                persons[one],
                staff[one],
                "Ring about tea",
                (now + timedelta(days=one % 9 - 4)).date().isoformat(),
                "written",
                _at(now - timedelta(days=20)),
                None if one // size.teams % 5 < 2 else _at(now - timedelta(days=3)),
            )
            for one in people
        ),
    )
    writer.write(
        "outgoing_messages",
        "id recipient_id to_address locale template purpose dedupe_key not_before state body created_at sent_at",
        (
            (
                _key("outgoing_messages", part * size.people + one),
                persons[one],
                f"+4477009{one:06}",
                "en",
                "reminder",
                "reminder",
                f"{part}:{one}",
                at,
                "delivered",
                "Tomorrow is tea.",
                at,
                at,
            )
            for part in range(3)
            for at in (_at(now - timedelta(days=70 - 20 * part)),)
            for one in people
        ),
    )
    writer.write(
        "received_messages",
        "id provider_id from_number to_number body received_at answers_id handled_at",
        (
            (
                _key("received_messages", part * size.people + one),
                f"SM{part}-{one}",
                f"+4477009{one:06}",
                "+447700900000",
                "Yes, I was there.",
                at,
                None if one % 10 == 0 else _key("outgoing_messages", part * size.people + one),
                at,
            )
            for part in range(2)
            for one in people
            for at in (_at(now - timedelta(days=50 * (1 - part) + one * 13 % 45, hours=one % 9)),)
        ),
    )
    writer.write(
        "threads",
        "id person_id last_words last_at waiting_since due_at done_at",
        (
            (
                _key("threads", one),
                persons[one],
                "Yes, I was there.",
                _at(now - timedelta(days=20)),
                _at(now - timedelta(hours=one % 40)) if one // size.teams % 5 == 0 else None,
                _at(now + timedelta(hours=8)) if one // size.teams % 5 == 0 else None,
                None if one // size.teams % 5 == 0 else _at(now - timedelta(days=19)),
            )
            for one in people
        ),
    )
    writer.write(
        "attentions",
        "id person_id reason words opened_at settled_at",
        (
            (
                _key("attentions", part * size.people + one),
                persons[one],
                ("needs_help", "question", "declined", "quiet")[one // size.teams // 8 % 4],
                "Please ring me.",
                _at(now - timedelta(days=50 - 30 * part)),
                None if part and one // size.teams % 7 < 2 else _at(now - timedelta(days=9)),
            )
            for part in range(2)
            for one in people
        ),
    )
    noon = datetime.combine(now.date(), time(12), now.tzinfo)
    writer.write(
        "visits",
        "id person_id staff_id kind starts_at minutes made_by_id made_at",
        (
            (
                _key("visits", one),
                persons[one],
                staff[one],
                "home",
                _at(noon + timedelta(days=one // size.teams % 23 - 9)),
                45,
                staff[one],
                _at(now - timedelta(days=15)),
            )
            for one in people
        ),
    )


def _reference(number: int) -> str:
    letters = ""
    for _ in range(10):
        number, place = divmod(number, 26)
        letters = chr(65 + place) + letters
    return letters


_TABLES = (
    "localities teams staff organizations services inbox_links persons coordinations consents conversations priorities goals "
    "steps confidences logged_contacts referrals referral_events tasks received_messages outgoing_messages threads attentions "
    "visits"
)
_NUMBERS = {name: number for number, name in enumerate(_TABLES.split(), start=1)}
