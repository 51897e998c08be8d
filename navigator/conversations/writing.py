"""Keeping what a page typed, where somebody else may have written meanwhile; used by every page that saves by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_time, gettext

from navigator.conversations import merging
from navigator.forms import Form


@dataclass(frozen=True)
class Written:
    """`kept`: what to store. `clashes`: the headings under which both sides wrote. `seen`: the marks the page carries on with."""

    kept: Mapping[str, str]
    clashes: frozenset[str]
    seen: str


def bring_together(*, stored: Mapping[str, str], form: Form) -> Written:
    """What to keep of a page's texts. Under a heading where both wrote, what is stored stays until somebody has seen both."""
    merged = merging.merge(stored=stored, typed=form.data, seen=form.data["seen"])
    kept = {name: stored[name] if name in merged.both_changed else text for name, text in merged.kept.items()}
    before = dict(zip(stored, form.data["seen"].split("."), strict=False))
    marks = {
        name: before.get(name, "") if name in merged.both_changed else merging.mark(form.data.get(name, "")) for name in stored
    }
    return Written(kept, merged.both_changed, ".".join(marks.values()))


def show_both(*, stored: Mapping[str, str], form: Form) -> Form:
    """The page again, with both texts in each box where both wrote."""
    merged = merging.merge(stored=stored, typed=form.data, seen=form.data["seen"])
    both = Form(values={**form.values, **merged.kept, "seen": merging.mark_all(stored)})
    for name in merged.both_changed:
        both = both.with_error(
            name,
            gettext("This was also changed somewhere else. Both texts are in the box now. Keep what is right, then save."),
        )
    return both


def saved_words(now: datetime) -> str:
    return str(gettext("Saved %(time)s", time=format_time(now, "HH:mm")))


def clash_words() -> str:
    """What a page that saves by itself is told when both sides wrote under one heading."""
    return str(gettext("Not all is saved yet: this was also changed somewhere else. Press Save to see both texts."))


def too_long_words() -> str:
    return str(gettext("Not saved yet: one of the texts is too long. Press Save to see which."))
