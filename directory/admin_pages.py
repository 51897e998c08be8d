"""The words people use and what they mean: the administrator's pages of the thesaurus."""

import uuid
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from directory import thesaurus
from directory.models import ThesaurusEntry
from directory.queries import list_terms
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from translations.locales import LANGUAGES

PER_PAGE = 50

blueprint = Blueprint("listings_admin", __name__, template_folder="templates")


class EntryForm(FormSchema):
    """Words, their language and the term they mean."""

    words = Text(missing=lazy_gettext("Write the words people use."), longest=120)
    language = OneOf(LANGUAGES, missing=lazy_gettext("Choose the language of the words."))
    term = Text(missing=lazy_gettext("Choose what the words mean."), longest=120)


class SearchForm(FormSchema):
    """Words to look for in the table."""

    q = Text(longest=120)


@blueprint.get("/words")
def words() -> str:
    """The table: what people say, and what we take it to mean. `?q=` looks in it."""
    asked, page = request.args.get("q", "").strip()[:120], request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    entries, total = thesaurus.list_entries(containing=asked, page=number, per_page=PER_PAGE)
    return render_template(
        "listings_admin/words.html",
        form=blank(q=asked),
        entries=entries,
        total=total,
        names={term.code: term.name for term in list_terms()},
        page=number,
        total_pages=-(-total // PER_PAGE),
        address_of_page=lambda other: f"{request.path}?{urlencode({'q': asked, 'page': other})}",
        removed=_just_removed(),
    )


@blueprint.route("/words/new", methods=["GET", "POST"])
def add_words() -> ResponseReturnValue:
    """Teach the thesaurus new words."""
    if request.method == "GET":
        return _ask(blank(language="en", words=request.args.get("words", "")[:120]))
    form = read(EntryForm(), request.form)
    if form.is_valid and (form := _save(form, None)).is_valid:
        flash(gettext("“%(words)s” is now understood.", words=form.data["words"]), "success")
        return redirect(url_for("listings_admin.words"), 303)
    return _ask(form), 422


@blueprint.route("/words/<uuid:entry_id>", methods=["GET", "POST"])
def change_words(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Correct one entry."""
    entry = _get(entry_id)
    if request.method == "GET":
        return _ask(blank(words=entry.words, language=entry.language, term=entry.term_code), entry)
    form = read(EntryForm(), request.form)
    if form.is_valid and (form := _save(form, entry)).is_valid:
        flash(gettext("Saved."), "success")
        return redirect(url_for("listings_admin.words", q=form.data["words"]), 303)
    return _ask(form, entry), 422


@blueprint.post("/words/<uuid:entry_id>/remove")
def remove_words(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Forget one entry. The next page offers to put it back."""
    entry = _get(entry_id)
    what_was = url_for("listings_admin.words", removed=entry.words, language=entry.language, term=entry.term_code)
    thesaurus.remove_entry(entry)
    db.session.commit()
    return redirect(what_was, 303)


@blueprint.post("/words/put-back")
def put_back_words() -> ResponseReturnValue:
    """Undo a removal."""
    form = read(EntryForm(), request.form)
    if not form.is_valid:
        abort(400)
    _save(form, None)
    flash(gettext("“%(words)s” is back.", words=form.data["words"]), "success")
    return redirect(url_for("listings_admin.words"), 303)


def _get(entry_id: uuid.UUID) -> ThesaurusEntry:
    try:
        return thesaurus.get_entry(entry_id)
    except thesaurus.EntryNotFound:
        abort(404)


def _save(form: Form, entry: ThesaurusEntry | None) -> Form:
    """The form, with an error when the table refused it; committed when it did not."""
    meant = {"words": form.data["words"], "language": form.data["language"], "term_code": form.data["term"]}
    try:
        thesaurus.change_entry(entry, **meant) if entry else thesaurus.add_entry(**meant)
    except thesaurus.AlreadyThere:
        return form.with_error("words", gettext("These words already mean that."))
    except thesaurus.UnknownTerm:
        return form.with_error("term", gettext("Choose what the words mean, from the list."))
    except ValueError:
        return form.with_error("words", gettext("Write words: these are only signs."))
    db.session.commit()
    return form


def _ask(form: Form, entry: ThesaurusEntry | None = None) -> str:
    groups = [
        (name, [(term.code, term.name) for term in terms])
        for name, terms in groupby(list_terms(), key=lambda term: term.taxonomy.name if term.taxonomy else gettext("Other"))
    ]
    return render_template("listings_admin/entry.html", form=form, entry=entry, groups=groups, languages_offered=LANGUAGES)


def _just_removed() -> dict[str, str] | None:
    removed = {name: request.args.get(name, "")[:120] for name in ("removed", "language", "term")}
    return removed if all(removed.values()) else None
