"""What could help with the needs just found, in order; each idea and each listing becomes a step with one press."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from directory.finding.index.on_disk import listing_index
from directory.needs import names_of_needs
from directory.queries import ListingNotFound, get_service, has_secret_place
from navigator import forms
from navigator.conversations import own_words
from navigator.conversations.line_models import About
from navigator.conversations.own_words_models import Heading
from navigator.conversations.queries import find_told_conversation, list_latest_needs
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.selfcare.library import PageNotFound, get_page
from navigator.steps import operations, queries
from navigator.steps.models import Goal, HowOften
from navigator.steps.options import list_options
from navigator.steps.own_ideas import find_idea
from navigator.steps.schemas import FromOptionForm
from navigator.times import utc_now
from translations.locales import DEFAULT, words


def options(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ideas and listings for one of the needs found last (`?need=`), towards one goal (`?goal=`)."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    code, now = str(get_locale() or DEFAULT), utc_now()
    names = names_of_needs(words(code))
    found = [need for need in list_latest_needs(person.id) if need in names]
    asked = request.args.get("need", "")
    if asked in names and asked not in found:
        found.append(asked)
    need = asked if asked in names else next(iter(found), "")
    goals = queries.list_active_goals(person.id)
    about, told = own_words.list_current(person.id), find_told_conversation(person.id)
    people = [about[Heading.PEOPLE].own.words] if Heading.PEOPLE in about else []
    people += [told.who_helps] if told and told.who_helps else []
    page = render_template(
        "steps/options.html",
        person=person,
        need=need,
        needs={code: names[code] for code in found},
        goals=goals,
        goal=next((goal for goal in goals if str(goal.id) == request.args.get("goal")), goals[0] if goals else None),
        people=people,
        options=list_options(need, person=person, index=listing_index(current_app, now=now), now=now, language=code)
        if need
        else None,
    )
    looked_at(staff_id=staff.id, person_id=person_id, page="options")
    return page


def make_step(person_id: uuid.UUID) -> ResponseReturnValue:
    """One press: it is a step. How confident they are is asked on its page."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(FromOptionForm(), request.form)
    if not form.is_valid:
        abort(400)
    goal = _goal(person.id, form.data["goal"])
    about = _chosen(form.data, language=person.language)
    step = operations.plan_step(
        goal=goal,
        when_words="",
        due_on=None,
        how_often=HowOften.ONCE,
        confidence=None,
        now=utc_now(),
        **about,
    )
    step_id = step.id
    record_audit(action="step_planned", staff_id=staff.id, person_id=person.id, detail=str(step_id), now=utc_now())
    db.session.commit()
    return redirect(url_for("steps.planned_step", person_id=person_id, step_id=step_id), 303)


def _goal(person_id: uuid.UUID, typed: str) -> Goal:
    found = next((goal for goal in queries.list_active_goals(person_id) if str(goal.id) == typed), None)
    if found is None:
        abort(404)
    return found


def _chosen(data: Mapping[str, str], *, language: str) -> dict[str, Any]:
    """What the step says, in the person's language, since it stands in their plan; and the listing or page it is about."""
    theirs = words(language)
    if data["kind"] == "listing":
        try:
            service = get_service(uuid.UUID(data["which"]))
        except (ValueError, ListingNotFound):
            abort(404)
        if has_secret_place(service):
            abort(404)  # no plan may name it: it is referred to instead
        what = theirs.gettext("Go to %(name)s once") % {"name": service.name}
        return {"what": what, "service_id": service.id, "service_name": service.name}
    if data["kind"] == "page":
        try:
            page = get_page(data["which"], language)
        except PageNotFound:
            abort(404)
        what = theirs.gettext("Read “%(title)s” and try one of its small steps") % {"title": page.title}
        return {"what": what, "topic": page.topic.name}
    idea = find_idea(About(data["kind"]), data["need"], data["which"], language=language)
    if idea is None:
        abort(404)
    return {"what": idea}
