"""The self-care pages: which there are, for which needs, and their words in each language.

The words are data, `translations/selfcare/<language>.toml`, written by us, dated and with an owner. A language that lacks a
page gives it in the next language of its chain (see `translations.locales.fallbacks`).
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from translations.locales import CATALOGUES, fallbacks

FOLDER = CATALOGUES / "selfcare"


class PageNotFound(Exception):
    """There is no self-care page of this name."""


@dataclass(frozen=True)
class Topic:
    """What a page is about. `needs`: the directory's needs it helps with, the one whose listings it leads to first.

    `code` stands in texts instead of the name: nobody who reads a phone over a shoulder learns from it what the page is about.
    """

    name: str
    code: str
    needs: tuple[str, ...]

    @property
    def listings(self) -> str:
        """The need whose groups and services the page leads to."""
        return self.needs[0]


TOPICS = (
    Topic("company", "k4", ("company", "loss")),
    Topic("getting-out", "m7", ("getting-out", "company")),
    Topic("moving-more", "t2", ("moving", "health-conditions")),
    Topic("sleep", "w9", ("worry", "health-conditions")),
    Topic("worry", "d3", ("worry", "safety")),
    Topic("low-mood", "h8", ("worry", "loss")),
    Topic("money", "q5", ("money", "learning-and-work")),
    Topic("home-and-damp", "v6", ("home",)),
    Topic("food", "b2", ("food", "money")),
    Topic("getting-online", "r8", ("online",)),
    Topic("caring", "g5", ("caring", "family")),
    Topic("after-hospital", "n3", ("after-hospital",)),
    Topic("falls", "p9", ("moving", "after-hospital", "home")),
)
CODE_LENGTH = 2


@dataclass(frozen=True)
class Page:
    """One page in the reader's language, or (`language` says) in the one it has instead."""

    topic: Topic
    language: str
    title: str
    in_short: str
    why: str
    steps: tuple[str, ...]
    help: str
    ask: str
    owner: str
    written: date
    look_again: date
    is_read_by_native: bool


def list_pages(language: str) -> list[Page]:
    """Every page, in the order of the library."""
    return [_page(topic, language) for topic in TOPICS]


def get_page(name: str, language: str) -> Page:
    """One page by the name in its address. Raises `PageNotFound`."""
    return _page(get_topic(name), language)


def pages_for_needs(needs: Collection[str], *, language: str) -> list[Page]:
    """The pages that help with any of these needs (the directory's codes), those that are most about them first."""
    scores = {topic: sum(len(topic.needs) - place for place, need in enumerate(topic.needs) if need in needs) for topic in TOPICS}
    found = sorted((topic for topic in TOPICS if scores[topic]), key=lambda topic: (topic.listings not in needs, -scores[topic]))
    return [_page(topic, language) for topic in found]


def get_topic(name: str) -> Topic:
    """What the page of this name is about. Raises `PageNotFound`."""
    topic = next((topic for topic in TOPICS if topic.name == name), None)
    if topic is None:
        raise PageNotFound(name)
    return topic


def get_topic_by_code(code: str) -> Topic:
    """The topic that a text's link names. Raises `PageNotFound`."""
    topic = next((topic for topic in TOPICS if topic.code == code.strip().lower()), None)
    if topic is None:
        raise PageNotFound(code)
    return topic


def path(topic: Topic, language: str) -> str:
    """Where a text leads to, to be put after the service's public address: it opens in `language`."""
    return f"/read/{topic.code}?lang={language}"


@cache
def _file(language: str) -> dict[str, Any]:
    source = FOLDER / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}


def _page(topic: Topic, language: str) -> Page:
    code = next(code for code in fallbacks(language) if topic.name in _file(code))
    held = _file(code)
    words = held[topic.name]
    return Page(
        topic=topic,
        language=code,
        title=words["title"],
        in_short=words["in_short"],
        why=words["why"],
        steps=tuple(words["steps"]),
        help=words["help"],
        ask=words["ask"],
        owner=held["owner"],
        written=held["written"],
        look_again=held["look_again"],
        is_read_by_native=held["read_by_native"],
    )
