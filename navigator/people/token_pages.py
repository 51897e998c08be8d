"""One's own keys for the API: made, shown once, ended. And, for administrators, everybody's."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from navigator import forms
from navigator.db import db
from navigator.paging import PER_PAGE, cut
from navigator.people import staff_operations
from navigator.people.models import ApiToken
from navigator.people.staff_sessions import current_staff
from navigator.people.token_labels import SCOPES
from navigator.people.token_scopes import MAY_HOLD, TokenScope, read
from navigator.times import utc_now

blueprint = Blueprint("tokens", __name__, template_folder="templates")
admin_blueprint = Blueprint("tokens_admin", __name__, template_folder="templates")

DAYS = {
    "30": lazy_gettext("A month"),
    "90": lazy_gettext("Three months"),
    "365": lazy_gettext("A year"),
}


class TokenForm(forms.FormSchema):
    """A key: what for, what it may do, how long it works."""

    label = forms.Text(missing=lazy_gettext("Write what the key is for."), longest=80)
    scopes = forms.Several(
        tuple(scope.value for scope in TokenScope), missing=lazy_gettext("Choose at least one thing that it may do.")
    )
    days = forms.OneOf(DAYS, missing=lazy_gettext("Choose how long it works."))


@blueprint.get("")
def tokens() -> str:
    """One's own keys, the newest first."""
    return _page(forms.blank(days="90"))


@blueprint.post("")
def make() -> ResponseReturnValue:
    """Make one. The answer shows it, this once: nothing keeps it."""
    form, staff = forms.read(TokenForm(), request.form), current_staff()
    scopes = {TokenScope(value) for value in form.data.get("scopes") or ()}
    if form.is_valid and not scopes <= MAY_HOLD[staff.role]:
        form = form.with_error("scopes", gettext("Your role does not allow all of this."))
    if not form.is_valid:
        return _page(form), 422
    made = staff_operations.make_token(
        staff_id=staff.id, label=form.data["label"], scopes=scopes, lasts=timedelta(days=int(form.data["days"])), now=utc_now()
    )
    db.session.commit()
    answer = make_response(_page(forms.blank(days="90"), made=made, label=form.data["label"]))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/<uuid:token_id>/end")
def end(token_id: uuid.UUID) -> ResponseReturnValue:
    """It opens nothing any more."""
    return _end(token_id, url_for(".tokens"))


@admin_blueprint.get("")
def all_tokens() -> str:
    """Everybody's keys that work, the last used first."""
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    now = utc_now()
    wanted = (
        select(ApiToken)
        .where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.last_used_at.is_(None), ApiToken.last_used_at.desc(), ApiToken.id)
    )
    rows, total = cut(wanted, page, PER_PAGE)
    return render_template(
        "people/all_tokens.html",
        tokens=[row[0] for row in rows],
        words=SCOPES,
        read=read,
        page=page,
        pages=-(-total // PER_PAGE),
        page_address=lambda number: url_for(".all_tokens", page=number),
    )


@admin_blueprint.post("/<uuid:token_id>/end")
def end_any(token_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody's key opens nothing any more."""
    return _end(token_id, url_for(".all_tokens"))


def _end(token_id: uuid.UUID, back: str) -> ResponseReturnValue:
    try:
        token = staff_operations.revoke_token(token_id=token_id, by=current_staff(), now=utc_now())
    except staff_operations.TokenNotFound:
        abort(404)
    label = token.label
    db.session.commit()
    flash(gettext("The key “%(label)s” opens nothing any more.", label=label), "success")
    return redirect(back, 303)


def _page(form: forms.Form, *, made: str = "", label: str = "") -> str:
    staff, now = current_staff(), utc_now()
    mine: Sequence[ApiToken] = db.session.scalars(
        select(ApiToken)
        .where(ApiToken.staff_id == staff.id)
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.created_at.desc(), ApiToken.id)
        .limit(50)
    ).all()
    return render_template(
        "people/tokens.html",
        form=form,
        tokens=mine,
        made=made,
        label=label,
        now=now,
        words=SCOPES,
        read=read,
        offered=[(scope.value, words) for scope, words in SCOPES.items() if scope in MAY_HOLD[staff.role]],
        days=list(DAYS.items()),
    )
