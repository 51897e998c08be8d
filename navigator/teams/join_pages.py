"""Coming in by an invitation: choose a password, once."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people import throttle
from navigator.people.staff_operations import SHORTEST_PASSWORD, PasswordTooShort
from navigator.teams import invitations, labels
from navigator.teams.models import Invitation
from navigator.teams.schemas import JoinForm
from navigator.times import utc_now

blueprint = Blueprint("join", __name__, template_folder="templates")
MOST_LOOKS = 60  # in a quarter of an hour, from one address: nobody guesses 192 bits, and nobody need try


@blueprint.route("/<token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    """Who invites whom, and a password to choose. A link that opens nothing looks the same, whatever is the matter."""
    now = utc_now()
    if request.method == "POST":
        throttle.check(bucket=f"join from {request.remote_addr}", most=MOST_LOOKS, within=timedelta(minutes=15), now=now)
        db.session.commit()
    invitation = invitations.find_invitation(token, now=now)
    if invitation is None:
        return render_template("teams/join_spent.html"), 404
    if request.method == "GET":
        return _show(invitation, forms.blank())
    form = forms.read(JoinForm(), request.form)
    if not form.is_valid:
        return _show(invitation, form), 422
    try:
        staff = invitations.accept(token=token, password=form.data["password"], now=now)
    except PasswordTooShort:
        db.session.rollback()
        problem = gettext(
            "Take at least %(n)s characters: three words that do not belong together are easy to remember.", n=SHORTEST_PASSWORD
        )
        return _show(invitation, form.with_error("password", problem)), 422
    except invitations.InvitationSpent:
        db.session.rollback()
        return render_template("teams/join_spent.html"), 404
    except invitations.HasAccount:
        db.session.rollback()
        flash(gettext("You sign in with this address already. Your password is as it was."), "info")
        return redirect(url_for("staff_sign_in.sign_in"), 303)
    name = staff.first_name
    db.session.commit()
    flash(gettext("Welcome, %(name)s. Please sign in with your password.", name=name), "success")
    return redirect(url_for("staff_sign_in.sign_in"), 303)


def _show(invitation: Invitation, form: forms.Form) -> str:
    return render_template(
        "teams/join.html", invitation=invitation, form=form, role=labels.ROLES[invitation.role], shortest=SHORTEST_PASSWORD
    )
