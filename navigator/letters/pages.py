"""Letters to print: the list, the sheets for the printer, and what was posted."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from navigator.db import db
from navigator.letters import operations, paper, queries
from navigator.people.staff_sessions import current_staff
from navigator.times import utc_now

blueprint = Blueprint("letters", __name__, template_folder="templates")

# What browsers need to show a PDF in themselves: our usual rule against plug-ins forbids that, too.
SHOWN_BY_THE_BROWSER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@blueprint.get("", strict_slashes=False)
def waiting() -> ResponseReturnValue:
    return render_template("letters/waiting.html", letters=queries.list_waiting(staff=current_staff(), now=utc_now()))


@blueprint.get("/print")
def sheets() -> ResponseReturnValue:
    """Every letter that waits, a sheet each: the browser prints them, or keeps them as one PDF."""
    letters = queries.list_waiting(staff=current_staff(), now=utc_now())
    if not letters:
        return redirect(url_for(".waiting"))
    return render_template("letters/print.html", letters=letters)


@blueprint.get("/all.pdf")
def all_on_paper() -> ResponseReturnValue:
    """Every letter that waits, as one PDF."""
    letters = queries.list_waiting(staff=current_staff(), now=utc_now())
    return _pdf(letters) if letters else redirect(url_for(".waiting"))


@blueprint.get("/<uuid:message_id>.pdf")
def one_on_paper(message_id: uuid.UUID) -> ResponseReturnValue:
    """One letter that waits, as a PDF."""
    letters = queries.list_waiting(staff=current_staff(), now=utc_now(), only=[message_id])
    return _pdf(letters) if letters else abort(404)


@blueprint.post("/posted")
def posted() -> ResponseReturnValue:
    """The letters that were on the sheets were posted. One that came since then is not among them."""
    staff, now = current_staff(), utc_now()
    asked = [message_id for value in request.form.getlist("letter") if (message_id := _parse(value)) is not None]
    count = operations.mark_posted(queries.list_waiting(staff=staff, now=now, only=asked), staff=staff, now=now)
    db.session.commit()
    if count:
        flash(ngettext("%(num)s letter is marked as posted.", "%(num)s letters are marked as posted.", count), "success")
    else:
        flash(gettext("None of these letters was waiting any more."), "info")
    return redirect(url_for(".waiting"), 303)


def _pdf(letters: Sequence[queries.Letter]) -> ResponseReturnValue:
    """The PDF; or, where it cannot be made, the list again, saying why and what to do instead."""
    typefaces = Path(current_app.root_path) / "web" / "static" / "built" / "fonts"
    try:
        made = paper.make_pdf(letters, title=gettext("Letters to print"), typefaces=typefaces)
    except paper.TypefacesMissing as problem:
        current_app.logger.error("letters cannot be made as PDF: no typefaces in %s; `make ready` puts them there", problem)
        said = gettext("The PDF cannot be made: the typefaces are missing here. Print the letters from your browser instead.")
        flash(said, "error")
        return redirect(url_for(".waiting"))
    except paper.NotPrintable as problem:
        current_app.logger.error("letters %s cannot be made as PDF: %s", ", ".join(map(str, problem.letters)), problem)
        names = ", ".join(letter.person.full_name for letter in letters if letter.message.id in problem.letters)
        flash(
            gettext(
                "Our typefaces lack something in the letter to %(names)s, so there is no PDF of it. Print it from your browser.",
                names=names,
            ),
            "error",
        )
        return redirect(url_for(".waiting"))
    return made, {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="letters.pdf"',
        "Content-Security-Policy": SHOWN_BY_THE_BROWSER,
    }


def _parse(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
