"""Open Referral UK version 1, still what most councils publish: its services, put into the shape of the standard as it is now."""

from collections import Counter
from typing import Any

from directory.importing.identifiers import made

Document = dict[str, Any]

ONLY_IN_V1 = frozenset(
    {
        "eligibilitys",
        "regular_schedules",
        "regular_schedule",
        "service_taxonomys",
        "taxonomies",
        "deliverable_type",
        "attending_access",
        "attending_type",
        "pc_targetAudience",
        "pc_metadata",
        "pc_attendingAccess_additionalInfo",
        "holiday_schedules",
        "reviews",
        "fundings",
    }
)
SCHEDULES = ("regular_schedules", "regular_schedule", "holiday_schedules", "holiday_schedule")
LEFT_OUT = {"reviews": "reviews: we have no place for them"}


def is_v1(document: Document) -> bool:
    """Whether a service is told in the older version's words."""
    if ONLY_IN_V1 & document.keys():
        return True
    return any(
        "physical_addresses" in _dict(_dict(place).get("location")) for place in _list(document.get("service_at_locations"))
    )


def as_hsds(v1: Document, left_out: Counter[str]) -> Document:
    """The same service in the words of HSDS 3.0. What has no place there is counted in `left_out`."""
    for key, what in LEFT_OUT.items():
        if rows := len(_list(v1.get(key))):
            left_out[what] += rows
    for thing in (v1, *(_dict(place) for place in _list(v1.get("service_at_locations")))):
        if rows := sum(1 for holiday in _holidays(thing) if not _has_days(holiday)):
            left_out["holiday schedules without a date: nobody could tell when they hold"] += rows
    metadata = _dict(v1.get("pc_metadata"))
    access = [v1.get("attending_access"), v1.get("pc_attendingAccess_additionalInfo")]
    service = {key: value for key, value in _simple(v1).items() if key not in ONLY_IN_V1}
    service |= {
        "organization": _organization(_dict(v1.get("organization"))),
        "fees_description": _first(v1, "fees_description", "fees"),
        "application_process": ". ".join(str(words).strip().rstrip(".") for words in access if words),
        "assured_date": _first(v1, "assured_date") or metadata.get("date_assured"),
        "assurer_email": metadata.get("assured_by"),
        "last_modified": _first(v1, "last_modified") or metadata.get("date_modified"),
    }
    if not isinstance(v1.get("organization"), dict):
        service.pop("organization")
    _eligibility(v1, service)
    if any(key in v1 for key in SCHEDULES):
        service["schedules"] = _schedules(v1)
    if "fundings" in v1:
        service["funding"] = [_dict(funding) for funding in _list(v1["fundings"])]
    if "service_at_locations" in v1:
        service["service_at_locations"] = [_at_location(_dict(place)) for place in _list(v1["service_at_locations"])]
    if "contacts" in v1:
        service["contacts"] = [_contact(_dict(contact)) for contact in _list(v1["contacts"])]
    if "phones" in v1:
        service["phones"] = [_phone(_dict(phone)) for phone in _list(v1["phones"])]
    if "cost_options" in v1:
        service["cost_options"] = [_cost(_dict(cost)) for cost in _list(v1["cost_options"])]
    if "languages" in v1:
        service["languages"] = [_language(_dict(language)) for language in _list(v1["languages"])]
    if "service_areas" in v1:
        service["service_areas"] = [_renamed(_dict(area), "service_area", "name") for area in _list(v1["service_areas"])]
    if {"service_taxonomys", "taxonomies", "pc_targetAudience", "deliverable_type", "attending_type"} & v1.keys():
        service["attributes"] = _attributes(v1)
    return service


def _organization(v1: Document) -> Document:
    return {
        **_simple(v1),
        "website": _first(v1, "website", "url"),
    }


def _eligibility(v1: Document, service: Document) -> None:
    said = [_dict(one) for one in _list(v1.get("eligibilitys") or v1.get("eligibility"))]
    words = [str(text).strip() for one in said if (text := _first(one, "eligibility", "eligibility_description"))]
    if words:
        service["eligibility_description"] = "\n\n".join(dict.fromkeys(words))
    # With several groups the listing reaches from the youngest of them to the oldest; a group without an edge has none.
    for column, edge in (("minimum_age", min), ("maximum_age", max)):
        ages = [_age(one.get(column)) for one in said]
        if ages and all(age is not None for age in ages):
            service[column] = edge(age for age in ages if age is not None)


def _age(raw: Any) -> float | None:
    try:
        return None if raw in (None, "") else float(raw)
    except (TypeError, ValueError):
        return None


def _schedules(v1: Document) -> list[Document]:
    out = []
    for raw in _list(v1.get("regular_schedules") or v1.get("regular_schedule")):
        schedule = _renamed(_dict(raw), "weekday", "byday")
        if not schedule.get("freq") and schedule.get("byday"):
            schedule["freq"] = "WEEKLY"
        out.append(schedule)
    return out + [_holiday(holiday) for holiday in _holidays(v1) if _has_days(holiday)]


def _holidays(v1: Document) -> list[Document]:
    return [_dict(raw) for raw in _list(v1.get("holiday_schedules") or v1.get("holiday_schedule"))]


def _has_days(holiday: Document) -> bool:
    return bool(_first(holiday, "start_date", "end_date"))


def _holiday(v1: Document) -> Document:
    """Days that are not as usual, told in words: a rule of recurrence says when something happens, never when it does not."""
    first, last = (str(v1.get(key) or "").strip() for key in ("start_date", "end_date"))
    opens, closes = (str(_first(v1, *keys) or "").strip() for keys in (("opens_at", "open_at"), ("closes_at", "close_at")))
    when = f"From {first} to {last}" if first and last and first != last else f"On {first or last}"
    is_closed = str(v1.get("closed", "")).strip().lower() in ("true", "1", "yes") or not opens
    what = "closed" if is_closed else f"open {opens} to {closes}" if closes else f"open from {opens}"
    return {"id": v1.get("id"), "dtstart": first or last, "until": last or first, "description": f"{when}: {what}"}


def _at_location(v1: Document) -> Document:
    location = _dict(v1.get("location"))
    place: Document = _simple(v1)
    place["location"] = _simple(location)
    if "physical_addresses" in location or "addresses" in location:
        addresses = _list(location.get("physical_addresses")) or _list(location.get("addresses"))
        place["location"]["addresses"] = [{"address_type": "physical", **_dict(address)} for address in addresses]
    if "accessibility_for_disabilities" in location:
        place["location"]["accessibility"] = [
            _renamed(_dict(one), "accessibility", "description") for one in _list(location["accessibility_for_disabilities"])
        ]
    if any(key in v1 for key in SCHEDULES):
        place["schedules"] = _schedules(v1)
    return place


def _contact(v1: Document) -> Document:
    contact = _simple(v1)
    if "phones" in v1:
        contact["phones"] = [_phone(_dict(phone)) for phone in _list(v1["phones"])]
    return contact


def _phone(v1: Document) -> Document:
    """A telephone. What language answers it ("English", nearly always) is no statement of who speaks what there."""
    return {key: value for key, value in v1.items() if not isinstance(value, (dict, list)) and key != "language"}


def _cost(v1: Document) -> Document:
    cost = dict(v1)
    if cost.get("amount") not in (None, "") and not cost.get("currency"):
        cost["currency"] = "GBP"
    return cost


def _language(v1: Document) -> Document:
    said = str(_first(v1, "name", "language") or "").strip()
    is_code = 2 <= len(said) <= 3 and said.isalpha() and said.islower()
    return {
        "id": v1.get("id"),
        "code": said if is_code else v1.get("code"),
        "name": None if is_code else said,
        "note": v1.get("note"),
    }


def _attributes(v1: Document) -> list[Document]:
    out = []
    for raw in [*_list(v1.get("service_taxonomys")), *_list(v1.get("taxonomies"))]:
        given = _dict(raw)
        term = _dict(given.get("taxonomy")) or given
        vocabulary = str(_first(term, "vocabulary", "taxonomy_name") or "").strip()
        label = str(term.get("name") or "").strip()
        if label:
            described = {"id": term.get("id"), "code": term.get("id"), "name": label}
            out.append(_attribute(given.get("id") if given is not term else None, described, vocabulary or "taxonomy"))
    for raw in _list(v1.get("pc_targetAudience")):
        given = _dict(raw)
        if label := str(given.get("audienceType") or "").strip():
            out.append(_attribute(given.get("id"), {"name": label}, "target_audience"))
    for key in ("deliverable_type", "attending_type"):
        if label := str(v1.get(key) or "").strip():
            out.append(_attribute(None, {"name": label}, key))
    return out


def _attribute(identity: Any, term: Document, link_type: str) -> Document:
    """A term said of the service. A term the source gives no id goes by its list and name, so that all listings share it."""
    term_id = term.get("id") or str(made("term", link_type, str(term["name"]).casefold()))
    detail = {"id": str(made("taxonomy", link_type)), "name": link_type}
    return {
        "id": identity,
        "link_type": link_type,
        "value": None,
        "taxonomy_term": {**term, "id": term_id, "taxonomy": link_type, "taxonomy_detail": detail},
        "says": f"{link_type}: {term['name']}",  # tells attributes without an id apart
    }


def _renamed(v1: Document, older: str, newer: str) -> Document:
    """The same thing with a value that went by an older name under its newer one."""
    said = _first(v1, newer, older)
    return {**{key: value for key, value in v1.items() if key != older}, newer: said}


def _first(document: Document, *keys: str) -> Any:
    return next((document[key] for key in keys if document.get(key) not in (None, "")), None)


def _simple(document: Document) -> Document:
    """What is said of the thing itself, without what hangs on it."""
    return {key: value for key, value in document.items() if not isinstance(value, (dict, list))}


def _list(raw: Any) -> list[Any]:
    """What should be a list; older feeds give the thing itself when there is one of it."""
    return raw if isinstance(raw, list) else [raw] if isinstance(raw, dict) and raw else []


def _dict(raw: Any) -> Document:
    return raw if isinstance(raw, dict) else {}
