"""Two people who have one of everything, so that a walk through every door finds something to give away.

One row of every table is written for Amina (Ben's, of Penwith) and one for Bola (Carys's, of Hayle): a column takes what the
table below says, else what the model has, else a made-up word that nobody else's row holds. A table that comes later is
planted by itself. What is in no row of `tables` cannot be looked for, so only a table that is about nobody may be left out.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Float, ForeignKey, Integer, String, Table, Uuid, insert
from sqlalchemy.types import TypeDecorator

from navigator.db import db, new_id
from navigator.people.circle_models import Scope
from navigator.people.models import Role

LATER = timedelta(days=30)
# About nobody: counters, the clockwork, and what stands in the settings of the service.
LEFT_OUT = {
    "attempts", "bounce_mailboxes", "calendar_periods", "column_mappings", "contact_bans", "dead_addresses",
    "directory_revision", "front_desks", "import_conflicts", "listing_counts", "locality_settings",
    "message_events", "metadata", "merged_listings", "opt_outs",
    "provider_events", "publishing_state", "ranking_changes", "referrer_codes", "reminder_plans",
    "rewordings", "schedules", "search_gaps", "sender_paces", "sign_in_codes", "simulated_texts",
    "stopped_templates", "template_hours", "thesaurus_changes", "worker_beats",
}  # fmt: skip


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# About somebody, though no foreign key says so.
ABOUT_THEM = {"outgoing_messages", "received_messages", "push_subscriptions", "proposal_lists"}


def tables_about_people() -> set[str]:
    """The tables whose rows are about one person: they lead to `persons`, or to a table that does."""
    found = {"persons"} | ABOUT_THEM
    for table in db.metadata.sorted_tables:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return found


@dataclass
class Planted:
    """Somebody's rows: the id by table, and the word that stands in all that is about them, with the name of its table.

    `tokens`: table → what opens its link. `names`: what else would give them away.
    """

    word: str
    ids: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def read_in(self, page: str) -> set[str]:
        """What a page tells of them: the tables whose words stand there, and what else would give them away."""
        return set(re.findall(rf"{self.word} (\w+)", page)) | {name for name in self.names if name in page}

    def own_ids(self) -> set[uuid.UUID]:
        """The ids of what is about them alone."""
        about = tables_about_people()
        return {one for table, one in self.ids.items() if table in about and isinstance(one, uuid.UUID)}


def known_values(word: str, mobile: str, now: datetime) -> dict[str, dict[str, Any]]:
    """What a column has to hold for its row to make sense, table by table."""
    today, no = now.date(), {"ended_at": None}
    place = "Penzance" if word.startswith("amina") else "Hayle"
    return {
        "programmes": {"is_open": True},
        "publishing_verdicts": {"revision": 1, "is_publishable": True, "problems": []},
        "shared_shortlists": {"service_ids": []},
        "taxonomy_terms": {"taxonomy": "x", "code": f"x:{word}"},
        "thesaurus_groups": {"terms": [], "also": []},
        "thesaurus_words": {"language": "en", "place": ""},
        "places": {"name": place, "folded": place.casefold(), "kind": "town", "latitude": 50.1, "longitude": -5.5, "source": "x"},
        "locations": {"location_type": "physical", "latitude": 50.1, "longitude": -5.5},
        "addresses": {"country": "GB", "address_type": "physical", "postal_code": "TR20 8AA"},
        "service_capacities": {"unit": "places", "available": 3},
        "attributes": {"link_entity": "service"},
        "sources": {"address": f"https://{word}.example/feed", "next_run_at": now + LATER},
        "source_runs": {"state": "failed", "report": None},
        "sheets": {"state": "checked", "rows": 1, "report": "", "problem": "", "content": b"name\r\nx\r\n"},
        "listing_edits": {"state": "waiting", "sent_at": now, "answers": {}, "before": {}, "application_id": None},
        "listing_changes": {"number": 1, "origin": "import"},
        "listing_editors": {"language": "en", "email": f"{word}-editor@group.example"},
        "listing_pairs": {"why": [], "score": 80},
        "listing_reports": {"reach": None},
        "outgoing_messages": {
            "channel": "letter", "template": "welcome", "locale": "en", "purpose": "plan", "state": "planned",
            "any_hour": True, "to_address": mobile, "not_before": now,
            "values": dict.fromkeys(("first_name", "navigator_name", "team_name"), f"{word} outgoing_messages"),
            "segments": 0, "at_times": "",
        },
        "received_messages": {"from_number": mobile, "meaning": "unclear", "media": "", "handled_at": now},
        "threads": {"number": None, "waiting_since": now, "due_at": now + LATER},
        "webhook_addresses": {"url": f"https://{word}.example/hook", "old_secret": ""},
        "webhook_deliveries": {"state": "failed", "next_at": None, "give_up_at": now, "answered": "204"},
        "licensed_instruments": {"lowest": 0.0, "highest": 10.0},
        "measure_askings": {"instrument": "ons4", "version": "2018", "by_themselves": True, "finished_at": None},
        "measure_answers": {"question": "satisfied", "score": 5, "no_score": None, "language": "en"},
        "confidences": {"score": 4, "scale": "0-10"},
        "goals": {"importance": 5, "baseline": -1},
        "goal_levels": {"level": 0},
        "goal_ratings": {"level": 0},
        "recorded_needs": {"code": "company"},
        "own_words": {"language": "en", "writer": "staff"},
        "prepared_answers": {"question": "about_important", "language": "en", "based_on": ""},
        "preparations": {"shown_at": now},
        "circle_members": {
            "own_person_id": None, "confirmed_at": now, "language": "en", "relation": "brother",
            "mobile": f"+44770090070{place == 'Hayle':d}",
        },
        "circle_grants": {"scope": Scope.PLAN.value, "from_at": now - LATER},
        "line_versions": {"about": "myself", "topic": "company", "lines": []},
        "consents": {"purpose": "texts", "shared_parts": ""},
        "person_schedules": no,
        "contact_schedules": {"entries": []},
        "plan_versions": {"code": "home_from_hospital", "lines": []},
        "planned_contacts": {"kind": "task", "on_day": today + LATER},
        "made_parts": {"kind": "review", "about_id": None},
        "made_plans": {"key": str(new_id())},
        "reviews": {"key": str(new_id()), "next_step": "go_on"},
        "self_care_pages_sent": {"topic": "company", "language": "en"},
        "steps": {"how_often": "weekly", "topic": "", "status": "planned"},
        "step_nudges": {"days": "0", "look_at": now + LATER},
        "referrals": {
            "reference": f"REF{word}".upper()[:10], "shared": f'{{"name": "{word} referrals"}}', "status": "accepted",
            "appointment_at": now + LATER, "sent_to": f"{word}-group@group.example", "chase_at": None,
        },
        "referral_events": {"to_status": "sent", "what": ""},
        "attentions": {"reason": "needs_help"},
        "referrals_in": {
            "reference": f"INN{word}".upper()[:10], "state": "received", "source": "email", "needs": "company",
            "communication_needs": "", "language": "en", "referrer_language": "en", "person_id": None,
        },
        "inbox_links": {"address": f"{word}-group@group.example"},
        "invitations": {"role": Role.VOLUNTEER.value, "language": "en", "email": f"{word}-invited@care.example"},
        "proposal_lists": {
            "content": f"first name,family name,date of birth\r\n{word} proposal_lists,,never\r\n", "added_at": None,
        },
        "absences": {"starts_on": today - LATER, "back_on": today + LATER},
        "changes": {"subject": "team", "before": {"name": "x"}, "after": {"name": "y"}},
        "api_tokens": {"scopes": ""},
        "ready_answers": {"words": {"en": "Thank you."}},
        "saved_views": {"words": "whose=mine"},
        "visits": {"starts_at": now + timedelta(hours=1), "minutes": 30},
        "logged_contacts": {"minutes": 10, "visit_id": None},
        "tasks": {"origin": "written", "unique_key": None},
        "coordinations": {"seen_at": now},
        "quality_marks": {"months": 12},
    }  # fmt: skip


# Nullable, and filled in all the same: without it the row would hang in the air.
FILLED_IN = {
    ("audit_entries", "person_id"), ("threads", "person_id"), ("referrals", "step_id"), ("referrals", "consent_id"),
    ("referrals", "organization_id"), ("attentions", "referral_id"), ("attentions", "received_id"), ("changes", "staff_id"),
    ("outgoing_messages", "recipient_id"), ("outgoing_messages", "about_id"), ("listing_edits", "organization_id"),
    ("listing_edits", "service_id"), ("listing_edits", "editor_id"), ("locations", "organization_id"),
    ("taxonomy_terms", "taxonomy_id"), ("phones", "service_id"), ("contacts", "service_id"), ("changes", "team_id"),
    ("signposts", "step_id"), ("audit_entries", "staff_id"), ("given_to", "given_by_id"), ("tasks", "made_by_id"),
}  # fmt: skip


def plant(word: str, about: Mapping[str, Any], *, now: datetime) -> Planted:
    """One row of each table for whoever `about` tells of: table → the id of the row that is there already."""
    planted = Planted(word=word, ids=dict(about))
    told, theirs = known_values(word, about["mobile"], now), tables_about_people()
    for table in db.metadata.sorted_tables:
        if table.name in LEFT_OUT or table.name in about:
            continue
        says = told.get(table.name, {})
        words = f"{word} {table.name}" if table.name in theirs else f"{table.name} of {word[:5]}"
        row = {
            column.name: value
            for column in table.columns
            if (value := _value(table, column, says, planted, words, now)) is not None
        }
        db.session.execute(insert(table).values(row))
        planted.ids[table.name] = row.get("id")
    return planted


def _value(table: Table, column: Column[Any], says: Mapping[str, Any], planted: Planted, words: str, now: datetime) -> Any:
    if column.name in says:
        given = says[column.name]
        of_enum = column.type.enum_class if isinstance(column.type, Enum) else None
        return of_enum(given) if of_enum is not None and given is not None else given
    if column.name == "id":
        return new_id()
    if column.name == "recipient_id":
        return planted.ids["persons"]
    foreign: ForeignKey | None = next(iter(column.foreign_keys), None)
    if column.nullable and (table.name, column.name) not in FILLED_IN:
        return None
    if foreign is not None:
        return planted.ids.get(foreign.column.table.name)
    if column.name in ("digest", "token_digest") and isinstance(column.type, String):
        token = planted.tokens[table.name] = f"{planted.word}{table.name.replace('_', '')}"[:38]
        return digest(token)
    return _made_up(column, words, now)


def _made_up(column: Column[Any], word: str, now: datetime) -> Any:
    """A value of the column's type: the model's own default, but words where it would be empty."""
    kind, default = column.type, getattr(column.default, "arg", None)
    if isinstance(kind, Enum):
        return default or next(iter(kind.enum_class or ()))
    if isinstance(kind, String):
        return f"{word} {column.name}"[: kind.length or 200]
    if default is not None and not callable(default):
        return default
    if isinstance(kind, JSON):
        return []
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return 1
    if isinstance(kind, Date):
        return date(2026, 11, 2) if now.date() < date(2026, 11, 2) else now.date()
    if isinstance(kind, Uuid):
        return new_id()
    if isinstance(kind, TypeDecorator):
        return now + LATER if column.name.startswith("expires") else now - timedelta(hours=1)
    raise TypeError(f"{column} is of a type that nobody has planted yet: {kind!r}")
