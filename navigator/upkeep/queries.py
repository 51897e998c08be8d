"""What the administrators' pages of listings begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from directory.importing import conflicts
from directory.models import Organization, Service
from directory.publishing import gate
from directory.upkeep import asking_contacts, duplicates, moderation, reports
from messaging import dead_addresses
from messaging.sending import breaker
from navigator.db import db
from navigator.times import utc_now

PER_PAGE = 20


@dataclass(frozen=True)
class AdminPage:
    """A page of the administrators': what it is for, and how much waits there (None: nothing ever waits there)."""

    words: str
    why: str
    address: str
    waiting: int | None = None


def list_admin_pages() -> list[AdminPage]:
    """Every page an administrator has, those where something may wait first. One or two queries for each of these."""
    now = utc_now()
    return [
        AdminPage(
            gettext("Changes to look at"),
            gettext("What editors and new groups have sent: before and after."),
            url_for("moderation.queue"),
            moderation.count_waiting(),
        ),
        AdminPage(
            gettext("What people say is wrong"),
            gettext("Visitors tell us that a time, a place or a number is not right."),
            url_for("wrong_admin.waiting"),
            reports.count_waiting(),
        ),
        AdminPage(
            gettext("To be rung"),
            gettext("Listings nobody has checked, of groups that nobody can write to, or that did not answer."),
            url_for("to_be_rung.to_be_rung"),
            asking_contacts.count_to_ring(now=now, dead=dead_addresses.all_dead(now=now)),
        ),
        AdminPage(
            gettext("Where a source says something else"),
            gettext("Ours was edited here, and then theirs changed. Which is right?"),
            url_for("sources_admin.list_conflicts"),
            conflicts.count_waiting(),
        ),
        AdminPage(
            gettext("Listings that look alike"),
            gettext("Two that may be one: make one of them, or say that they are two."),
            url_for("listing_pairs.pairs"),
            duplicates.count_pairs(),
        ),
        AdminPage(
            gettext("Held back from the open feed"),
            gettext("Listings other directories do not get yet, and what to add."),
            url_for("held_back.held_back"),
            gate.count_held_back(),
        ),
        AdminPage(
            gettext("Organisations"),
            gettext("Who keeps which listings right. Invite somebody here."),
            url_for("organizations_admin.organizations"),
        ),
        AdminPage(
            gettext("Bring in a spreadsheet"),
            gettext("A list in Excel or CSV becomes listings. You see what would change first."),
            url_for("imports.sheets"),
        ),
        AdminPage(
            gettext("Where listings come from"),
            gettext("Feeds that are fetched again and again, and what each brought."),
            url_for("sources_admin.sources"),
        ),
        AdminPage(
            gettext("Quality marks"),
            gettext("The locality’s own marks: who holds them, and until when."),
            url_for("marks_admin.marks"),
        ),
        AdminPage(
            gettext("Words people use"),
            gettext("What people type, and what it means, so that a search understands them."),
            url_for("listings_admin.words"),
        ),
        AdminPage(
            gettext("What was looked for and not found"),
            gettext("What the neighbourhood needs and does not have, by place and month."),
            url_for("listings_admin.gaps_found"),
        ),
        AdminPage(
            gettext("The order of results"),
            gettext("What counts how much when listings are put in order. You see what a change would do first."),
            url_for("ranking_admin.ranking"),
        ),
        AdminPage(
            gettext("Colleagues"),
            gettext("Who may sign in, what they speak and know, when they work. Invite somebody, or let somebody go."),
            url_for("users_admin.users"),
        ),
        AdminPage(
            gettext("Teams"),
            gettext("Their names, and whom people ring."),
            url_for("teams_admin.teams"),
        ),
        AdminPage(
            gettext("Localities"),
            gettext("Whom people can ring, when somebody answers, and what colleagues may be good at."),
            url_for("localities_admin.localities"),
        ),
        AdminPage(
            gettext("Ready plans"),
            gettext("What is made in one go: steps, things to do, contacts. Who changed what."),
            url_for("plan_templates.plans"),
        ),
        AdminPage(
            gettext("What we ask, and ideas to try"),
            gettext("The questions of a conversation and the ideas for each need, in your own words and each language."),
            url_for("lines_admin.lines"),
        ),
        AdminPage(
            gettext("Measures"),
            gettext("Which questions are asked about how people are, and the licensed ones of which scores are written down."),
            url_for("instruments.instruments"),
        ),
        AdminPage(
            gettext("Programmes"),
            gettext("What people are in for a time, in plain words; open or closed."),
            url_for("programmes_admin.programmes"),
        ),
        AdminPage(
            gettext("Settings"),
            gettext("When somebody has gone quiet, how sure is sure enough, and how many people are enough."),
            url_for("settings_admin.settings"),
        ),
        AdminPage(
            gettext("Telling other programs"),
            gettext("Which addresses are called when a referral moves, and what became of it."),
            url_for("webhooks_admin.webhooks"),
        ),
        AdminPage(
            gettext("Keys for programs"),
            gettext("Which programs act for whom, what they may do, and when they last did."),
            url_for("tokens_admin.all_tokens"),
        ),
        AdminPage(
            gettext("Every change"),
            gettext("Who changed what of localities, teams, programmes, colleagues and settings."),
            url_for("changes_admin.all_changes"),
        ),
        AdminPage(
            gettext("Reminders"),
            gettext("Which texts go round an appointment, a step or a review, and when."),
            url_for("reminders.reminders"),
        ),
        AdminPage(
            gettext("What we write to people"),
            gettext("The words of every text and e-mail, in each language. You can say any of them in your own words."),
            url_for("wording_admin.wording"),
        ),
        AdminPage(
            gettext("What is going out"),
            gettext("What waits, what is late, and the switch that stops a message."),
            url_for("sending_admin.sending"),
            len(breaker.list_stopped()),
        ),
    ]


def list_services_called(asked: str, *, page: int) -> tuple[Sequence[Service], int]:
    """Listings whose name, or whose organisation's, has these words in it, by name, and how many there are."""
    named = select(Service).join(Service.organization)
    if asked:
        named = named.where(
            or_(Service.name.icontains(asked, autoescape=True), Organization.name.icontains(asked, autoescape=True))
        )
    total = db.session.scalar(select(func.count()).select_from(named.subquery())) or 0
    by_name = named.order_by(Service.name, Service.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return db.session.scalars(by_name.options(joinedload(Service.organization))).all(), total
