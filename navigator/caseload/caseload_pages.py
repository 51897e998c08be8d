"""The caseload on one screen: filter, order, search, and ways of looking that one keeps."""

import uuid
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.caseload import labels, looking, views
from navigator.caseload.looking import Flag, Look, Order
from navigator.db import db
from navigator.paging import PER_PAGE
from navigator.people import queries as people_queries
from navigator.people.models import Role, Staff
from navigator.people.pages import read_mobile
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_through
from navigator.referrals.queries import find_by_reference
from navigator.teams.caseloads import Whose
from navigator.times import utc_now
from translations.locales import LANGUAGES

LONGEST_NAME = 80


def caseload() -> ResponseReturnValue:
    """Mine or my team's people, narrowed down as the address says."""
    staff, now = current_staff(), utc_now()
    look, rules = _read_look(staff), looking.rules_at(staff, now)
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = looking.list_people(staff, look, rules, page=page)
    shown = render_template(
        "caseload/caseload.html",
        look=look,
        words=urlencode(_words(look)),
        has_team=staff.role is not Role.VOLUNTEER,
        found=found,
        counts=looking.count_flags(staff, look, rules),
        choices=looking.list_choices(staff, look.whose, now=now),
        views=views.list_views(staff),
        labels=labels,
        languages=LANGUAGES,
        flags=list(Flag),
        orders=list(Order),
        days_since=lambda moment: (now - moment).days,
        address_with=lambda **changes: _address(_words(look) | changes),
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: _address(_words(look) | {"page": str(number)}),
    )
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="caseload")
    return shown


def search() -> ResponseReturnValue:
    """Somebody by name (slips forgiven), date of birth, telephone number, or the reference of a referral of theirs."""
    staff = current_staff()
    words = request.args.get("q", "").strip()[:200]
    referral = find_by_reference(staff=staff, reference=words)
    if referral is not None:
        return redirect(url_for("referrals.referral", referral_id=referral.id))
    mobile = read_mobile(words)
    found = people_queries.search(staff=staff, words=words, mobile=mobile, per_page=2)
    if words and found.total == 1:
        return redirect(url_for("person_page.person", person_id=found.people[0].id))
    return redirect(url_for("people.search", q=words))


def keep_view() -> ResponseReturnValue:
    """Keep this way of looking under a name."""
    staff, name = current_staff(), request.form.get("name", "").strip()[:LONGEST_NAME]
    words = request.form.get("words", "")[:500]
    if not name:
        flash(gettext("Write a name for it first."), "warning")
        return redirect(f"{url_for('caseload.caseload')}?{words}", 303)
    try:
        views.keep_view(staff=staff, name=name, words=words, now=utc_now())
    except views.TooManyViews:
        db.session.rollback()
        flash(gettext("You keep as many as there is room for. Take one away first."), "warning")
    else:
        db.session.commit()
        flash(gettext("Kept as “%(name)s”.", name=name), "success")
    return redirect(f"{url_for('caseload.caseload')}?{words}", 303)


def forget_view(view_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it no more."""
    views.forget_view(staff=current_staff(), view_id=view_id)
    db.session.commit()
    return redirect(url_for("caseload.caseload"), 303)


def _read_look(staff: Staff) -> Look:
    """What the address asks for; what it says that makes no sense is left out."""
    asked = request.args
    at_first = Whose.TEAM if staff.role is Role.TEAM_LEAD else Whose.MINE
    whose = Whose(asked["whose"]) if asked.get("whose") in list(Whose) and staff.role is not Role.VOLUNTEER else at_first
    try:
        coordinator = uuid.UUID(asked.get("coordinator", ""))
    except ValueError:
        coordinator = None
    return Look(
        whose=whose,
        flag=Flag(asked["flag"]) if asked.get("flag") in list(Flag) else None,
        order=Order(asked["order"]) if asked.get("order") in list(Order) else Order.NAME,
        language=asked.get("language", "") if asked.get("language") in LANGUAGES else "",
        place=asked.get("place", "").strip()[:120],
        coordinator_id=coordinator,
    )


def _words(look: Look) -> dict[str, str | None]:
    """What an address says of a way of looking."""
    said: dict[str, str | None] = {
        "whose": look.whose.value,
        "flag": look.flag.value if look.flag else "",
        "order": look.order.value if look.order is not Order.NAME else "",
        "language": look.language,
        "place": look.place,
        "coordinator": str(look.coordinator_id) if look.coordinator_id else "",
    }
    return {name: value for name, value in said.items() if value}


def _address(words: dict[str, str | None]) -> str:
    return f"{url_for('caseload.caseload')}?{urlencode({name: value for name, value in words.items() if value})}"
