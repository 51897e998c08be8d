"""A listing as a card for somebody's telephone (vCard 3.0, RFC 2426, which every telephone reads). Pure."""

from collections.abc import Callable

from directory.models import Service
from directory.publishing import said
from directory.queries import places_of

LONGEST_LINE = 75  # octets, RFC 2426, section 2.6
KINDS = {"voice": "VOICE", "cell": "CELL", "text": "CELL", "sms": "CELL", "fax": "FAX"}


def card_of(service: Service, *, address: str) -> str:
    """The card of a listing that was read whole: how to reach the group. `address`: of its page.

    Whom to ask for by name is left out, since people change; so is where a refuge is.
    """
    organization = said.text(service.organization.name) or ""
    name = said.text(service.name) or organization
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escape(name)}",
        f"N:{_escape(name)};;;;",
        f"ORG:{_escape(organization)}",
        *(
            f"TEL;TYPE={KINDS.get(phone.type or '', 'VOICE')}:{number}"
            for phone in service.phones
            if (number := _number(phone.number))
        ),
    ]
    if email := _if_sayable(said.email, service.email):
        lines.append(f"EMAIL;TYPE=INTERNET:{_escape(email)}")
    if website := _if_sayable(said.web_address, service.url or service.organization.website):
        lines.append(f"URL:{website}")
    for place in places_of(service):
        for written in place.location.addresses:
            street = ", ".join(part for part in (said.text(written.address_1), said.text(written.address_2)) if part)
            parts = ("", "", street, written.city, written.state_province, written.postal_code, written.country)
            lines.append("ADR;TYPE=WORK:" + ";".join(_escape(said.text(part) or "") for part in parts))
    lines += [f"NOTE:{_escape(address)}", f"UID:urn:uuid:{service.id}", "END:VCARD"]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _number(number: str) -> str:
    return "".join(character for character in number if character in "+0123456789")


def _if_sayable(say: Callable[[str | None], str | None], value: str | None) -> str | None:
    try:
        return say(value)
    except said.Unsayable:
        return None


def _escape(words: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(sign, written)
    return words


def _fold(line: str) -> str:
    """Long lines go on in the next, after a space; no letter is cut in two."""
    folded, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST_LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + letter, length + size
    return folded
