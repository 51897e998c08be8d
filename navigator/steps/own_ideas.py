"""Ideas for one need, in the order in which they are looked at, as this locality says them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Line, Shown, Usual, list_own, none, resolve
from navigator.steps.ideas import by_oneself, with_others

ANY = "any"  # whatever the need
IDEAS = (About.MYSELF, About.FAMILY, About.COMMUNITY, About.TECHNOLOGY, About.STATUTORY)  # in the order they are looked at


def usual_ideas(about: About, topic: str) -> Usual:
    """The ideas we bring along: for oneself by need, for those close by whatever the need; elsewhere the listings are ours."""
    if about is About.MYSELF:
        return partial(by_oneself, topic)
    return with_others if (about, topic) == (About.FAMILY, ANY) else none


@dataclass(frozen=True)
class Idea:
    """Something to try, and where it comes from."""

    about: About
    line: Shown


def list_ideas(need: str, *, language: str) -> Mapping[About, list[Shown]]:
    """What to try, by where it comes from. One query."""
    return _resolve_all(need, list_own(IDEAS, (need, ANY)), language=language)


def list_ideas_for_all(needs: Collection[str], *, language: str) -> Mapping[str, list[Idea]]:
    """The same for each of several needs, in the order in which ideas are looked at. One query."""
    own = list_own(IDEAS, (*needs, ANY))
    return {
        need: [Idea(about, line) for about, lines in _resolve_all(need, own, language=language).items() for line in lines]
        for need in needs
    }


def _resolve_all(need: str, own: Mapping[tuple[About, str], Sequence[Line]], *, language: str) -> Mapping[About, list[Shown]]:
    def shown(about: About, topic: str) -> list[Shown]:
        return resolve(usual_ideas(about, topic), own.get((about, topic), ()), language=language)

    return {about: shown(about, ANY) + shown(about, need) for about in IDEAS}


def find_idea(about: About, need: str, key: str, *, language: str) -> str | None:
    """The words of one idea, in one language, wherever it was chosen."""
    return next((idea.words for idea in list_ideas(need, language=language)[about] if idea.key == key), None)
