"""Joins the parts into one application. Nothing imports this module."""

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from os import environ
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_babel import Babel
from flask_migrate import Migrate
from flask_smorest import Api
from flask_wtf import CSRFProtect
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from werkzeug.middleware.proxy_fix import ProxyFix

import directory.finding.models
import directory.history.models
import directory.importing.models
import directory.publishing.models
import directory.upkeep.contact_models
import directory.upkeep.models
import directory.upkeep.report_models
import directory.upkeep.signals
import navigator.referrals.dealing_models
import navigator.referrals.in_steps
import navigator.referrals.signals
import navigator.referrals.signpost_models
import navigator.referring_in.taking_over
import navigator.teams.signals
import navigator.threads.taking_over
import navigator.upkeep.reports
import navigator.visits.signals
from directory import queries as directory_queries
from directory.finding.public import signals as finding_signals
from directory.upkeep.signals import something_wrong_reported
from messaging import signals
from messaging.plans import operations as plans
from messaging.sending import hours_here
from messaging.sending.quiet_hours import DecentHours
from navigator import cli
from navigator.caseload import checks, in_touch
from navigator.circle import check_ins
from navigator.circle import operations as circle_operations
from navigator.circle import texts as circle_texts
from navigator.config import Settings, SettingsWrong, read_settings
from navigator.contacts import schedules
from navigator.db import db, prepare_engine
from navigator.doors import DOORS, WITHOUT_A_PAGE
from navigator.messages import alerts
from navigator.people import enrolments, staff_sessions
from navigator.people import signals as people_signals
from navigator.referrals import handing as referrals_handing
from navigator.referrals import replies, safety
from navigator.referrals import team_notes as referrals_team_notes
from navigator.steps import nudges
from navigator.steps import signals as step_signals
from navigator.tasks import handing as tasks_handing
from navigator.tasks import operations as tasks
from navigator.threads import arriving, team_hours
from navigator.threads import desk_notes as threads_desk_notes
from navigator.threads import handing as threads_handing
from navigator.threads.team_hours import TeamHours
from navigator.upkeep import counting, letters
from navigator.visits import handing as visits_handing
from navigator.visits import operations as visits
from navigator.web import errors, frame, guards, languages, page_words
from navigator.webhooks import noting as webhooks_noting
from translations.locales import CATALOGUES

HERE = Path(__file__).parent.resolve()


# Events go up: what happens in messaging and the directory is acted on by the features above, which they do not know.
CONNECTIONS: tuple[tuple[signals.Signal, Callable[..., object]], ...] = (
    (signals.reply_received, plans.stop_when_answered),
    (signals.reply_received, replies.act_on_reply),
    (signals.reply_received, arriving.note_reply),
    (navigator.referrals.signals.appointment_news, circle_texts.tell_of_appointment),
    (navigator.visits.signals.visited_at_home, circle_texts.tell_of_home_visit),
    (people_signals.support_ended, circle_operations.end_for_person),
    (navigator.referrals.signals.attention_taken, arriving.note_taken),
    (navigator.referrals.signals.attention_settled, arriving.note_settled),
    (navigator.referrals.signals.attention_opened_again, arriving.note_opened_again),
    (signals.message_failed, replies.act_on_failure),
    (signals.template_stopped, alerts.tell_administrators),
    (signals.mailbox_closed, alerts.tell_that_bounces_are_not_read),
    (people_signals.safe_contact_changed, safety.tell_receivers),
    (people_signals.safe_contact_changed, check_ins.stop_when_prohibited),
    (people_signals.support_ended, schedules.end_for_person),
    (people_signals.support_ended, nudges.stop_for_person),
    (people_signals.support_ended, enrolments.end_for_person),
    (people_signals.coordinator_changed, threads_handing.note_handed_over),
    (people_signals.coordinator_changed, referrals_handing.note_handed_over),
    (people_signals.coordinator_changed, tasks_handing.note_handed_over),
    (people_signals.coordinator_changed, visits_handing.note_handed_over),
    (people_signals.staff_leaving, tasks_handing.note_leaving),
    (people_signals.staff_leaving, visits_handing.note_leaving),
    (people_signals.leaving_looked_at, tasks_handing.count_to_do),
    (people_signals.leaving_looked_at, visits_handing.count_arranged),
    (people_signals.staff_leaving, threads_handing.note_leaving),
    (people_signals.staff_leaving, referrals_handing.note_leaving),
    (people_signals.leaving_looked_at, threads_handing.count_in_hand),
    (people_signals.leaving_looked_at, referrals_handing.count_under_way),
    (navigator.teams.signals.team_opened, threads_desk_notes.note_for_the_lead),
    (navigator.teams.signals.team_taken_over, navigator.referring_in.taking_over.take_over),
    (navigator.teams.signals.team_taken_over, navigator.threads.taking_over.take_over),
    (navigator.teams.signals.closing_looked_at, navigator.referring_in.taking_over.count_waiting),
    (navigator.teams.signals.team_opened, referrals_team_notes.note_unanswered),
    (people_signals.support_ended, tasks.end_for_person),
    (people_signals.support_ended, visits.end_for_person),
    (navigator.referrals.signals.referral_moved, checks.follow_referral),
    (navigator.referrals.signals.referral_moved, webhooks_noting.note_move),
    (navigator.visits.signals.contact_taken_back, in_touch.forget_contact),
    (step_signals.nudges_unanswered, replies.act_on_silence),
    (step_signals.would_change, replies.act_on_wish_to_change),
    (step_signals.step_opened, navigator.referrals.in_steps.tell_the_step),
    (directory.upkeep.signals.edit_decided, letters.tell_what_was_decided),
    (finding_signals.listings_found, counting.note_found),
    (finding_signals.listing_shown, counting.note_shown),
    (something_wrong_reported, navigator.upkeep.reports.tell),
)


def create_app(settings: Settings | None = None, *, serving: bool = False) -> Flask:
    """The application. `settings` default to the environment's; `serving` demands what only the web and the worker need.

    Raises `navigator.config.SettingsWrong` when the environment does not add up.
    """
    settings = settings or read_settings(environ, serving=serving)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsWrong(f"NAVIGATOR_DATA_DIR: the folder {settings.data_dir} cannot be made ({problem.strerror})") from None
    app = Flask("navigator", root_path=str(HERE), static_folder=None, template_folder="web/templates")
    app.extensions["settings"] = settings
    if serving and settings.is_https and not settings.proxies:
        app.logger.warning(
            "NAVIGATOR_PUBLIC_URL is https and NAVIGATOR_PROXIES is 0: if a proxy stands before the service, "
            "every visitor seems to have its address, and throttles count them all as one"
        )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # an error in a log must not name people
        SESSION_COOKIE_NAME="care_navigator",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: a slow conversation is not an attack
        WTF_CSRF_CHECK_DEFAULT=True,
        BABEL_TRANSLATION_DIRECTORIES=str(CATALOGUES),
        BABEL_DEFAULT_TIMEZONE="Europe/London",
        API_TITLE="Care Navigator",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        API_SPEC_OPTIONS={"components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}}},
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    if settings.proxies:  # so that a throttle counts the visitor's address, not the proxy's
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]  # Flask's documented way
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(HERE / "migrations"), render_as_batch=True)
    Babel(app, locale_selector=languages.choose)
    page_words.init_app(app)
    csrf = CSRFProtect(app)
    staff_sessions.init_app(app, idle=settings.staff_idle, longest=settings.staff_longest)
    api = Api(app)
    for door in DOORS:
        if door.is_api:
            api.register_blueprint(door.blueprint, url_prefix=door.prefix)
        else:
            app.register_blueprint(door.blueprint, url_prefix=door.prefix or None)
    for door in DOORS:
        if door.is_api or door.guard in WITHOUT_A_PAGE:
            csrf.exempt(door.blueprint)  # no cookie is believed there: a token, a signature or a link is
    hours_here.set_up(app, _decent_hours(settings))
    team_hours.set_up(app, partial(_team_hours, settings))
    frame.init_app(app, settings)  # before the guards: how a transaction begins is settled before they ask the database
    guards.apply(app, {door.blueprint.name: door.guard for door in DOORS})
    errors.init_app(app)
    counting.init_app(app, by_itself=serving)
    for signal, act in CONNECTIONS:
        signal.connect(act)
    return app


def _decent_hours(settings: Settings) -> DecentHours:
    """When people are texted, by the settings; the directory's calendar says which days are bank holidays."""
    return DecentHours(
        opens=settings.texts_from,
        closes=settings.texts_until,
        sundays=settings.texts_sundays,
        bank_holidays=settings.texts_bank_holidays,
        is_bank_holiday=lambda day: directory_queries.special_days().is_kept_as_bank_holiday(day),
    )


def _team_hours(settings: Settings) -> TeamHours:
    """When somebody of the team reads texts, by the settings: never on a bank holiday. The calendar is read once, if at all."""
    special_days = cache(directory_queries.special_days)
    hours = DecentHours(
        opens=settings.team_from,
        closes=settings.team_until,
        bank_holidays=False,
        is_bank_holiday=lambda day: special_days().is_kept_as_bank_holiday(day),
        not_on=frozenset(range(7)) - settings.team_days,
    )
    return TeamHours(hours, timedelta(hours=settings.answer_within_hours))


def main() -> None:
    """The `navigator` command. Exit code 0 only on success; what went wrong is one plain line on standard error."""
    group = click.Group(
        "navigator",
        commands=list(cli.COMMANDS),
        help="Care Navigator: a directory of local help, referrals, conversations and texts.",
    )
    script = ScriptInfo(create_app=create_app, set_debug_flag=False)
    try:
        code = group.main(obj=script, standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.exceptions.NoArgsIsHelpError as problem:
        path = problem.ctx.command_path if problem.ctx else "navigator"
        code = _complain(f"say which command; `{path} --help` lists them", problem.exit_code)
    except click.ClickException as problem:
        code = _complain(problem.format_message(), problem.exit_code)
    except SettingsWrong as problem:
        code = _complain("; ".join(str(problem).splitlines()), 2)
    except (OperationalError, ProgrammingError) as problem:
        code = _complain(_what_the_database_said(problem), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _what_the_database_said(problem: DBAPIError) -> str:
    said = str(problem.orig).splitlines()[0]
    if "no such table" in said or "does not exist" in said or "no such column" in said:
        return f"the tables are not as this version needs them ({said}): run `navigator db upgrade`"
    return f"the database did not answer: {said}"


def _complain(what: str, code: int) -> int:
    click.echo(f"navigator: {what}", err=True)
    return code
