"""For administrators: the numbers a locality works by, who changed them, and the way back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people.staff_sessions import current_staff
from navigator.teams import changes, labels, rules
from navigator.teams.change_pages import tell
from navigator.teams.models import Subject
from navigator.teams.schemas import SettingsForm
from navigator.times import utc_now

blueprint = Blueprint("settings_admin", __name__, template_folder="templates")


@blueprint.route("", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """The numbers of one's own locality."""
    locality = current_staff().team.locality
    if request.method == "GET":
        return _show(forms.blank(**rules.as_values(rules.get_rules(locality.id))))
    form = forms.read(SettingsForm(), request.form)
    if not form.is_valid:
        return _show(form), 422
    is_changed = rules.change_rules(locality=locality, rules=rules.Rules(**form.data), by=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("Saved. It counts from now on.") if is_changed else gettext("Nothing was different."), "success")
    return redirect(url_for(".settings"), 303)


def _show(form: forms.Form) -> str:
    locality = current_staff().team.locality
    found, _ = changes.list_changes(Subject.SETTINGS, subject_id=locality.id)
    return render_template("teams/settings.html", form=form, locality=locality, labels=labels.FIELDS, told=tell(found))
