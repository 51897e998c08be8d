"""How to get in touch. All of it is public, and the page says so."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from directory.importing import values
from directory.models import Contact, Phone, Service
from directory.queries import contacts_of
from directory.upkeep.asking.question import (
    Answer,
    Cleaned,
    Question,
    Reader,
    Writing,
    as_rows,
    form_of,
    known_id,
    numbers_of_rows,
    row_of,
)
from navigator.forms import FormSchema, Text, Ticked

FIELDS = ("id", "number", "is_text", "words")
TEXT_ONLY = ("text", "sms")


def _read(service: Service) -> Answer:
    rows = [
        {
            "id": str(phone.id or ""),
            "number": phone.number,
            **({"is_text": "yes"} if phone.type in TEXT_ONLY else {}),
            "words": phone.description or "",
        }
        for phone in service.phones
    ]
    return {
        **as_rows(rows),
        "email": service.email or "",
        "url": service.url or "",
        "names": "\n".join(contact.name or "" for contact in contacts_of(service)),
    }


def _form(service: Service, answer: Answer) -> FormSchema:
    rows: dict[str, Any] = {}
    for n in numbers_of_rows(answer):
        rows[f"id_{n}"] = Text(longest=36)
        rows[f"number_{n}"] = Cleaned(
            values.telephone, wrong=lazy_gettext("Write a phone number, for example 01632 960123."), longest=60
        )
        rows[f"is_text_{n}"] = Ticked()
        rows[f"words_{n}"] = Text(longest=500)
    return form_of(
        **rows,
        email=Cleaned(values.email, wrong=lazy_gettext("Write an e-mail address, for example hello@group.example.")),
        url=Cleaned(values.web_address, wrong=lazy_gettext("Write a web address, for example group.example."), longest=2000),
        names=Text(longest=600),
    )


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    service.email, service.url = data["email"] or None, data["url"] or None
    there = {phone.id: phone for phone in service.phones}
    kept = set()
    for n in numbers_of_rows(data):
        row = row_of(data, n, FIELDS)
        if not row["number"]:
            continue
        phone = there.get(known_id(row["id"]))  # type: ignore[arg-type]  # no id is no row
        if phone is None:
            phone = Phone(number="", type="voice")
            service.phones.append(phone)
        else:
            kept.add(phone.id)
        phone.number, phone.description = row["number"], row["words"] or None
        if row["is_text"] != (phone.type in TEXT_ONLY):
            phone.type = "text" if row["is_text"] else "voice"
    for identity, phone in there.items():
        if identity not in kept:
            service.phones.remove(phone)
    _write_names(service, [line.strip()[:255] for line in data["names"].splitlines() if line.strip()])


def _write_names(service: Service, names: list[str]) -> None:
    """Who is still named keeps their row; a contact without a name is not on the page, and stays."""
    there = {(contact.name or "").strip() for contact in contacts_of(service)}
    for contact in contacts_of(service):
        if (contact.name or "").strip() not in names:
            service.contacts.remove(contact)
    service.contacts.extend(Contact(name=name) for name in dict.fromkeys(names) if name not in there)


def _lines(service: Service, reader: Reader) -> list[str]:
    phones = []
    for phone in service.phones:
        number = gettext("%(number)s (texts only)", number=phone.number) if phone.type in TEXT_ONLY else phone.number
        phones.append(f"{number} – {phone.description}" if phone.description else number)
    names = [gettext("Ask for %(name)s", name=contact.name) for contact in contacts_of(service)]
    return [line for line in [*phones, service.email or "", service.url or "", *names] if line]


CONTACT = Question(
    name="contact",
    label=lazy_gettext("How to get in touch"),
    title=lazy_gettext("How do people get in touch?"),
    hint=lazy_gettext("Everything on this page is public: anybody can read it."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
