"""The words people use and what they mean: the administrator's pages of the thesaurus and of the searches that judge it."""

import re
import uuid
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from directory.finding import gaps
from directory.finding.index.on_disk import listing_index
from directory.finding.models import ThesaurusGroup
from directory.finding.results.why import language_name
from directory.finding.tuning import judging
from directory.finding.words import thesaurus
from directory.finding.words.lexicon import Idea, Lexicon
from directory.needs import names_of_needs
from directory.queries import list_terms
from navigator.db import db
from navigator.forms import Form, FormSchema, Text, blank, read
from navigator.times import utc_now
from translations.locales import words as catalogue

PER_PAGE = 50
FEWEST_CHOICES, MOST_CHOICES = 3, 12  # of what a group means: fields offered, and read
_OF_A_LANGUAGE = re.compile(r"^\s*([a-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*:\s*(.+)$")

blueprint = Blueprint("listings_admin", __name__, template_folder="templates")


class GroupForm(FormSchema):
    """An idea and its words, a line each; what it means comes in the fields `term` and `also`, several times each."""

    idea = Text(missing=lazy_gettext("Give the idea a short name."), longest=120)
    words = Text(missing=lazy_gettext("Write the words people use."), longest=20_000)


class JudgedForm(FormSchema):
    """Words somebody may type; the right answers come in the field `term`, several times."""

    typed = Text(missing=lazy_gettext("Write what somebody may type."), longest=300)


@blueprint.get("/words")
def words() -> str:
    """The groups: what people say, and what we take it to mean. `?q=` looks in them."""
    asked, page = request.args.get("q", "").strip()[:120], request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    groups, total = thesaurus.list_groups(containing=asked, page=number, per_page=PER_PAGE)
    return render_template(
        "listings_admin/words.html",
        form=blank(q=asked),
        groups=groups,
        total=total,
        names=thesaurus.names_of_terms(),
        page=number,
        total_pages=-(-total // PER_PAGE),
        address_of_page=lambda other: f"{request.path}?{urlencode({'q': asked, 'page': other})}",
        changes=thesaurus.list_changes(most=5) if not asked and number == 1 else [],
        changed=_just_changed(),
    )


@blueprint.route("/words/new", methods=["GET", "POST"])
def add_words() -> ResponseReturnValue:
    """Teach the thesaurus an idea."""
    if request.method == "GET":
        return _ask(blank(idea=request.args.get("words", "")[:120], words=request.args.get("words", "")[:120]), None, Choices())
    return _read_group(None)


@blueprint.route("/words/<uuid:group_id>", methods=["GET", "POST"])
def change_words(group_id: uuid.UUID) -> ResponseReturnValue:
    """Change one idea."""
    group = _get(group_id)
    if request.method == "GET":
        return _ask(blank(idea=group.idea, words=_lines_of(group)), group, Choices(group.terms, group.also))
    return _read_group(group)


@blueprint.post("/words/<uuid:group_id>/remove")
def remove_words(group_id: uuid.UUID) -> ResponseReturnValue:
    """Forget one idea. The next page offers to undo it."""
    change = thesaurus.remove_group(_get(group_id), now=utc_now())
    db.session.commit()
    return redirect(url_for("listings_admin.words", changed=change.id), 303)


@blueprint.post("/words/changes/<uuid:change_id>/undo")
def undo_change(change_id: uuid.UUID) -> ResponseReturnValue:
    """Make a group what it was before a change."""
    try:
        change = thesaurus.undo(thesaurus.get_change(change_id), now=utc_now())
    except thesaurus.GroupNotFound:
        abort(404)
    except (thesaurus.AlreadyThere, thesaurus.UnknownTerm, thesaurus.NoWords):
        db.session.rollback()
        flash(gettext("This cannot be undone any more: what it needs has changed since."), "error")
        return redirect(url_for("listings_admin.words"), 303)
    db.session.commit()
    flash(gettext("“%(words)s” is as it was.", words=change.idea), "success")
    return redirect(url_for("listings_admin.words"), 303)


@blueprint.get("/gaps")
def gaps_found() -> str:
    """What was looked for and was not there, by need, place, language and month. `?month=2026-11` shows one month."""
    _write_what_is_held()
    months, month = gaps.list_months(), request.args.get("month", "")
    chosen = month if month in months else None
    found = gaps.report(month=chosen)
    terms: dict[str, str] = {term.code: term.name for term in list_terms() if term.code}
    code = str(get_locale() or "en")
    names = {
        "need": {**terms, **names_of_needs(catalogue(code))},
        "language": {line.what: language_name(line.what, code) for line in found["language"]},
    }
    return render_template(
        "listings_admin/gaps.html",
        form=blank(month=chosen or ""),
        months=[("", gettext("All months")), *((one, one) for one in months)],
        chosen=chosen,
        report=found,
        names=names,
    )


@blueprint.get("/gaps.csv")
def gaps_as_csv() -> ResponseReturnValue:
    """The same as a table to download."""
    _write_what_is_held()
    text = gaps.as_csv(month=request.args.get("month", "")[:7] or None)
    headers = {"Content-Disposition": 'attachment; filename="gaps.csv"'}
    return Response("\ufeff" + text, mimetype="text/csv", headers=headers)  # the mark tells spreadsheets the encoding


def _write_what_is_held() -> None:
    gaps.tally_of(current_app).write(now=utc_now())
    db.session.rollback()  # what this request has read so far is of before that writing


@blueprint.route("/words/judged", methods=["GET", "POST"])
def judged() -> ResponseReturnValue:
    """The searches every change of words is tried on, and one more."""
    form, status, choices = blank(), 200, Choices()
    if request.method == "POST":
        form, choices = read(JudgedForm(), _only("typed")), Choices(request.form.getlist("term")[:MOST_CHOICES])
        if form.is_valid:
            try:
                judging.add_judged(typed=form.data["typed"], right=choices.terms)
            except ValueError:
                form = form.with_error("term", gettext("Choose at least one kind of help that answers it."))
        if form.is_valid:
            db.session.commit()
            flash(gettext("Every change of words will be tried on “%(words)s” too.", words=form.data["typed"]), "success")
            return redirect(url_for("listings_admin.judged"), 303)
        status = 422
    names = thesaurus.names_of_terms()
    page = render_template(
        "listings_admin/judged.html", form=form, choices=choices, searches=judging.list_judged(), names=names, groups=_terms()
    )
    return page, status


@blueprint.post("/words/judged/<uuid:judged_id>/remove")
def remove_judged(judged_id: uuid.UUID) -> ResponseReturnValue:
    """Forget one judged search."""
    found = judging.find_judged(judged_id)
    if found is None:
        abort(404)
    judging.remove_judged(found)
    db.session.commit()
    flash(gettext("“%(words)s” was removed.", words=found.typed), "success")
    return redirect(url_for("listings_admin.judged"), 303)


class Choices:
    """What is chosen in fields that may be given several times, and how many fields to show."""

    def __init__(self, terms: Any = (), also: Any = ()) -> None:
        self.terms = [code for code in terms if code]
        self.also = [code for code in also if code]

    @staticmethod
    def fields(chosen: list[str]) -> list[str]:
        """What each field holds: one more than is chosen, three at least."""
        return [*chosen, *[""] * max(1, FEWEST_CHOICES - len(chosen))][:MOST_CHOICES]


def _read_group(group: ThesaurusGroup | None) -> ResponseReturnValue:
    """Save what was typed, or say what saving it would do."""
    form = read(GroupForm(), _only("idea", "words"))
    choices = Choices(request.form.getlist("term")[:MOST_CHOICES], request.form.getlist("also")[:MOST_CHOICES])
    if not choices.terms:
        form = form.with_error("term", gettext("Choose what the words mean."))
    if not form.is_valid:
        return _ask(form, group, choices), 422
    idea = Idea(form.data["idea"], tuple(choices.terms), tuple(choices.also), _words_in(form.data["words"]))
    now = utc_now()
    try:
        if request.form.get("then") == "try":
            return _ask(form, group, choices, trial=_try(group, thesaurus.checked(idea)))
        change = (
            thesaurus.change_group(group, idea=idea, now=now) if group is not None else thesaurus.add_group(idea=idea, now=now)
        )
    except thesaurus.AlreadyThere:
        form = form.with_error("idea", gettext("Another group has this name: change that one, or choose another name."))
    except thesaurus.UnknownTerm:
        form = form.with_error("term", gettext("Choose what the words mean, from the list."))
    except thesaurus.NoWords:
        form = form.with_error("words", gettext("Write words: these are only signs."))
    else:
        db.session.commit()
        return redirect(url_for("listings_admin.words", q=form.data["idea"], changed=change.id), 303)
    db.session.rollback()
    return _ask(form, group, choices), 422


def _try(group: ThesaurusGroup | None, idea: Idea) -> judging.Trial:
    now = utc_now()
    after = Lexicon(thesaurus.list_ideas(instead=group, idea=idea), thesaurus.names_of_terms())
    index = listing_index(current_app, now=now)
    return judging.try_out(after, before=thesaurus.held_lexicon(), index=index, now=now)


def _words_in(lines: str) -> tuple[tuple[str, str], ...]:
    """(language, words) of each line: "pl: samotność" is Polish, a line without a code English."""
    said = []
    for line in lines.splitlines():
        found = _OF_A_LANGUAGE.match(line)
        said.append((found[1], found[2]) if found else ("en", line))
    return tuple((language, words.strip()[: thesaurus.LONGEST_WORDS]) for language, words in said if words.strip())


def _lines_of(group: ThesaurusGroup) -> str:
    return "\n".join(said.words if said.language == "en" else f"{said.language}: {said.words}" for said in group.words)


def _only(*names: str) -> MultiDict[str, str]:
    return MultiDict({name: request.form.get(name, "") for name in names})


def _get(group_id: uuid.UUID) -> ThesaurusGroup:
    try:
        return thesaurus.get_group(group_id)
    except thesaurus.GroupNotFound:
        abort(404)


def _terms() -> list[tuple[str, list[tuple[str, str]]]]:
    """What words may mean, for a list to choose from: (taxonomy, [(code, name)])."""
    return [
        (name, [(term.code or "", term.name) for term in terms])
        for name, terms in groupby(list_terms(), key=lambda term: term.taxonomy.name if term.taxonomy else gettext("Other"))
    ]


def _ask(form: Form, group: ThesaurusGroup | None, choices: Choices, *, trial: judging.Trial | None = None) -> str:
    return render_template(
        "listings_admin/group.html", form=form, group=group, choices=choices, groups=_terms(), trial=trial, first=judging.FIRST
    )


def _just_changed() -> Any:
    try:
        return thesaurus.get_change(uuid.UUID(request.args.get("changed", "")))
    except (ValueError, thesaurus.GroupNotFound):
        return None
