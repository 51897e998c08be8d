"""Referrals in, and lists of proposed people, for programs acting for a member of staff."""

import uuid
from datetime import timedelta
from typing import Any, NoReturn

from flask_babel import force_locale

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people.access import list_ids_seen_by
from navigator.people.api_tokens import current_holder, needs
from navigator.people.arrivals import LikelyDuplicate
from navigator.people.enrolments import list_programmes
from navigator.people.models import Role
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import looked_through
from navigator.referring_in import coming_in, labels, operations, proposal_lines, proposals, queries
from navigator.referring_in.api_schemas import (
    AcceptIn,
    AskReferrerIn,
    DeclineIn,
    OneReferralInOut,
    ParkIn,
    ProposalListIn,
    ProposalListOut,
    ReferralInOut,
    ShelfQuery,
)
from navigator.referring_in.models import ProposalList, ReferralIn, Source
from navigator.referring_in.queries import DEALS_WITH_THEM
from navigator.times import LONDON, utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("referrals_in_api", __name__, description="Who asks us to support somebody, and what we answer.")
lists = Blueprint("proposals_api", __name__, description="Lists of proposed people, each for a human to decide about.")

DECIDED = "It was decided already; `errors.state` says how."
LATEST = timedelta(days=366)


@blueprint.get("")
@needs(blueprint, TokenScope.REFERRALS_READ, roles=DEALS_WITH_THEM)
@blueprint.arguments(ShelfQuery, location="query")
@blueprint.response(200, envelope_of(ReferralInOut))
def list_referrals_in(asked: dict[str, Any]) -> Envelope:
    """One part of your team's inbox. What is open: urgent and home from hospital first, then the oldest."""
    staff, today = current_holder(), utc_now().astimezone(LONDON).date()
    found = queries.list_shelf(staff, today=today, **asked)
    looked_through(staff_id=staff.id, person_ids=[row.id for row in found.rows], page="api: referrals in")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:referral_id>")
@needs(blueprint, TokenScope.REFERRALS_READ, roles=DEALS_WITH_THEM)
@blueprint.response(200, OneReferralInOut)
def get_referral_in(referral_id: uuid.UUID) -> ReferralIn:
    """One of them, with its history."""
    found = queries.get_referral_in(staff=current_holder(), referral_id=referral_id)
    looked_through(staff_id=current_holder().id, person_ids=[], page=f"api: referral in {found.reference}")
    return found


@blueprint.post("/<uuid:referral_id>/accept")
@needs(blueprint, TokenScope.REFERRALS_WRITE, roles=DEALS_WITH_THEM)
@blueprint.arguments(AcceptIn)
@blueprint.response(200, OneReferralInOut)
@blueprint.alt_response(409, description="Decided already; or we may know them: `errors.duplicates` lists those you may see.")
def accept(given: dict[str, Any], referral_id: uuid.UUID) -> ReferralIn:
    """We support them from now on. The referrer hears of it, and the person is welcomed when they agreed to texts."""
    staff, found = current_holder(), _locked(referral_id)
    team = {each.id: each for each in queries.list_coordinators(found.team_id)}
    programmes = {each.id: each for each in list_programmes(found.team.locality_id, only_open=True)}
    wrong = {}
    if given["coordinator_id"] not in team:
        wrong["coordinator_id"] = ["Nobody of the team who may support them has this id."]
    if given["programme_id"] and given["programme_id"] not in programmes:
        wrong["programme_id"] = ["There is no such programme here that takes new people."]
    if found.source is Source.LIST and not given["has_agreed"]:
        wrong["has_agreed"] = ["A name on a list is not a yes: ask them first."]
    if wrong:
        abort(422, errors={"json": wrong})
    answer = "new" if given["is_another_person"] else str(given["person_id"] or "")
    try:
        operations.accept(
            referral=found,
            staff=staff,
            coordinator=team[given["coordinator_id"]],
            answer=answer,
            agreed_words=labels.agreed_words(Source.LIST, may_text=False) if given["has_agreed"] else "",
            programme=programmes.get(given["programme_id"]),
            now=utc_now(),
            **_secrets(),
        )
    except LikelyDuplicate as likely:
        ids = [one.person.id for one in likely.duplicates]
        seen = list_ids_seen_by(staff=staff, person_ids=ids)
        abort(
            409,
            message="We may know them. Look, then send person_id, or is_another_person.",
            errors={"duplicates": [str(person_id) for person_id in ids if person_id in seen]},
        )
    except operations.MustNotBeSupported:
        abort(409, message="We know this person: they asked us not to be in touch, or have died.")
    except operations.CannotMove as problem:
        _refuse(problem)
    return _commit(referral_id)


@blueprint.post("/<uuid:referral_id>/decline")
@needs(blueprint, TokenScope.REFERRALS_WRITE, roles=DEALS_WITH_THEM)
@blueprint.arguments(DeclineIn)
@blueprint.response(200, OneReferralInOut)
@blueprint.alt_response(409, description=DECIDED)
def decline(given: dict[str, Any], referral_id: uuid.UUID) -> ReferralIn:
    """We cannot support them; the referrer reads why."""
    found = _locked(referral_id)
    try:
        operations.decline(referral=found, staff=current_holder(), now=utc_now(), **given, **_secrets())
    except operations.CannotMove as problem:
        _refuse(problem)
    return _commit(referral_id)


@blueprint.post("/<uuid:referral_id>/park")
@needs(blueprint, TokenScope.REFERRALS_WRITE, roles=DEALS_WITH_THEM)
@blueprint.arguments(ParkIn)
@blueprint.response(200, OneReferralInOut)
@blueprint.alt_response(409, description=DECIDED)
def park(given: dict[str, Any], referral_id: uuid.UUID) -> ReferralIn:
    """Later: it comes back to the top of the list on that day."""
    found, now = _locked(referral_id), utc_now()
    today = now.astimezone(LONDON).date()
    if not today < given["until"] <= today + LATEST:
        abort(422, errors={"json": {"until": ["From tomorrow on, within a year."]}})
    try:
        operations.park(referral=found, staff=current_holder(), now=now, **given, **_secrets())
    except operations.CannotMove as problem:
        _refuse(problem)
    return _commit(referral_id)


@blueprint.post("/<uuid:referral_id>/ask")
@needs(blueprint, TokenScope.REFERRALS_WRITE, roles=DEALS_WITH_THEM)
@blueprint.arguments(AskReferrerIn)
@blueprint.response(200, OneReferralInOut)
@blueprint.alt_response(409, description="We have no e-mail address of theirs.")
def ask(given: dict[str, Any], referral_id: uuid.UUID) -> ReferralIn:
    """A question to the referrer. Their e-mail has a link to it; nothing about the person stands in it."""
    found = _locked(referral_id)
    if not found.referrer_email:
        abort(409, message="We have no e-mail address of theirs: ring them.")
    operations.ask_referrer(referral=found, words=given["words"], staff=current_holder(), now=utc_now(), **_secrets())
    return _commit(referral_id)


@blueprint.post("/<uuid:referral_id>/open-again")
@needs(blueprint, TokenScope.REFERRALS_WRITE, roles=DEALS_WITH_THEM)
@blueprint.response(200, OneReferralInOut)
@blueprint.alt_response(409, description=DECIDED)
def open_again(referral_id: uuid.UUID) -> ReferralIn:
    """To be looked at after all."""
    try:
        operations.open_again(referral=_locked(referral_id), staff=current_holder(), now=utc_now())
    except operations.CannotMove as problem:
        _refuse(problem)
    return _commit(referral_id)


@lists.post("")
@needs(lists, TokenScope.REFERRALS_WRITE, roles=(Role.TEAM_LEAD,))
@lists.arguments(ProposalListIn)
@lists.response(201, ProposalListOut)
def hand_in(given: dict[str, Any]) -> dict[str, Any]:
    """Hand in a list. It is read and nothing comes of it yet: look at what would, then add it."""
    staff = current_holder()
    handed_in = proposals.hand_in(file_name=given["file_name"], content=given["csv"], team=staff.team, by=staff, now=utc_now())
    shown = _looked_at(handed_in)
    db.session.commit()
    return shown


@lists.get("/<uuid:list_id>")
@needs(lists, TokenScope.REFERRALS_READ, roles=(Role.TEAM_LEAD,))
@lists.response(200, ProposalListOut)
def get_list(list_id: uuid.UUID) -> dict[str, Any]:
    """What would come of it, or what came of it and has still to be mended."""
    return _looked_at(queries.get_list(staff=current_holder(), list_id=list_id))


@lists.post("/<uuid:list_id>/add")
@needs(lists, TokenScope.REFERRALS_WRITE, roles=(Role.TEAM_LEAD,))
@lists.response(200, ProposalListOut)
def add(list_id: uuid.UUID) -> dict[str, Any]:
    """Every good line becomes a proposal, on the shelf `proposed`. Nobody is contacted. Adding twice adds nobody twice."""
    handed_in = queries.get_list(staff=current_holder(), list_id=list_id)
    settings, now = coming_in.settings(), utc_now()
    proposals.add(
        handed_in=handed_in,
        key=settings.secret_key,
        now=now,
        today=now.astimezone(LONDON).date(),
        allows_test_numbers=settings.allows_test_numbers,
    )
    db.session.commit()
    return _looked_at(handed_in)


def _looked_at(handed_in: ProposalList) -> dict[str, Any]:
    today, allows = utc_now().astimezone(LONDON).date(), coming_in.settings().allows_test_numbers
    looked = proposals.Looked((), (), (), ())
    if handed_in.content:
        try:
            with force_locale(DEFAULT):  # a program reads this
                looked = proposals.look(handed_in, today=today, allows_test_numbers=allows)
        except proposal_lines.FileWrong as problem:
            abort(422, errors={"json": {"csv": [str(problem)]}})
    return {
        **{name: getattr(handed_in, name) for name in ("id", "file_name", "made_at", "added_at", "added")},
        **{name: len(getattr(looked, name)) for name in ("ready", "known", "standing")},
        "to_mend": looked.to_mend,
    }


def _locked(referral_id: uuid.UUID) -> ReferralIn:
    return queries.get_referral_in(staff=current_holder(), referral_id=referral_id, lock=True)


def _secrets() -> dict[str, Any]:
    return {"key": coming_in.settings().secret_key, "public_url": coming_in.settings().public_url}


def _refuse(problem: operations.CannotMove) -> NoReturn:
    abort(409, message=f"It is {problem.state.value} already.", errors={"state": [problem.state.value]})


def _commit(referral_id: uuid.UUID) -> ReferralIn:
    db.session.commit()
    return queries.get_referral_in(staff=current_holder(), referral_id=referral_id)
