"""For the person: the questions they were invited to answer, one a page, and what they answered before."""

import uuid

from flask import Blueprint, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.measures import asking_pages, operations, queries
from navigator.measures.instruments import INSTRUMENTS
from navigator.measures.models import Asking
from navigator.people.person_sessions import current_person
from navigator.times import utc_now

blueprint = Blueprint("my_measures", __name__, template_folder="templates")


@blueprint.get("")
def home() -> ResponseReturnValue:
    """What I am asked, and what I answered."""
    person = current_person()
    return render_template(
        "measures/my_measures.html",
        navigator=person.navigator,
        asked=[(one, INSTRUMENTS[one.instrument]) for one in queries.list_open(person.id) if one.by_themselves],
        answered=[
            (instrument, queries.list_courses(person_id=person.id, instrument=instrument)) for instrument in INSTRUMENTS.values()
        ],
        left_out=asking_pages.LEFT_OUT,
    )


@blueprint.get("/<uuid:asking_id>/<code>")
def question(asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """One question."""
    return asking_pages.show(_asking(asking_id), code, _way(asking_id))


@blueprint.post("/<uuid:asking_id>/<code>")
def save(asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep my answer, and go on."""
    asking = _asking(asking_id)

    def finish() -> None:
        operations.finish(asking=asking, staff_id=None, now=utc_now())
        name = current_person().navigator.first_name
        flash(gettext("Thank you. %(name)s can see your answers now.", name=name), "success")

    return asking_pages.save(asking, code, _way(asking_id), finish=finish)


@blueprint.post("/<uuid:asking_id>/<code>/autosave")
def autosave(asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep the number I pressed."""
    return asking_pages.autosave(_asking(asking_id), code)


def _asking(asking_id: uuid.UUID) -> Asking:
    try:
        return queries.get_asking(person_id=current_person().id, asking_id=asking_id, by_themselves=True)
    except queries.AskingNotFound:
        abort(404)


def _way(asking_id: uuid.UUID) -> asking_pages.Way:
    return asking_pages.Way(
        template="measures/my_question.html",
        question=lambda code: url_for(".question", asking_id=asking_id, code=code),
        autosave=lambda code: url_for(".autosave", asking_id=asking_id, code=code),
        end=url_for(".home"),
        values={"navigator": current_person().navigator},
    )
