"""What a key for the API may do, and which of it each role may hand to a program. The one table of it."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from navigator.people.models import Role


class TokenScope(StrEnum):
    """One thing a program may do. The order is that of the pages."""

    PEOPLE_READ = "people:read"  # people, who supports and helps them, the caseload
    PEOPLE_WRITE = "people:write"  # adding, correcting, handing over; their circle of care; ending our support
    VISITS = "visits"  # contacts and visits, read and written
    TASKS = "tasks"
    CONVERSATIONS = "conversations"  # what was said, priorities, goals, steps, confidence; ready plans, plan checks, reviews
    TEXTS = "texts"  # what people and the team text each other, read and written
    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"
    TEAMS_READ = "teams:read"  # teams, who works there, programmes
    ABSENCES = "absences"  # who is away, and who answers meanwhile
    WEBHOOKS = "webhooks"  # who is told of referrals as they move


_S = TokenScope
WITH_PEOPLE = frozenset(
    {
        *(_S.PEOPLE_READ, _S.PEOPLE_WRITE, _S.VISITS, _S.TASKS, _S.CONVERSATIONS, _S.TEXTS),
        *(_S.REFERRALS_READ, _S.REFERRALS_WRITE, _S.ABSENCES),
    }
)
MAY_HOLD: Mapping[Role, frozenset[TokenScope]] = {
    Role.NAVIGATOR: WITH_PEOPLE | {_S.TEAMS_READ},
    Role.TEAM_LEAD: WITH_PEOPLE | {_S.TEAMS_READ},
    Role.VOLUNTEER: WITH_PEOPLE,  # of the people given to them, as on their pages
    Role.ADMINISTRATOR: frozenset({_S.TEAMS_READ, _S.WEBHOOKS}),  # looks after the service, not after people
}


class ScopeNotAllowed(Exception):
    """A key may never do more than the role of the member of staff it belongs to."""

    def __init__(self, scopes: Iterable[TokenScope]) -> None:
        self.scopes = sorted(scopes)
        super().__init__(", ".join(self.scopes))


def read(words: str) -> frozenset[TokenScope]:
    """The scopes as they are kept: words with spaces between. One that has gone since means nothing."""
    return frozenset(_S(word) for word in words.split() if word in {scope.value for scope in _S})


def write(scopes: Collection[TokenScope]) -> str:
    return " ".join(scope.value for scope in _S if scope in scopes)


def check(role: Role, scopes: Collection[TokenScope]) -> None:
    """Raises `ScopeNotAllowed`."""
    if too_much := set(scopes) - MAY_HOLD[role]:
        raise ScopeNotAllowed(too_much)


def allowed_now(role: Role, words: str) -> frozenset[TokenScope]:
    """What a key does today: what it was made for, and its holder's role still allows."""
    return read(words) & MAY_HOLD[role]
