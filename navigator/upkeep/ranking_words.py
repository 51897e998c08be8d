"""Each weight of the search in plain words: what it is called on the administrator's page, and what it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext

# Heading, what the numbers are, and the weights under it. Every weight of `directory.finding.order.weights` is named here, once.
GROUPS: Sequence[tuple[Any, Any, Sequence[str]]] = (
    (
        lazy_gettext("Where the words are found"),
        lazy_gettext("Points for each word, by the best place it is found in. A rare word counts more than a common one."),
        ("in_name", "kind_of_help", "in_organisation", "need", "in_description", "in_place", "misspelt"),
    ),
    (
        lazy_gettext("What is known of a listing"),
        lazy_gettext("Points added to those of the words when no place is given."),
        ("has_room", "checked_lately", "is_open", "complete", "community"),
    ),
    (
        lazy_gettext("When a place is given"),
        lazy_gettext("What the words gave becomes a number from 0 to 1: 1 is the best that was found. These are added to it."),
        (
            *("nearness", "half_way_miles", "anywhere", "room_nearby", "checked_nearby"),
            *("complete_nearby", "community_nearby", "closed_nearby"),
        ),
    ),
)

_ROOM = lazy_gettext("They said in the last 90 days that they have room.")
_CHECKED = lazy_gettext("Somebody checked the listing in the last 119 days, about four months.")
_COMPLETE = lazy_gettext("The listing answers most of what people ask first: when, where, cost, who for, how to join.")
_COMMUNITY = lazy_gettext("It is not run by the NHS or a council. Left small, it only decides between two that are equal.")

# By the weight's name: its label, and what it does.
WORDS: Mapping[str, tuple[Any, Any]] = {
    "in_name": (lazy_gettext("In the listing's name"), lazy_gettext("“walking” finds “Walking for Health” first.")),
    "kind_of_help": (
        lazy_gettext("Means this kind of help"),
        lazy_gettext("The words people use say so: “lonely” means befriending."),
    ),
    "in_organisation": (
        lazy_gettext("In the organisation's name"),
        lazy_gettext("“age uk” finds what Age UK runs, whatever each thing is called."),
    ),
    "need": (lazy_gettext("Means this need"), lazy_gettext("A need is wider than a kind of help: “money”, “company”.")),
    "in_description": (
        lazy_gettext("In the description"),
        lazy_gettext("Beside words we understand, a word of a description never counts more than 1."),
    ),
    "in_place": (lazy_gettext("In the town or the hall"), lazy_gettext("“memorial hall” finds what happens there.")),
    "misspelt": (
        lazy_gettext("With one wrong letter"),
        lazy_gettext("Of what the right word would count: 0.7 is seven tenths. Two wrong letters in a long word: half of it."),
    ),
    "has_room": (lazy_gettext("Has room"), _ROOM),
    "checked_lately": (lazy_gettext("Checked lately"), _CHECKED),
    "is_open": (lazy_gettext("Not closed for now"), lazy_gettext("What is closed for a while is still found, but further down.")),
    "complete": (lazy_gettext("Complete"), _COMPLETE),
    "community": (lazy_gettext("Run by the community"), _COMMUNITY),
    "nearness": (lazy_gettext("Nearness"), lazy_gettext("What a listing gets that is at the very place.")),
    "half_way_miles": (
        lazy_gettext("Miles at which half of that is left"),
        lazy_gettext("A small number favours what can be walked to; a large one is for the country."),
    ),
    "anywhere": (
        lazy_gettext("Online, by phone or at home"),
        lazy_gettext("What it gets in place of nearness. Left small, local help comes first."),
    ),
    "room_nearby": (lazy_gettext("Has room, when a place is given"), _ROOM),
    "checked_nearby": (lazy_gettext("Checked lately, when a place is given"), _CHECKED),
    "complete_nearby": (lazy_gettext("Complete, when a place is given"), _COMPLETE),
    "community_nearby": (lazy_gettext("Run by the community, when a place is given"), _COMMUNITY),
    "closed_nearby": (
        lazy_gettext("Taken away while closed for now"),
        lazy_gettext("What is closed for a while is still found, but further down."),
    ),
}
