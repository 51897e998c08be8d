"""For administrators: every message we send, in each language, and this locality's own words for it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging.models import Channel
from messaging.wording import names, own_words, rewording
from messaging.wording.own_words import in_braces
from messaging.wording.parts import Part, list_parts
from messaging.wording.texts import CHANNELS
from navigator.db import db
from navigator.forms import Form, FormSchema, Text, blank, read
from navigator.messages import labels
from navigator.people import staff_sessions
from navigator.times import utc_now
from translations.locales import DEFAULT, LANGUAGES

blueprint = Blueprint("wording_admin", __name__, template_folder="templates")


@blueprint.get("")
def wording() -> str:
    """Every message as it reads today in one language, with its segments, and which are in our own words."""
    locale = request.args.get("language", DEFAULT)
    if locale not in LANGUAGES:
        abort(404)
    standing = own_words.list_standing()
    return render_template(
        "messages/wording.html",
        groups=names.GROUPS,
        spoken=LANGUAGES[locale],
        choices=LANGUAGES.values(),
        looks={
            name: rewording.show(template=name, locale=locale, bodies=standing.get((name, locale), {})) for name in names.REWORDED
        },
        changed={(name, code) for name, code in standing},
        texts={name for name, channel in CHANNELS.items() if channel is Channel.TEXT},
        warn_above=rewording.WARN_ABOVE,
    )


@blueprint.get("/<template>/<locale>")
def words(template: str, locale: str) -> str:
    """The words of one message in one language, part by part, to be changed."""
    parts = _get_parts(template, locale)
    now = _as_today(template, locale, parts)
    return _show(template, locale, blank(**{_field(part): now[part.source] for part in parts}))


@blueprint.post("/<template>/<locale>")
def change(template: str, locale: str) -> ResponseReturnValue:
    """Say it like this from now on, or (`then=try`) see first how that looks."""
    parts = _get_parts(template, locale)
    form = read(_schema(parts), request.form)
    bodies = {part.source: str(form.data.get(_field(part), "")) for part in parts}
    if form.is_valid:
        judged = rewording.judge(template=template, locale=locale, bodies=bodies)
        for part in parts:
            for found in judged.faults.get(part.source, [])[:1]:
                form = form.with_error(_field(part), str(labels.FAULTS[found.fault]) % {"what": found.what})
    if not form.is_valid:
        return _show(template, locale, form), 422
    if request.form.get("then") == "try":
        return _show(template, locale, form, judged=judged)
    ours = {part.source: rewording.original(part, locale) for part in parts}
    own = {source: "" if body == ours[source] else body for source, body in bodies.items()}
    return _reword(template, locale, own)


@blueprint.post("/<template>/<locale>/original")
def original(template: str, locale: str) -> ResponseReturnValue:
    """Say it as the service says it by itself."""
    return _reword(template, locale, {part.source: "" for part in _get_parts(template, locale)})


def _reword(template: str, locale: str, own: Mapping[str, str]) -> ResponseReturnValue:
    try:
        changed = own_words.reword(
            template=template, locale=locale, bodies=own, made_by=staff_sessions.current_staff().name, now=utc_now()
        )
    except own_words.ChangedMeanwhile:
        db.session.rollback()
        flash(gettext("Somebody else changed these words at the same time. Please look at them again."), "warning")
        return redirect(url_for(".words", template=template, locale=locale), 303)
    db.session.commit()
    flash(gettext("Saved. It is said like this from now on.") if changed else gettext("It is said like this already."), "success")
    return redirect(url_for(".words", template=template, locale=locale), 303)


def _get_parts(template: str, locale: str) -> tuple[Part, ...]:
    if template not in names.REWORDED or locale not in LANGUAGES:
        abort(404)
    return list_parts(template)


def _field(part: Part) -> str:
    return f"part-{part.key[:12]}"


def _schema(parts: tuple[Part, ...]) -> FormSchema:
    kind = FormSchema.from_dict({_field(part): Text(longest=rewording.LONGEST) for part in parts}, name="WordsForm")
    schema = kind()
    assert isinstance(schema, FormSchema)  # noqa: S101 - told to mypy: from_dict gives a subclass
    return schema


def _as_today(template: str, locale: str, parts: tuple[Part, ...]) -> dict[str, str]:
    """The words that are said now, by the part's English, in braces."""
    own = own_words.list_standing().get((template, locale), {})
    return {part.source: own.get(part.source) or rewording.original(part, locale) for part in parts}


def _show(template: str, locale: str, form: Form, *, judged: rewording.Judged | None = None) -> str:
    parts = _get_parts(template, locale)
    today = _as_today(template, locale, parts)
    history = own_words.list_history(template, locale)
    looks = judged.looks if judged else rewording.show(template=template, locale=locale, bodies=today)
    fields: list[dict[str, Any]] = [
        {
            "name": _field(part),
            "label": gettext("Words") if len(parts) == 1 else gettext("Part %(number)s", number=number),
            "original": rewording.original(part, locale) or in_braces(part.source),
            "values": [f"{{{value}}}" for value in sorted(part.values)],
        }
        for number, part in enumerate(parts, start=1)
    ]
    return render_template(
        "messages/words.html",
        template=template,
        name=names.REWORDED[template],
        spoken=LANGUAGES[locale],
        choices=LANGUAGES.values(),
        form=form,
        fields_of=fields,
        labels={one["name"]: one["label"] for one in fields},
        looks=looks,
        is_trial=judged is not None,
        is_long=any(look.segments > rewording.WARN_ABOVE for look in looks),
        is_text=CHANNELS[template] is Channel.TEXT,
        is_changed=any(today[part.source] != rewording.original(part, locale) for part in parts),
        history=history,
        originals={own_words.key_of(part.source): rewording.original(part, locale) for part in parts},
    )
