"""What a message is made of: the sentences of its function, each with the values it needs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from messaging.wording.own_words import key_of
from messaging.wording.samples import list_cases
from messaging.wording.speaking import in_own_words
from messaging.wording.texts import TEMPLATES
from translations.locales import DEFAULT

_VALUE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Part:
    """One piece of a message: its English with %(values)s, and the values that must stand in it."""

    source: str
    values: frozenset[str]

    @property
    def key(self) -> str:
        return key_of(self.source)


class _Listening(Mapping[str, str]):
    """Own words that are none, and remember what they were asked for."""

    def __init__(self) -> None:
        self.heard: dict[str, None] = {}

    def __getitem__(self, source: str) -> str:
        self.heard[source] = None
        raise KeyError(source)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def list_parts(template: str) -> tuple[Part, ...]:
    """The parts of a message in the order they are said, whatever values bring them out. None for what staff write by hand."""
    listening = _Listening()
    write = TEMPLATES[template]
    with in_own_words(listening):
        for values in list_cases(write):
            write(locale=DEFAULT, **values)
    return tuple(Part(source, frozenset(_VALUE.findall(source))) for source in listening.heard)
