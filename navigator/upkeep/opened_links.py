"""A link to an editor that somebody opened: the one that works, or one kind page for all that do not."""

from datetime import timedelta
from typing import TypeVar

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import ngettext, refresh

from directory.upkeep import editor_links
from directory.upkeep.contact_models import ContactLink
from directory.upkeep.models import EditorLink, LinkPurpose
from navigator.db import begin_writing, db
from navigator.people import throttle
from navigator.times import utc_now

QUARTER_OF_AN_HOUR = timedelta(minutes=15)
MOST_WRONG_LINKS = 60  # as for the plan: many phones share one address with a mobile network


Link = TypeVar("Link", EditorLink, ContactLink)


class LinkUnknown(Exception):
    """The link never was, ran out, or was used. From outside they look the same."""


def get_link(token: str, *, purposes: frozenset[LinkPurpose]) -> EditorLink:
    """The link that works now. Raises `LinkUnknown`, or `TooMany` after many links from here that led nowhere."""
    return known_or_too_many(editor_links.find_link(token, purposes=purposes, now=utc_now()))


def known_or_too_many(link: Link | None) -> Link:
    """The link that was found. Raises as `get_link` does when there is none."""
    now = utc_now()
    if link is None:
        db.session.rollback()
        begin_writing()  # a page that began by reading cannot always go on to write on SQLite
        bucket = f"wrong editors' links from {request.remote_addr}"
        throttle.check(bucket=bucket, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=now)
        db.session.commit()
        raise LinkUnknown
    return link


def speak_as_the_message_did(link: EditorLink) -> None:
    """The page is in the language of the message that led here, unless this browser has chosen another."""
    if "language" not in session and "lang" not in request.args:
        session["language"] = link.editor.language
        refresh()


def fail_kindly(blueprint: Blueprint) -> None:
    """Let a blueprint answer a link that does not work, and too many of them, with a page that says what to do."""
    blueprint.register_error_handler(LinkUnknown, _unknown)
    blueprint.register_error_handler(throttle.TooMany, _too_many)


def _unknown(_: Exception) -> ResponseReturnValue:
    return render_template("upkeep/link_unknown.html"), 404


def _too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    db.session.rollback()
    message = ngettext(
        "There were too many tries. Please wait %(num)d minute and try again.",
        "There were too many tries. Please wait %(num)d minutes and try again.",
        problem.minutes,
    )
    return render_template("upkeep/too_many.html", message=message), 429
