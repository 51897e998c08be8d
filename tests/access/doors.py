"""The written table: `doors.txt` says of every address who may come in; here stands who that is, among the walkers."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.access.planting import Planted

SHEET = Path(__file__).with_name("doors.txt")

WITH_PEOPLE = {"viv", "kit", "ben", "meera", "carys", "tamsin", "wyn"}
STAFF = WITH_PEOPLE | {"asha"}
IN_A_TEAM = WITH_PEOPLE - {"viv", "kit"}
SEE_HER = {"viv", "ben", "meera", "tamsin"}  # given to Viv; Ben's; of Meera's and Tamsin's team
HER_TEAM = SEE_HER - {"viv"}
SEE_BOLA = {"carys", "wyn"}
PEOPLE = {"amina", "bola"}
CARERS = {"joe", "sola"}
EDITORS = {"jan", "rose"}
EVERYBODY = {"nobody"} | STAFF | PEOPLE | CARERS | EDITORS


@dataclass(frozen=True)
class Audience:
    """`door`: for whom the door opens at all; `record`: who of them may see this record, or do this.

    `silent`: whoever else comes is answered as if there were nothing to end any more, and nothing is.
    """

    door: frozenset[str]
    record: frozenset[str]
    silent: bool = False


def _audience(door: set[str], record: set[str] | None = None, *, silent: bool = False) -> Audience:
    return Audience(frozenset(door), frozenset(door if record is None else record), silent)


AUDIENCES = {
    "anybody": _audience(EVERYBODY),
    "anybody, in the demonstration": _audience(EVERYBODY),
    "whoever applies": _audience(EVERYBODY, set()),  # with the cookie of their own application: tests/upkeep
    "whoever holds the link": _audience(EVERYBODY, set()),  # the walkers only guess; who holds one: test_links
    "a provider that signs": _audience(set()),
    "staff": _audience(STAFF),
    "whose key it is, administrator": _audience(STAFF, {"ben", "asha"}),
    "whose view it is": _audience(WITH_PEOPLE, {"ben"}, silent=True),
    "staff with people": _audience(WITH_PEOPLE),
    "staff in a team": _audience(IN_A_TEAM),
    "staff in a team, not volunteers": _audience(WITH_PEOPLE, IN_A_TEAM),
    "whoever sees her": _audience(WITH_PEOPLE, SEE_HER),
    "whoever sees her, not volunteers": _audience(WITH_PEOPLE, HER_TEAM),
    "her team": _audience(IN_A_TEAM, HER_TEAM),
    "her team, volunteers too": _audience(WITH_PEOPLE, HER_TEAM | {"viv", "kit"}),
    "who is away, covers or leads": _audience(WITH_PEOPLE, {"ben", "tamsin"}),
    "whoever handed it in": _audience({"tamsin", "wyn", "asha"}, {"tamsin"}),  # Ben handed in hers: of the team
    "team lead": _audience({"tamsin", "wyn"}),
    "her team lead": _audience({"tamsin", "wyn"}, {"tamsin"}, silent=True),
    "team lead or administrator": _audience({"tamsin", "wyn", "asha"}),
    "administrator": _audience({"asha"}),
    "people": _audience(PEOPLE),
    "herself": _audience(PEOPLE, {"amina"}),
    "whose phone it is": _audience(PEOPLE, {"amina"}, silent=True),
    "her carer": _audience(CARERS, {"joe"}),
    "her carer, if she gave that": _audience(CARERS, set()),  # Joe has her plan alone; every scope: test_carers_doors
    "listing editors": _audience(EDITORS),
    "her group": _audience(EDITORS, {"jan"}),
    "a key": _audience(set()),  # no cookie counts there; the keys: test_keys
}

# By the name an address gives it, the table whose row it is; where names do not say enough, by the start of the address.
TABLES = {
    "absence_id": "absences", "address_id": "webhook_addresses", "answer_id": "ready_answers", "asking_id": "measure_askings",
    "attention_id": "attentions", "award_id": "awarded_marks", "conflict_id": "import_conflicts", "consent_id": "consents",
    "conversation_id": "conversations", "delivery_id": "webhook_deliveries", "edit_id": "listing_edits",
    "editor_id": "listing_editors", "enrolment_id": "enrolments", "given_id": "given_to", "goal_id": "goals",
    "group_id": "thesaurus_groups", "instrument_id": "licensed_instruments", "invitation_id": "invitations",
    "judged_id": "judged_searches", "link_id": "referrer_links", "list_id": "proposal_lists", "locality_id": "localities",
    "made_id": "made_plans", "mark_id": "quality_marks", "member_id": "circle_members", "message_id": "outgoing_messages",
    "organization_id": "organizations", "own_id": "persons", "pair_id": "listing_pairs", "person_id": "persons",
    "place_id": "service_at_location", "priority_id": "priorities", "programme_id": "programmes", "referral_id": "referrals",
    "report_id": "listing_reports", "run_id": "source_runs", "service_id": "services", "sheet_id": "sheets",
    "source_id": "sources", "staff_id": "staff", "step_id": "steps", "subscription_id": "push_subscriptions",
    "task_id": "tasks", "taxonomy_id": "taxonomies", "team_id": "teams", "term_id": "taxonomy_terms", "thread_id": "threads",
    "token_id": "api_tokens", "version_id": "plan_versions", "view_id": "saved_views", "visit_id": "visits",
    "contact_id": "planned_contacts", "coordination_id": "coordinations", "change_id": "changes", "signpost_id": "signposts",
    "preparation_id": "preparations",
}  # fmt: skip
ELSEWHERE = (
    ("/referrals-in/<referral_id>", "referral_id", "referrals_in"),
    ("/api/v1/referrals-in/<referral_id>", "referral_id", "referrals_in"),
    ("/api/v1/contacts/<contact_id>", "contact_id", "logged_contacts"),
    ("/people/<person_id>/measures/<asking_id>", "asking_id", "asked by staff"),
    ("/my/prepare/carers/<preparation_id>", "preparation_id", "shown by a carer"),
    ("/admin/conversation-lines/", "version_id", "line_versions"),
    ("/visits/contacts/<contact_id>", "contact_id", "logged_contacts"),
    ("/admin/words/changes/<change_id>", "change_id", "thesaurus_changes"),
    ("/admin/ranking/changes/<change_id>", "change_id", "ranking_changes"),
    ("/admin/reminders/versions/<version_id>", "version_id", "reminder_plans"),
)
WORDS = {
    "code": "ons4", "topic": "company", "question": "about_important", "scope": "plan", "address": "+447700900123",
    "token": "aguessedtoken", "secret": "aguessedsecret", "number": "1", "decision": "ours", "template": "welcome",
    "locale": "en", "event_name": "accepted", "line_id": "1", "name": "about",
}  # fmt: skip
WORDS_THERE = {
    ("/admin/conversation-lines/", "about"): "myself",
    ("/helping/<member_id>/prepare/<question>", "question"): "matters",
    ("/near/<name>", "name"): "Penzance",
    ("/needs/<code>", "code"): "company",
    ("/people/<person_id>/ready-plans/<code>", "code"): "new-carer",
    ("/people/<person_id>/measures/<asking_id>/<code>", "code"): "satisfied",
    ("/my/measures/<asking_id>/<code>", "code"): "satisfied",
    ("/admin/plan-templates/<code>", "code"): "home_from_hospital",
    ("/read/<code>", "code"): "k4",
    ("/install/<code>", "code"): "en",
}


def read_table() -> dict[tuple[str, str], str]:
    """(method, address as the table writes it) → who may come in."""
    table: dict[tuple[str, str], str] = {}
    audience = ""
    for line in SHEET.read_text().splitlines():
        if line.startswith("# "):
            audience = line[2:]
        elif line.strip():
            *methods, address = line.split()
            for method in methods:
                assert (method, address) not in table, f"{method} {address} stands there twice"
                table[method, address] = audience
    return table


def as_written(rule: str) -> str:
    """An address as the table writes it: without what is before the colon in `<uuid:person_id>`."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", rule)


def fill_in(address: str, whose: Planted, other: Mapping[str, Any] | None = None) -> str:
    """The address with the ids of these rows; `other` says which names take another's."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        table = next((t for start, n, t in ELSEWHERE if n == name and address.startswith(start)), TABLES.get(name))
        if other and name in other:
            return str(other[name])
        if table is not None:
            return str(whose.ids.get(table) or uuid.UUID(int=1))
        return next(
            (word for (start, n), word in WORDS_THERE.items() if n == name and address.startswith(start)), WORDS.get(name, "x")
        )

    return re.sub(r"<(\w+)>", value, address)
