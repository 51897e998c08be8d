"""Every address of the service, filled in with the ids of what is planted, and whose each is."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from flask import Flask
from werkzeug.routing import Rule

AMINAS = {
    "person_id": "persons",
    "goal_id": "goals",
    "step_id": "steps",
    "priority_id": "priorities",
    "referral_id": "referrals",
    "attention_id": "attentions",
    "thread_id": "threads",
    "task_id": "tasks",
    "visit_id": "visits",
    "contact_id": "logged_contacts",
    "conversation_id": "conversations",
    "enrolment_id": "enrolments",
    "given_id": "given_to",
    "member_id": "circle_members",
    "message_id": "outgoing_messages",
    "consent_id": "consents",
    "subscription_id": "push_subscriptions",
    "own_id": "persons",
}
"""What is about Amina, by the name an address has for it, and the table it is kept in."""

TEAMS = {"absence_id": "absences"}
LEADS = {"invitation_id": "invitations"}
OWN = {"view_id": "saved_views"}
SERVICE = {
    "answer_id": "ready_answers",
    "award_id": "awarded_marks",
    "change_id": "changes",
    "conflict_id": "import_conflicts",
    "edit_id": "listing_edits",
    "editor_id": "listing_editors",
    "group_id": "thesaurus_groups",
    "judged_id": "judged_searches",
    "locality_id": "localities",
    "mark_id": "quality_marks",
    "organization_id": "organizations",
    "pair_id": "listing_pairs",
    "place_id": "service_at_location",
    "programme_id": "programmes",
    "report_id": "listing_reports",
    "run_id": "source_runs",
    "service_id": "services",
    "sheet_id": "sheets",
    "source_id": "sources",
    "staff_id": "staff",
    "taxonomy_id": "taxonomies",
    "team_id": "teams",
    "term_id": "taxonomy_terms",
    "version_id": "reminder_plans",
}
ELSEWHERE = {  # the same name, another table
    ("contacts", "contact_id"): "planned_contacts",
    ("ranking_admin", "change_id"): "ranking_changes",
    ("listings_admin", "change_id"): "thesaurus_changes",
}
WORDS = {
    "address": "+447700900123",
    "code": "loneliness",
    "decision": "keep",
    "event_name": "appointment",
    "line_id": "evening",
    "locale": "en",
    "name": "description",
    "number": "1",
    "question": "matters",
    "scope": "plan",
    "secret": "guessed",
    "template": "plan_link",
    "token": "guessed",
    "topic": "sleep",
}
"""What stands in an address and is no id."""

GUESSED = uuid.UUID("0190a000-0000-7000-8000-000000000000")


class Whose(Enum):
    AMINAS = auto()
    TEAMS = auto()
    LEADS = auto()
    BENS = auto()
    NOBODYS = auto()  # of the service: no record of a person's or a member of staff's


@dataclass(frozen=True)
class Address:
    endpoint: str
    method: str
    path: str
    whose: Whose

    @property
    def blueprint(self) -> str:
        return self.endpoint.rpartition(".")[0]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def list_unknown(app: Flask) -> set[str]:
    """Names in addresses for which no record is planted here, nor a word is said."""
    known = {*AMINAS, *TEAMS, *LEADS, *OWN, *SERVICE, *WORDS, "filename"}
    return {f"{rule.rule}: {name}" for rule in app.url_map.iter_rules() for name in rule.arguments - known}


def list_addresses(
    app: Flask, ids: Mapping[str, uuid.UUID], *, links: Mapping[str, str], instead: Mapping[str, uuid.UUID] | None = None
) -> Iterator[Address]:
    """Every address with Amina's ids. `instead`: other ids under some names; only addresses with one of them *and* hers."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.startswith("api-docs"):
            continue
        if instead is not None and not (rule.arguments & instead.keys() and rule.arguments & (AMINAS.keys() - instead.keys())):
            continue
        blueprint = rule.endpoint.rpartition(".")[0]
        values: dict[str, object] = {}
        for name in rule.arguments:
            table = ELSEWHERE.get((blueprint, name)) or {**AMINAS, **TEAMS, **LEADS, **OWN, **SERVICE}.get(name)
            values[name] = ids.get(table, GUESSED) if table else links.get(blueprint, WORDS[name]) if name == "token" else WORDS[name]
        values |= {name: value for name, value in (instead or {}).items() if name in rule.arguments}
        built = _build(app, rule, values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Address(rule.endpoint, method, built, _whose(rule))


def _whose(rule: Rule) -> Whose:
    for kind, names in ((Whose.AMINAS, AMINAS), (Whose.TEAMS, TEAMS), (Whose.LEADS, LEADS), (Whose.BENS, OWN)):
        if rule.arguments & names.keys():
            return kind
    return Whose.NOBODYS


def _build(app: Flask, rule: Rule, values: Mapping[str, object]) -> str:
    with app.test_request_context():
        built = rule.build(dict(values), append_unknown=False)
    assert built is not None, f"{rule.rule} cannot be filled in with {values}"
    return built[1]
