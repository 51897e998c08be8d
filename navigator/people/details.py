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
    errors: dict[str, Any] = {}
    birth_date: date = given["birth_date"]
    if birth_date > today:
        errors["birth_date"] = lazy_gettext("This day has not come yet. Please check the year.")
    elif (today.year - birth_date.year) > OLDEST:
        errors["birth_date"] = lazy_gettext("This is more than %(years)s years ago. Please check the year.", years=OLDEST)
    mobile = email = postcode = None
    if given.get("mobile"):
        try:
            mobile = parse_mobile(given["mobile"], allows_test_numbers=allows_test_numbers)
        except PhoneNumberWrong as problem:
            errors["mobile"] = say_what_is_wrong(problem)
    if given.get("email"):
        try:
            email = read_email(given["email"])
        except EmailWrong:
            errors["email"] = lazy_gettext("This does not look like an e-mail address. For example: amina@mail.example")
    if given.get("postcode"):
        found = POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", given["postcode"].upper()))
        postcode = f"{found[1]} {found[2]}" if found else None
        if not postcode:
            errors["postcode"] = lazy_gettext("Write the whole postcode, for example TR18 2AB, or leave it empty.")
    method = given["contact_method"]
    if agreed_to_texts and not given.get("mobile"):
        errors["mobile"] = lazy_gettext("We need a mobile number to text. Write one, or do not tick texts.")
    if method is ContactMethod.TEXT and not given.get("mobile"):
        errors.setdefault("mobile", lazy_gettext("We need a mobile number to text. Write one, or choose another way."))
    elif method is ContactMethod.CALL and not given.get("mobile") and not LANDLINE.search(given.get("contact_notes") or ""):
        errors["mobile"] = lazy_gettext("We need a number to ring. Write a mobile number here, or a landline in the notes.")
    elif method is ContactMethod.EMAIL and not given.get("email"):
        errors["email"] = lazy_gettext("We need an e-mail address to write to. Write one, or choose another way.")
    elif method is ContactMethod.LETTER and not given.get("address"):
        errors["address"] = lazy_gettext("We need an address to write to. Write one, or choose another way.")
    if errors:
        raise DetailsWrong(errors)
    return PersonDetails(
        given_name=given["given_name"],
        family_name=given["family_name"],
        birth_date=birth_date,
        mobile=mobile,
        email=email,
        language=given["language"],
        contact_method=method,
        contact_notes=given.get("contact_notes") or "",
        address=given.get("address") or "",
        postcode=postcode,
        place_name=given.get("place_name") or None,
    )


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
