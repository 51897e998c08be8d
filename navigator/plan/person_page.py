"""The navigator's page of one person."""

import uuid
from typing import Any

from babel import Locale
from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from messaging.phone_numbers import pretty
from messaging.sending import hours_here
from navigator import forms
from navigator.config import Settings
from navigator.conversations.labels import HEADINGS, OWN_HEADINGS
from navigator.conversations.own_words_models import IF_WORSE, Heading
from navigator.people import arrivals, text_times
from navigator.people.access import get_person
from navigator.people.models import Need, Person
from navigator.people.needs_pages import NEEDS
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import Way
from navigator.people.trail import looked_at
from navigator.plan import inviting, labels, queries, text_choice_pages
from navigator.referrals import labels as referral_labels
from navigator.referrals.queries import STILL_OPEN, list_takers
from navigator.steps.labels import HOW_OFTEN, STATUS_COLOUR, STEP_STATUS
from navigator.steps.thresholds import confident_enough, is_to_be_made_smaller
from navigator.tasks.labels import in_words
from navigator.tasks.queries import list_tasks_of
from navigator.threads.queries import preview_of
from navigator.times import LONDON, utc_now
from navigator.visits import labels as visit_labels
from navigator.visits.queries import list_arranged
from translations.locales import language

blueprint = Blueprint("person_page", __name__, template_folder="templates")
ABOUT_AT_A_GLANCE = (Heading.IMPORTANT, Heading.COMMUNICATION, Heading.PLEASE_DO, Heading.SUPPORT)
blueprint.add_url_rule("/<uuid:person_id>/texts/choose", view_func=text_choice_pages.choose_texts, methods=["GET", "POST"])


@blueprint.get("/<uuid:person_id>")
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """The person at a glance: how to reach them, why they need somebody, what matters, what comes next."""
    shown = get_person(staff=current_staff(), person_id=person_id)
    now = utc_now()
    settings: Settings = current_app.extensions["settings"]
    glance = queries.get_glance(person=shown, staff_id=current_staff().id, now=now)
    return _show(
        shown,
        glance,
        text_times=text_times.in_words(shown),
        goes_on=None if hours_here.is_allowed(now) else hours_here.next_allowed(now),
        blank_form=forms.blank(),
        enough=confident_enough(shown),
        is_to_be_made_smaller=is_to_be_made_smaller,
        arranged=list_arranged(shown.id, now=now),
        visit_labels=visit_labels,
        tasks=list_tasks_of(shown.id),
        task_words=in_words,
        today=now.astimezone(LONDON).date(),
        takers=list_takers([shown.id]),
        next_text=preview_of(glance.planned[0]) if glance.planned else None,
        link_text=arrivals.preview_plan_link(
            person=shown,
            public_url=settings.public_url,
            pence_per_segment=settings.sms_pence_per_segment,
            reach=glance.reach,
        ),
        invitation=inviting.preview(
            person=shown,
            public_url=settings.public_url,
            pence_per_segment=settings.sms_pence_per_segment,
            reach=glance.reach,
        ),
        own_labels=OWN_HEADINGS,
        IF_WORSE=IF_WORSE,
        ABOUT_AT_A_GLANCE=ABOUT_AT_A_GLANCE,
        consents=[(labels.describe_consent(consent, team_name=shown.team.name), consent) for consent in glance.consents],
        open_referrals=[referral for referral in glance.referrals if referral.status in STILL_OPEN],
        ended_referrals=[referral for referral in glance.referrals if referral.status not in STILL_OPEN],
    )


@blueprint.get("/<uuid:person_id>/texts")
def texts(person_id: uuid.UUID) -> ResponseReturnValue:
    """The address at which the texts used to be."""
    return redirect(url_for("person_thread.thread", person_id=person_id), 301)


def _show(shown: Person, glance: queries.AtAGlance, **values: Any) -> str:
    staff_id, person_id, spoken = current_staff().id, shown.id, language(shown.language)
    way = glance.reach.way
    page = render_template(
        "plan/person.html",
        person=shown,
        glance=glance,
        mobile=pretty(shown.mobile) if shown.mobile else "",
        spoken=spoken,
        spoken_name=Locale.parse(spoken.code).get_display_name(get_locale()) or spoken.english_name,
        labels=labels,
        needs=[NEEDS[need] for need in Need if need in shown.needs],
        way=labels.WAYS.get(way.because) if isinstance(way, Way) else None,
        referral_labels=referral_labels,
        headings=HEADINGS,
        how_often=HOW_OFTEN,
        step_states=STEP_STATUS,
        step_colours=STATUS_COLOUR,
        **values,
    )
    looked_at(staff_id=staff_id, person_id=person_id, page="person")
    return page
