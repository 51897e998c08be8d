"""What it costs."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from babel.numbers import format_currency
from flask_babel import gettext, lazy_gettext

from directory.models import CostOption, Service
from directory.queries import says_free
from directory.upkeep.asking.question import (
    Amount,
    Answer,
    Question,
    Reader,
    Writing,
    as_rows,
    form_of,
    known_id,
    numbers_of_rows,
    plain,
    row_of,
)
from navigator.forms import Choice, FormSchema, Text

DEAREST = 10_000.0
FIELDS = ("id", "amount", "words")


class Price(StrEnum):
    FREE = "free"
    COSTS = "costs"
    NOT_SAID = "not_said"


def _price(service: Service) -> Price:
    amounts = [cost.amount for cost in service.cost_options if cost.amount is not None]
    if says_free(amounts, service.fees_description):
        return Price.FREE
    return Price.COSTS if amounts or service.cost_options or service.fees_description else Price.NOT_SAID


def _words_of(cost: CostOption) -> str:
    return cost.option or cost.amount_description or ""


def _read(service: Service) -> Answer:
    rows = [{"id": str(cost.id or ""), "amount": plain(cost.amount), "words": _words_of(cost)} for cost in service.cost_options]
    return {"price": _price(service).value, "fees": service.fees_description or "", **as_rows(rows)}


def _form(service: Service, answer: Answer) -> FormSchema:
    rows: dict[str, Any] = {}
    for n in numbers_of_rows(answer):
        rows[f"id_{n}"] = Text(longest=36)
        rows[f"amount_{n}"] = Amount(0, DEAREST, wrong=lazy_gettext("Write the amount in pounds, for example 2 or 2.50."))
        rows[f"words_{n}"] = Text(longest=500)
    return form_of(
        price=Choice(Price, missing=lazy_gettext("Say if it is free, or costs something.")), fees=Text(longest=2000), **rows
    )


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    """Amounts that still stand keep their rows; a row that was emptied goes. "Free" leaves no amount but nothing."""
    service.fees_description = data["fees"] or None
    there = {cost.id: cost for cost in service.cost_options}
    kept: set[uuid.UUID] = set()
    for n in numbers_of_rows(data):
        row = row_of(data, n, FIELDS)
        identity = known_id(row["id"])
        cost = there.get(identity) if identity else None
        says_nothing = row["amount"] is None and not row["words"] and (cost is None or bool(cost.amount or _words_of(cost)))
        if says_nothing or (data["price"] is Price.FREE and row["amount"]):
            continue
        if cost is None:
            cost = CostOption(currency="GBP")
            service.cost_options.append(cost)
        else:
            kept.add(cost.id)
        _write_row(cost, row)
    for identity, cost in there.items():
        if identity not in kept:
            service.cost_options.remove(cost)
    if data["price"] is Price.FREE and _price(service) is not Price.FREE:
        service.cost_options.append(CostOption(currency="GBP", amount=0))


def _write_row(cost: CostOption, row: Mapping[str, Any]) -> None:
    if cost.amount != row["amount"]:
        cost.amount, cost.currency = row["amount"], cost.currency or "GBP"
    if _words_of(cost) != row["words"]:
        cost.option, cost.amount_description = None, row["words"] or None


def _lines(service: Service, reader: Reader) -> list[str]:
    locale = "en_GB" if reader.language == "en" else reader.language
    lines = []
    for cost in service.cost_options:
        said = " – ".join(text for text in (cost.option, cost.amount_description) if text)
        if cost.amount is None:
            lines.append(said)
            continue
        amount = format_currency(cost.amount, (cost.currency or "GBP").upper(), locale=locale).replace(".00", "")
        amount = amount if cost.amount else gettext("Free")
        lines.append(f"{amount} – {said}" if said else amount)
    return [line for line in [*lines, *(service.fees_description or "").splitlines()] if line.strip()]


COST = Question(
    name="cost",
    label=lazy_gettext("Cost"),
    title=lazy_gettext("What does it cost?"),
    hint=lazy_gettext("People stay away when they do not know. If some pay less, say who."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
