"""For administrators: the questions of a conversation and the ideas for each need, in the locality's own words and languages."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from directory.needs import names_of_needs
from navigator import forms
from navigator.conversations import own_lines, questions
from navigator.conversations.labels import HEADINGS, OWN_HEADINGS
from navigator.conversations.line_models import About, LineVersion
from navigator.conversations.own_lines import Line, Shown, Usual
from navigator.conversations.prompts import TOPICS, usual_prompts
from navigator.db import db
from navigator.forms import Form
from navigator.people.staff_sessions import current_staff
from navigator.steps.own_ideas import ANY, IDEAS, usual_ideas
from navigator.times import utc_now
from translations.locales import DEFAULT, LANGUAGES, words

blueprint = Blueprint("lines_admin", __name__, template_folder="templates")
BLANK_ROWS = 2  # for lines that are the locality's alone
LONGEST = 200
WHOSE = {
    About.ASKED_PERSON: lazy_gettext("Asked of people before a conversation"),
    About.ASKED_CARER: lazy_gettext("Asked of whoever helps, before a conversation"),
    About.MYSELF: lazy_gettext("What I can do myself"),
    About.FAMILY: lazy_gettext("Family and carers"),
    About.COMMUNITY: lazy_gettext("Groups and people nearby"),
    About.TECHNOLOGY: lazy_gettext("By telephone and online"),
    About.STATUTORY: lazy_gettext("The council, the NHS and other public services"),
}


@blueprint.get("")
def lines() -> str:
    """Every heading and every need, with what is asked or tried today, in one language."""
    code = request.args.get("language", str(get_locale() or DEFAULT))
    if code not in LANGUAGES:
        abort(404)
    names = _needs()
    asked = {about: _names(about) for about in questions.TOPICS}
    own = own_lines.list_own(tuple(About), {*TOPICS, *names, *questions.OF_PERSONS, *questions.OF_CARERS})

    def read(about: About, topic: str) -> list[Shown]:
        return own_lines.resolve(_usual(about, topic), own.get((about, topic), ()), language=code)

    return render_template(
        "steps/lines.html",
        spoken=LANGUAGES[code],
        choices=LANGUAGES.values(),
        prompts=[(topic, _headings()[topic], read(About.PROMPTS, topic)) for topic in TOPICS],
        beforehand=[
            (about, WHOSE[about], [(topic, name, read(about, topic)) for topic, name in named.items()])
            for about, named in asked.items()
        ],
        needs=[(need, name, [(about, WHOSE[about], read(about, need)) for about in IDEAS]) for need, name in names.items()],
        changed=set(own),
        Source=own_lines.Source,
        About=About,
    )


@blueprint.get("/<about>/<topic>")
def line(about: str, topic: str) -> str:
    """The lines of one heading or need, in every language, to be changed."""
    which = _which(about, topic)
    versions = own_lines.list_versions(which, topic)
    own = own_lines.read(versions[0].lines) if versions else []
    return _show(which, topic, _filled_in(own, usual=_usual(which, topic)), own)


@blueprint.post("/<about>/<topic>")
def save(about: str, topic: str) -> ResponseReturnValue:
    """Say it like this from now on, or (`then=try`) see first how it would look."""
    which = _which(about, topic)
    usual = _usual(which, topic)
    keys = [request.form.get(f"key_{n}", "") for n in range(_most(which, usual))]
    form = forms.read(_schema(len(keys)), request.form)
    own: list[Line] = []
    for n, key in enumerate(keys):
        line = _read_line(form, n, key, usual, is_asked=which in questions.TOPICS)
        own += [line] if line else []
        form = _without_holes(form, n, line, which)
        if line and line.key not in _ours(usual, DEFAULT) and not line.words.get(DEFAULT) and not form.errors:
            message = gettext("Write it in English as well: it stands wherever nobody has written it in another language.")
            form = form.with_error(f"words_{n}_{DEFAULT}", message)
    if not form.is_valid:
        return _show(which, topic, form, own), 422
    if request.form.get("then") == "try":
        return _show(which, topic, form, own, is_trial=True)
    return _save(which, topic, own, seen=_read_id(form.data["seen"]))


@blueprint.post("/<about>/<topic>/original")
def original(about: str, topic: str) -> ResponseReturnValue:
    """Say it as the service says it by itself."""
    which = _which(about, topic)
    return _save(which, topic, [], seen=_read_id(request.form.get("seen", "")))


@blueprint.post("/<about>/<topic>/versions/<uuid:version_id>")
def go_back(about: str, topic: str, version_id: UUID) -> ResponseReturnValue:
    """Say it again as it was said in an earlier version."""
    which = _which(about, topic)
    version = next((one for one in own_lines.list_versions(which, topic) if one.id == version_id), None)
    if version is None:
        abort(404)
    return _save(which, topic, own_lines.read(version.lines), seen=_read_id(request.form.get("seen", "")))


MOST_OWN = 8  # lines of the locality's own, beside those we bring along
_HOLE = re.compile(r"\{[^{}]*\}|[{}]")


def _most(about: About, usual: Usual) -> int:
    """How many rows there may be. What is asked beforehand is one question with words under it, and nothing beside it."""
    return len(usual(words(DEFAULT))) + (0 if about in questions.TOPICS else MOST_OWN)


def _without_holes(form: Form, n: int, line: Line | None, about: About) -> Form:
    """Of whoever helps is asked with the person's name in it, and with no other hole."""
    if about is About.ASKED_CARER and line is not None:
        for code, body in line.words.items():
            if wrong := [hole for hole in _HOLE.findall(body) if hole != questions.NAME]:
                message = gettext(
                    "Write %(name)s where the person's name goes, and leave out %(wrong)s.", name=questions.NAME, wrong=wrong[0]
                )
                form = form.with_error(f"words_{n}_{code}", message)
    return form


def _save(about: About, topic: str, own: list[Line], *, seen: UUID | None) -> ResponseReturnValue:
    here = url_for(".line", about=about.value, topic=topic)
    try:
        saved = own_lines.save(about=about, topic=topic, lines=own, seen=seen, staff=current_staff(), now=utc_now())
    except own_lines.ChangedMeanwhile:
        db.session.rollback()
        flash(gettext("Somebody else changed these words at the same time. Please look at them again."), "warning")
        return redirect(here, 303)
    db.session.commit()
    flash(gettext("Saved. It is said like this from now on.") if saved else gettext("It is said like this already."), "success")
    return redirect(here, 303)


def _which(about: str, topic: str) -> About:
    if about not in tuple(About) or topic not in _names(About(about)):
        abort(404)
    return About(about)


def _usual(about: About, topic: str) -> Usual:
    if about in questions.TOPICS:
        return questions.usual(about, topic)
    return partial(usual_prompts, topic) if about is About.PROMPTS else usual_ideas(about, topic)


def _names(about: About) -> dict[str, Any]:
    """What the topics of these lines are called. A question asked beforehand is called as we ask it."""
    if about in questions.TOPICS:
        here = words(str(get_locale() or DEFAULT))
        return {topic: questions.usual(about, topic)(here)[0] for topic in questions.TOPICS[about]}
    return _headings() if about is About.PROMPTS else _needs()


def _needs() -> dict[str, str]:
    return {ANY: gettext("Whatever the need"), **names_of_needs(words(str(get_locale() or DEFAULT)))}


def _headings() -> dict[str, Any]:
    return {**HEADINGS, **{heading.value: label for heading, label in OWN_HEADINGS.items()}}


def _ours(usual: Usual, code: str) -> dict[str, str]:
    return {str(place): said for place, said in enumerate(usual(words(code)), start=1)}


def _schema(rows: int) -> forms.FormSchema:
    fields: dict[str, Any] = {"seen": forms.Text(longest=36)}
    for n in range(rows):
        fields[f"key_{n}"], fields[f"out_{n}"] = forms.Text(longest=40), forms.Ticked()
        fields |= {f"words_{n}_{code}": forms.Text(longest=LONGEST) for code in LANGUAGES}
    schema = forms.FormSchema.from_dict(fields, name="LinesForm")()
    assert isinstance(schema, forms.FormSchema)  # noqa: S101 - told to mypy: from_dict gives a subclass
    return schema


def _read_line(form: Form, n: int, key: str, usual: Usual, *, is_asked: bool) -> Line | None:
    """What one row of the page says; None when it says nothing, or what we say anyway.

    `is_asked`: of a question asked beforehand the words under it may be left out, the question itself not.
    """
    if is_asked and key not in _ours(usual, DEFAULT):
        return None
    said = {code: str(form.data.get(f"words_{n}_{code}") or "") for code in LANGUAGES}
    own = {code: body for code, body in said.items() if body and body != _ours(usual, code).get(key)}
    is_left_out = bool(form.data.get(f"out_{n}")) and not (is_asked and key == questions.QUESTION)
    if not own and not (is_left_out and key in _ours(usual, DEFAULT)):
        return None
    return Line(key or uuid4().hex[:12], own, is_left_out)


def _read_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _filled_in(own: list[Line], *, usual: Usual) -> Form:
    changed = {line.key: line for line in own}
    ours = _ours(usual, DEFAULT)
    values: dict[str, Any] = {}
    for n, key in enumerate((*ours, *(key for key in changed if key not in ours))):
        line = changed.get(key, Line(key))
        values |= {f"key_{n}": key, f"out_{n}": line.is_left_out}
        values |= {f"words_{n}_{code}": line.words.get(code, "") for code in LANGUAGES}
    return forms.blank(**values)


def _show(about: About, topic: str, form: Form, own: list[Line], *, is_trial: bool = False) -> str:
    usual, versions = _usual(about, topic), own_lines.list_versions(about, topic)
    ours: Mapping[str, Mapping[str, str]] = {code: _ours(usual, code) for code in LANGUAGES}
    most = _most(about, usual)
    filled = max((n + 1 for n in range(most) if form.value(f"key_{n}") or form.value(f"words_{n}_{DEFAULT}")), default=0)
    return render_template(
        "steps/line.html",
        about=about,
        topic=topic,
        name=_names(about)[topic],
        is_asked=about in questions.TOPICS,
        name_hole=questions.NAME if about is About.ASKED_CARER else "",
        always=questions.QUESTION if about in questions.TOPICS else "",
        whose=WHOSE.get(about),
        form=form,
        rows=range(min(max(filled, len(ours[DEFAULT])) + BLANK_ROWS, most)),
        ours=ours,
        spoken_here=LANGUAGES.values(),
        looks=[(spoken, own_lines.resolve(usual, own, language=spoken.code)) for spoken in LANGUAGES.values()],
        is_trial=is_trial,
        Source=own_lines.Source,
        versions=[(version, _differences(version, ours[DEFAULT])) for version in versions],
        seen=versions[0].id if versions else "",
        is_changed=bool(versions and versions[0].lines),
    )


def _differences(version: LineVersion, ours: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(language, words, left out) of all that a version says otherwise than we do."""
    said = []
    for line in own_lines.read(version.lines):
        bodies = line.words or {DEFAULT: ours.get(line.key, "")}
        said += [(code, body, line.is_left_out) for code, body in bodies.items()]
    return said
