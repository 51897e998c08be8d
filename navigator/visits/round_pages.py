"""A day's round: the visits and calls in order, what to know before each door, and what is to do; printed, and as a calendar."""

import uuid
from datetime import date, timedelta

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging.phone_numbers import pretty
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Role
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_through
from navigator.people.way_back import is_local
from navigator.tasks.labels import in_words
from navigator.tasks.queries import list_open_tasks
from navigator.teams.caseloads import Whose
from navigator.times import LONDON, utc_now
from navigator.visits import calendar, labels, operations, queries

feed_blueprint = Blueprint("round_feed", __name__)

MOST_TASKS = 50


def day_round() -> ResponseReturnValue:
    """The round of `?day=`, today's when it does not say; of one's own, or (`?whose=team`) of the team."""
    staff, now = current_staff(), utc_now()
    today = now.astimezone(LONDON).date()
    day = _day_asked_for(today)
    has_team = staff.role is not Role.VOLUNTEER
    whose = Whose.TEAM if has_team and request.args.get("whose") == Whose.TEAM.value else Whose.MINE
    stops = queries.list_round(staff, day=day, whose=whose)
    tasks = list_open_tasks(staff, whose=whose, now=utc_now(), until=day, per_page=MOST_TASKS) if day >= today else None
    page = render_template(
        "visits/round.html",
        day=day,
        today=today,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        whose=whose,
        has_team=has_team,
        stops=stops,
        tasks=tasks,
        in_words=in_words,
        labels=labels,
        pretty=pretty,
        now=now,
        has_feed=queries.has_round_feed(staff),
    )
    seen = [stop.person.id for stop in stops] + [row.person.id for row in (tasks.rows if tasks else [])]
    looked_through(staff_id=staff.id, person_ids=seen, page=f"round {day}")
    return page


def out_safe(visit_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever went into a home alone is out again."""
    staff = current_staff()
    visit, _ = queries.get_visit(staff=staff, visit_id=visit_id)
    operations.say_out_safe(visit=visit, staff=staff, now=utc_now())
    db.session.commit()
    flash(gettext("Good. Your colleagues can see that."), "success")
    back = request.form.get("back", "")
    return redirect(back if is_local(back) else url_for("visits.day_round"), 303)


def calendar_address() -> ResponseReturnValue:
    """A new secret address of one's round for a calendar (or, with `then=end`, none any more). It is shown this once."""
    staff, now = current_staff(), utc_now()
    if request.form.get("then") == "end":
        operations.end_round_feed(staff_id=staff.id, now=now)
        db.session.commit()
        flash(gettext("The address gives nothing any more."), "success")
        return redirect(url_for("visits.day_round"), 303)
    secret = operations.make_round_feed(staff=staff, now=now)
    db.session.commit()
    settings: Settings = current_app.extensions["settings"]
    path = url_for("round_feed.feed", secret=secret)
    address = (
        f"{settings.public_url.rstrip('/')}{path}"
        if settings.public_url
        else url_for("round_feed.feed", secret=secret, _external=True)
    )
    return render_template("visits/calendar.html", address=address)


@feed_blueprint.get("/<secret>.ics")
def feed(secret: str) -> ResponseReturnValue:
    """Somebody's round for the calendar on their phone, by its secret address. It names nobody."""
    owner, now = queries.find_feed_owner(secret), utc_now()
    if owner is None:
        abort(404)
    stops = queries.list_coming(owner, until=now + calendar.AHEAD, now=now)
    settings: Settings = current_app.extensions["settings"]
    root = settings.public_url.rstrip("/") if settings.public_url else request.url_root.rstrip("/")
    body = calendar.calendar_of(
        stops,
        words={kind.value: str(words) for kind, words in labels.TO_ARRANGE.items()},
        page_of={str(stop.visit.id): root + url_for("visits.visit", visit_id=stop.visit.id) for stop in stops},
        name=gettext("My round"),
        now=now,
    )
    return Response(body, mimetype="text/calendar", headers={"Cache-Control": "private, no-cache"})


def _day_asked_for(today: date) -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
