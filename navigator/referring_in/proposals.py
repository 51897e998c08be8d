"""Lists of proposed people: handed in, looked at, added. Nobody is contacted by being on a list. Callers commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people import duplicates
from navigator.people.models import Staff, Team
from navigator.people.names import fold
from navigator.referring_in import operations, proposal_lines, queries
from navigator.referring_in.models import ProposalList
from navigator.referring_in.proposal_lines import Line


@dataclass(frozen=True)
class Looked:
    """A list line by line: what would become a proposal, whom the team supports already, who is waiting already, what to mend."""

    ready: Sequence[Line]
    known: Sequence[Line]  # of those that are ready
    standing: Sequence[Line]  # not added again
    to_mend: Sequence[Line]


def hand_in(*, file_name: str, content: str, team: Team, by: Staff, now: datetime) -> ProposalList:
    """Keep a file as it was handed in; nothing comes of it until somebody adds it."""
    handed_in = ProposalList(file_name=file_name, content=content, team=team, made_by_id=by.id, made_at=now)
    db.session.add(handed_in)
    db.session.flush()
    return handed_in


def look(handed_in: ProposalList, *, today: date, allows_test_numbers: bool) -> Looked:
    """What would come of it. A person who stands on it twice counts once. Raises `proposal_lines.FileWrong`."""
    lines = proposal_lines.read_lines(handed_in.content, today=today, allows_test_numbers=allows_test_numbers)
    good = [line for line in lines if not line.problem]
    found = queries.find_standing([_who(line) for line in good], team_id=handed_in.team_id)
    standing: list[Line] = []
    ready: list[Line] = []
    seen: set[tuple[str, date]] = set()
    for line in good:
        who = _who(line)
        (standing if who in found or who in seen else ready).append(line)
        seen.add(who)
    particulars = [
        duplicates.Particulars(
            line.values["given_name"], line.values["family_name"], line.values["birth_date"], line.values["mobile"]
        )
        for line in ready
    ]
    known = queries.find_known(particulars, team_id=handed_in.team_id)
    return Looked(
        ready,
        [line for index, line in enumerate(ready) if index in known],
        standing,
        [line for line in lines if line.problem],
    )


def add(*, handed_in: ProposalList, key: str, now: datetime, today: date, allows_test_numbers: bool) -> int:
    """Every good line becomes a proposal; how many there are. Adding twice adds nobody twice."""
    db.session.scalar(  # one after another, however often the button is pressed
        select(ProposalList)
        .where(ProposalList.id == handed_in.id)
        .with_for_update(of=ProposalList)
        .execution_options(populate_existing=True)
    )
    if handed_in.added_at is not None:
        return handed_in.added
    looked = look(handed_in, today=today, allows_test_numbers=allows_test_numbers)
    for line in looked.ready:
        operations.propose(list_id=handed_in.id, team=handed_in.team, values=line.values, key=key, now=now)
    handed_in.added_at, handed_in.added = now, len(looked.ready)
    # what is kept of the file from now on is what has still to be mended
    handed_in.content = proposal_lines.write_lines(list(looked.to_mend)) if looked.to_mend else ""
    db.session.flush()
    return handed_in.added


def _who(line: Line) -> tuple[str, date]:
    return fold(f"{line.values['given_name']} {line.values['family_name']}"), line.values["birth_date"]
