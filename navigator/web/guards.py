"""Who may come through a door. `navigator.doors.DOORS` names one guard for each blueprint; one hook applies it.

A guard returns None to let the request in, or the response to give instead. Which *record* may be seen is not
decided here but in `navigator.people.access`.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_smorest import abort as refuse

from navigator.people import api_tokens, carer_sessions, person_sessions, repeats, sign_in_pages, staff_sessions
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Role
from navigator.referring_in.queries import DEALS_WITH_THEM
from navigator.times import utc_now
from navigator.upkeep import editor_sessions
from navigator.web import moderation

Guard: TypeAlias = Callable[[], ResponseReturnValue | None]

OPEN_ENDPOINTS = frozenset({"api-docs.openapi_json"})  # made by flask-smorest, outside our blueprints


def anyone() -> None:
    """Public."""
    return


def anyone_in_moderation() -> None:
    """Public, for programs: so many questions a minute from one visitor (see `navigator.web.moderation`)."""
    moderation.count(request.remote_addr or "", is_large="ndjson" in request.args.get("format", ""), now=utc_now())


def whoever_holds_the_link() -> None:
    """A secret in the address is the key; the page itself checks it, and throttles guesses."""
    return


def one_tap_from_a_mailbox() -> None:
    """A secret in the address is the key, and no cookie counts: a mailbox calls by itself (RFC 8058)."""
    return


def a_browser_that_was_notified() -> None:
    """A secret in the address is the key, and no cookie counts: a service worker calls by itself, without a page."""
    return


def signed_by_the_provider() -> None:
    """A webhook: the page itself checks the signature before it reads anything."""
    return


def only_in_the_demo() -> None:
    """The simulator's phones: they stand only where nobody real is texted."""
    if not current_app.extensions["settings"].is_demo:
        abort(404)


def staff_with_role(*roles: Role) -> Guard:
    """Signed-in staff with one of these roles. Others are sent to sign in (and brought back), or told it is not theirs.

    What was typed while the session ended is not lost: the page of signing in carries it.
    """

    def guard() -> ResponseReturnValue | None:
        staff = staff_sessions.find_current_staff()
        if staff is None and request.method == "POST":
            return sign_in_pages.ask_again()
        if staff is None:
            asked_for = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("staff_sign_in.sign_in", then=asked_for))
        if staff.role not in roles:
            abort(403)
        return None

    return guard


works_with_people = staff_with_role(*WORKS_WITH_PEOPLE)
works_in_a_team = staff_with_role(Role.NAVIGATOR, Role.TEAM_LEAD)
leads_a_team = staff_with_role(Role.TEAM_LEAD)
looks_after_the_service = staff_with_role(Role.ADMINISTRATOR)
deals_with_referrals_in = staff_with_role(*DEALS_WITH_THEM)  # not volunteers: nobody has given these people to them
brings_in_proposals = staff_with_role(Role.TEAM_LEAD, Role.ADMINISTRATOR)


def person_themselves() -> ResponseReturnValue | None:
    """The person whose plan it is, on a browser that has confirmed a code."""
    if person_sessions.find_current_person() is None:
        return redirect(url_for("my_door.ask_for_link"))
    return None


def whoever_helps() -> ResponseReturnValue | None:
    """Somebody of a circle of care, on a browser that has confirmed their code. Whose, and how far, the pages ask `access`."""
    if not carer_sessions.list_held():
        return redirect(url_for("my_door.ask_for_link"))
    return None


def keeps_listings() -> ResponseReturnValue | None:
    """Somebody who keeps an organisation's listings, on a browser that opened their link. Whose, the pages ask themselves."""
    if editor_sessions.find_current_editor() is None:
        return redirect(url_for("editor_door.sign_in"), 302 if request.method == "GET" else 303)
    return None


signed_in_staff = staff_with_role(*Role)


def holder_of_an_api_token() -> ResponseReturnValue | None:
    """A program acting for a member of staff: `Authorization: Bearer …`, with a key made for what it asks, not too often.

    A POST that comes again under its `Idempotency-Key` is given its first answer.
    """
    token = api_tokens.find_current_token()
    if token is None:
        abort(401)
    now = utc_now()
    api_tokens.count_call(token, most=current_app.extensions["settings"].api_calls_a_minute, now=now)
    scope = api_tokens.scope_of(request.endpoint or "")
    if scope is None or not api_tokens.may(token, scope):
        needed = scope.value if scope else "nothing"
        message = f"This key may not do that: it needs the scope {needed}, and that its holder's role allows it."
        refuse(403, message=message, errors={"scope": [needed]})
    if token.staff.role not in api_tokens.roles_of(request.endpoint or ""):
        refuse(403, message="This is for holders of another role.", errors={"role": [token.staff.role.value]})
    if request.method == "POST" and "Idempotency-Key" in request.headers:
        return repeats.answer_or_begin(token=token, now=now)
    return None


def apply(app: Flask, doors: Mapping[str, Guard]) -> None:
    """Guard every request by the blueprint it goes to. An address outside every door is refused."""

    @app.before_request
    def guard_the_door() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
            return None
        if request.blueprint is None:
            abort(404)
        return doors[request.blueprint]()

    app.after_request(repeats.keep_answer)
