"""What must be true of a person's details, however they come in: by a page or by the API."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from messaging.phone_numbers import PhoneNumberWrong, Wrong, parse_mobile
from navigator.people.models import ContactMethod
from navigator.people.operations import PersonDetails
from navigator.people.staff_operations import EmailWrong, read_email

OLDEST = 120  # years
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")

LANDLINE = re.compile(r"0[0-9 ]{8,}[0-9]")


class DetailsWrong(Exception):
    """What is wrong, by field name, in words for whoever typed it."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def read_details(given: Mapping[str, Any], *, today: date, allows_test_numbers: bool, agreed_to_texts: bool) -> PersonDetails:
    """Details as they are kept, from what a form or a request held. Raises `DetailsWrong`, naming all that is wrong at once."""
    errors = find_errors(given, today=today, allows_test_numbers=allows_test_numbers, agreed_to_texts=agreed_to_texts)
    if errors:
        raise DetailsWrong(errors)
    mobile, email, postcode = given.get("mobile"), given.get("email"), given.get("postcode")
    return PersonDetails(
        given_name=given["given_name"],
        family_name=given["family_name"],
        birth_date=given["birth_date"],
        mobile=parse_mobile(mobile, allows_test_numbers=allows_test_numbers) if mobile else None,
        email=read_email(email) if email else None,
        language=given["language"],
        contact_method=given["contact_method"],
        contact_notes=given.get("contact_notes") or "",
        address=given.get("address") or "",
        postcode=_read_postcode(postcode) if postcode else None,
        place_name=given.get("place_name") or None,
    )


def find_errors(given: Mapping[str, Any], *, today: date, allows_test_numbers: bool, agreed_to_texts: bool) -> dict[str, Any]:
    """What is wrong by field, where the form's own schema cannot look. A field that is missing is the schema's to tell."""
    errors: dict[str, Any] = {}
    birth_date, method = given.get("birth_date"), given.get("contact_method")
    mobile, email, postcode = given.get("mobile"), given.get("email"), given.get("postcode")
    if birth_date and birth_date > today:
        errors["birth_date"] = lazy_gettext("This day has not come yet. Please check the year.")
    elif birth_date and (today.year - birth_date.year) > OLDEST:
        errors["birth_date"] = lazy_gettext("This is more than %(years)s years ago. Please check the year.", years=OLDEST)
    if mobile:
        try:
            parse_mobile(mobile, allows_test_numbers=allows_test_numbers)
        except PhoneNumberWrong as problem:
            errors["mobile"] = say_what_is_wrong(problem)
    elif agreed_to_texts:
        errors["mobile"] = lazy_gettext("We need a mobile number to text. Write one, or do not tick texts.")
    elif method is ContactMethod.TEXT:
        errors["mobile"] = lazy_gettext("We need a mobile number to text. Write one, or choose another way.")
    elif method is ContactMethod.CALL and not LANDLINE.search(given.get("contact_notes") or ""):
        errors["mobile"] = lazy_gettext("We need a number to ring. Write a mobile number here, or a landline in the notes.")
    if email:
        try:
            read_email(email)
        except EmailWrong:
            errors["email"] = lazy_gettext("This does not look like an e-mail address. For example: amina@mail.example")
    elif method is ContactMethod.EMAIL:
        errors["email"] = lazy_gettext("We need an e-mail address to write to. Write one, or choose another way.")
    if postcode and not _read_postcode(postcode):
        errors["postcode"] = lazy_gettext("Write the whole postcode, for example TR18 2AB, or leave it empty.")
    if method is ContactMethod.LETTER and not given.get("address"):
        errors["address"] = lazy_gettext("We need an address to write to. Write one, or choose another way.")
    return errors


def _read_postcode(typed: str) -> str | None:
    found = POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", typed.upper()))
    return f"{found[1]} {found[2]}" if found else None


def say_what_is_wrong(problem: PhoneNumberWrong) -> Any:
    """What is wrong with a mobile number, and what to do, in words."""
    return NUMBER_WORDS[problem.code]


NUMBER_WORDS = {
    Wrong.EMPTY: lazy_gettext("Write a mobile number, for example 07700 900123."),
    Wrong.LETTERS: lazy_gettext("A mobile number has only numbers in it, for example 07700 900123."),
    Wrong.TOO_SHORT: lazy_gettext("This number is too short. Please check that none is missing."),
    Wrong.TOO_LONG: lazy_gettext("This number is too long. Please check it."),
    Wrong.LANDLINE: lazy_gettext("This is a landline. We need a mobile number, which can get texts."),
    Wrong.NOT_MOBILE: lazy_gettext("We cannot text this kind of number. We need a mobile number."),
    Wrong.IMPOSSIBLE: lazy_gettext("This does not look like a mobile number. For example: 07700 900123"),
    Wrong.TEST_NUMBER: lazy_gettext("This number is one for made-up stories: nobody has it. Please check it."),
}
