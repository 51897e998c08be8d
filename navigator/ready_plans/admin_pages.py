"""For administrators: what each ready plan makes, changed line by line; who changed what, and the way back."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.contacts.schedules import list_schedules
from navigator.db import db
from navigator.forms import Form
from navigator.people.staff_sessions import current_staff
from navigator.ready_plans import operations, queries
from navigator.ready_plans.labels import KINDS, NUDGES
from navigator.ready_plans.models import Kind
from navigator.ready_plans.usual import MOST_DAYS, Line, ReadyPlan
from navigator.steps.labels import HOW_OFTEN
from navigator.steps.models import HowOften
from navigator.times import utc_now

blueprint = Blueprint("plan_templates", __name__, template_folder="templates")
MOST = 12  # lines of one plan


@blueprint.get("/plan-templates")
def plans() -> ResponseReturnValue:
    """All of them."""
    return render_template("ready_plans/admin_plans.html", plans=queries.list_plans(with_withdrawn=True))


@blueprint.get("/plan-templates/new")
def new() -> ResponseReturnValue:
    """One more, the locality's own."""
    return _show(None, forms.blank())


@blueprint.post("/plan-templates/new")
def save_new() -> ResponseReturnValue:
    """Keep it: navigators find it with the others from now on."""
    form, lines = _read_plan()
    if not form.is_valid:
        return _show(None, form), 422
    return _save(f"own-{uuid.uuid4().hex[:12]}", form, lines)


@blueprint.get("/plan-templates/<code>")
def plan(code: str) -> ResponseReturnValue:
    """One ready plan, to be changed."""
    ready = _plan(code)
    values: dict[str, Any] = {"name": ready.name, "about": ready.about}
    for n, line in enumerate(ready.lines):
        values |= {f"kind_{n}": line.kind.value, f"what_{n}": line.what, f"days_{n}": line.after_days}
        values |= {f"often_{n}": line.how_often.value, f"nudge_{n}": line.nudge_days}
    return _show(ready, forms.blank(**values))


@blueprint.post("/plan-templates/<code>")
def save(code: str) -> ResponseReturnValue:
    """A new version. A line without a kind is left out."""
    ready = _plan(code)
    form, lines = _read_plan()
    if not form.is_valid:
        return _show(ready, form), 422
    return _save(code, form, lines)


@blueprint.post("/plan-templates/<code>/withdraw")
def withdraw(code: str) -> ResponseReturnValue:
    """It is not offered any more."""
    operations.withdraw_plan(plan=_plan(code), staff=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("It is not offered any more. An earlier version brings it back."), "success")
    return redirect(url_for(".plan", code=code), 303)


@blueprint.post("/plan-templates/<code>/versions/<uuid:version_id>")
def go_back(code: str, version_id: uuid.UUID) -> ResponseReturnValue:
    """Make it again as it was in an earlier version."""
    version = next((one for one in queries.list_versions(code) if one.id == version_id), None)
    if version is None:
        abort(404)
    earlier = queries.read_version(version)
    operations.save_plan(
        code=code, name=version.name, about=version.about, lines=earlier.lines, staff=current_staff(), now=utc_now()
    )
    db.session.commit()
    flash(gettext("It is as it was then."), "success")
    return redirect(url_for(".plan", code=code), 303)


def _save(code: str, form: Form, lines: list[Line]) -> ResponseReturnValue:
    operations.save_plan(
        code=code, name=form.data["name"], about=form.data["about"], lines=lines, staff=current_staff(), now=utc_now()
    )
    db.session.commit()
    flash(gettext("Saved. Plans that were made stay as they are."), "success")
    return redirect(url_for(".plan", code=code), 303)


def _read_plan() -> tuple[Form, list[Line]]:
    """What was typed, and the lines it makes; a friendly word goes with a step alone."""
    fields: dict[str, Any] = {
        "name": forms.Text(missing=lazy_gettext("Write its name"), longest=120),
        "about": forms.Text(longest=300),
    }
    kinds = ("", *(kind.value for kind in Kind))
    for n in range(MOST):
        fields[f"kind_{n}"] = forms.OneOf(kinds, missing=lazy_gettext("Choose what it makes"))
        fields[f"what_{n}"] = forms.Text(longest=300)
        wrong = lazy_gettext("Write how many days, from 0 to %(most)s", most=MOST_DAYS)
        fields[f"days_{n}"] = forms.WholeNumber(0, MOST_DAYS, wrong=wrong, optional=True)
        fields[f"often_{n}"] = forms.OneOf(tuple(often.value for often in HowOften), missing=lazy_gettext("Choose how often"))
        fields[f"nudge_{n}"] = forms.OneOf(tuple(NUDGES), missing=lazy_gettext("Choose when a friendly word goes"))
    form = forms.read(forms.FormSchema.from_dict(fields, name="PlanTemplateForm")(), request.form)
    schedules: set[str] = {one.name for one in list_schedules()}
    lines: list[Line] = []
    for n in range(MOST):
        kind, what, days = form.data.get(f"kind_{n}"), form.data.get(f"what_{n}"), form.data.get(f"days_{n}")
        if not kind or form.errors:
            continue
        if kind in (Kind.STEP, Kind.TASK) and not what:
            form = form.with_error(f"what_{n}", gettext("Write what it is."))
        elif kind == Kind.CONTACTS and what not in schedules:
            form = form.with_error(
                f"what_{n}", gettext("Write the name of a schedule: %(names)s", names=", ".join(sorted(schedules)))
            )
        else:
            nudge_days = form.data[f"nudge_{n}"] if kind == Kind.STEP else ""
            lines.append(Line(Kind(kind), what, days or 0, HowOften(form.data[f"often_{n}"]), nudge_days))
    if form.is_valid and not lines:
        form = form.with_error("kind_0", gettext("A ready plan needs one line at least."))
    return form, lines


def _plan(code: str) -> ReadyPlan:
    try:
        return queries.get_plan(code, with_withdrawn=True)
    except queries.PlanNotFound:
        abort(404)


def _show(ready: ReadyPlan | None, form: Form) -> str:
    return render_template(
        "ready_plans/admin_plan.html",
        plan=ready,
        form=form,
        rows=range(MOST),
        kinds=[("", gettext("Nothing"))] + [(kind.value, words) for kind, words in KINDS.items()],
        often=[(often.value, words) for often, words in HOW_OFTEN.items()],
        nudges=list(NUDGES.items()),
        versions=queries.list_versions(ready.code) if ready else [],
    )
