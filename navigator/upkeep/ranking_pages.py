"""For administrators: what counts in the order of results, what another order would do, and the way back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from directory.finding.index.on_disk import listing_index
from directory.finding.order import weighing
from directory.finding.order.weights import BOUNDS, NAMES, USUAL, Weights
from directory.finding.results.why import miles_in_words
from directory.finding.tuning import judging
from directory.finding.tuning.comparing import Comparison, compare
from navigator.db import db, only_reading
from navigator.forms import Decimal, Form, FormSchema, Text, blank, read
from navigator.people import staff_sessions
from navigator.times import utc_now
from navigator.upkeep.ranking_words import GROUPS, WORDS
from translations.locales import words as catalogue

blueprint = Blueprint("ranking_admin", __name__, template_folder="templates")


def _weight_field(lowest: float, highest: float) -> Decimal:
    wrong = lazy_gettext(
        "Write a number from %(lowest)s to %(highest)s, for example 0.5.", lowest=f"{lowest:g}", highest=f"{highest:g}"
    )
    return Decimal(lowest, highest, wrong=wrong)


_Example = FormSchema.from_dict({"example": Text(longest=300)}, name="ExampleForm")
_RankingForm = _Example.from_dict({name: _weight_field(*bounds) for name, bounds in BOUNDS.items()}, name="RankingForm")


@dataclass(frozen=True)
class Trial:
    """What the weights that were typed would do: to the example, and to the searches somebody judged."""

    example: str
    comparison: Comparison
    judged: judging.Trial


@blueprint.get("")
def ranking() -> str:
    """Every weight, what it does, its value and the usual one; the latest changes."""
    return _show(blank(**_as_typed(weighing.current_weights()), example=gettext("lonely near Penzance")))


@blueprint.post("")
def change() -> ResponseReturnValue:
    """Save the weights that were typed, or (`then=try`) say what saving them would do."""
    form = read(_RankingForm(), request.form)
    if not form.is_valid:
        return _show(form), 422
    weights = Weights(**{name: form.data[name] for name in NAMES})
    if request.form.get("then") == "try":
        db.session.rollback()  # nothing was written, and hundreds of searches take seconds: nobody is to wait for a lock
        with only_reading():
            return _show(form, trial=_try(form.data["example"] or gettext("lonely near Penzance"), weights))
    return _make_them(weights)


@blueprint.post("/reset")
def reset() -> ResponseReturnValue:
    """Make every weight what it usually is."""
    return _make_them(USUAL)


@blueprint.post("/changes/<uuid:change_id>/undo")
def undo(change_id: uuid.UUID) -> ResponseReturnValue:
    """Make the weights what they were before a change."""
    try:
        weighing.undo(change_id=change_id, made_by=staff_sessions.current_staff().name, now=utc_now())
    except weighing.ChangeNotFound:
        abort(404)
    except weighing.NothingChanged:
        flash(gettext("The order is like this already."), "success")
        return redirect(url_for("ranking_admin.ranking"), 303)
    db.session.commit()
    flash(gettext("The order is as it was before that change."), "success")
    return redirect(url_for("ranking_admin.ranking"), 303)


def _make_them(weights: Weights) -> ResponseReturnValue:
    try:
        weighing.change_weights(weights=weights, made_by=staff_sessions.current_staff().name, now=utc_now())
    except weighing.NothingChanged:
        flash(gettext("The order is like this already."), "success")
        return redirect(url_for("ranking_admin.ranking"), 303)
    db.session.commit()
    flash(gettext("Saved. It counts from the next search on."), "success")
    return redirect(url_for("ranking_admin.ranking"), 303)


def _try(example: str, after: Weights) -> Trial:
    now = utc_now()
    index, before = listing_index(current_app, now=now), weighing.current_weights()
    language = str(get_locale() or "en")
    comparison = compare(example, before=before, after=after, index=index, now=now, language=language)
    judged = judging.try_weights(after, before=before, near=comparison.place_name, index=index, now=now)
    return Trial(example, comparison, judged)


def _show(form: Form, *, trial: Trial | None = None) -> str:
    code = str(get_locale() or "en")
    return render_template(
        "upkeep/ranking.html",
        form=form,
        groups=GROUPS,
        words=WORDS,
        labels={name: label for name, (label, _) in WORDS.items()},
        usual=_as_typed(USUAL),
        bounds={name: (f"{lowest:g}", f"{highest:g}") for name, (lowest, highest) in BOUNDS.items()},
        changed=weighing.current_weights().changed(),
        changes=weighing.list_changes(),
        miles=lambda away: miles_in_words(away, catalogue(code), code),
        trial=trial,
        first=judging.FIRST,
    )


def _as_typed(weights: Weights) -> Mapping[str, Any]:
    return {name: f"{getattr(weights, name):g}" for name in NAMES}
