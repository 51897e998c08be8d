"""Why a listing cannot go out as it stands: the question its editor should answer again, and what to answer."""

from dataclasses import dataclass

from flask_babel import lazy_gettext

QUESTIONS = {
    "about": lazy_gettext("What it is"),
    "help": lazy_gettext("What it helps with"),
    "where": lazy_gettext("Where it is"),
    "times": lazy_gettext("When it happens"),
    "cost": lazy_gettext("What it costs"),
    "who": lazy_gettext("Who it is for"),
    "joining": lazy_gettext("How to join"),
    "contact": lazy_gettext("How to get in touch"),
    "access": lazy_gettext("Access"),
    "languages": lazy_gettext("Languages"),
    "room": lazy_gettext("Room"),
}

MESSAGES = {
    "name": lazy_gettext("Write the name: there is none."),
    "organization-name": lazy_gettext("Write the name of the organisation: there is none."),
    "gives-away-where": lazy_gettext(
        "The words give away where it is, which must stay secret. Take out the address, the postcode and the name of the place."
    ),
    "term-name": lazy_gettext("Choose again what it helps with: one of the choices has no name."),
    "coordinates": lazy_gettext("Check the place: its point on the map is not on the earth."),
    "street": lazy_gettext("Write the first line of the address."),
    "town": lazy_gettext("Write the town."),
    "postcode": lazy_gettext("Write the postcode."),
    "place-web-address": lazy_gettext("Check the web address of the place: it should look like https://www.example.org."),
    "how-often": lazy_gettext("Say how often it happens: every week or every month, or so many weeks or months apart."),
    "days": lazy_gettext("Choose the days again: we cannot tell which are meant."),
    "time-of-day": lazy_gettext("Write the times again, such as 10:30."),
    "first-day": lazy_gettext("Say on which day it first happens: without it nobody knows which weeks or months are meant."),
    "times-web-address": lazy_gettext("Check the web address of the timetable: it should look like https://www.example.org."),
    "amount": lazy_gettext("Write the price again, in numbers."),
    "currency": lazy_gettext("Write the price in pounds."),
    "ages": lazy_gettext("Write the ages again, in years from 0 to 150."),
    "ages-reversed": lazy_gettext("The youngest age is above the oldest. Write them again."),
    "document-web-address": lazy_gettext("Check the web address of what to bring: it should look like https://www.example.org."),
    "web-address": lazy_gettext("Check the web address: it should look like https://www.example.org."),
    "email": lazy_gettext("Check the e-mail address: it should look like name@example.org."),
    "telephone": lazy_gettext("Check the telephone number: it needs digits."),
    "organization-web-address": lazy_gettext(
        "Check the web address of the organisation: it should look like https://www.example.org."
    ),
    "organization-email": lazy_gettext("Check the e-mail address of the organisation: it should look like name@example.org."),
    "access-web-address": lazy_gettext("Check the web address about access: it should look like https://www.example.org."),
    "language": lazy_gettext("Choose the languages again: one of them has neither a name nor a code."),
    "room": lazy_gettext("Say again how much room there is, as a number from 0."),
}


@dataclass(frozen=True, order=True)
class Problem:
    """One reason. `question`: which of the editor's questions to answer again; `name`: what is wrong, as `MESSAGES` has it."""

    question: str
    name: str

    @property
    def message(self) -> str:
        """What to answer, in the reader's language."""
        return str(MESSAGES[self.name])

    @property
    def question_in_words(self) -> str:
        """The question's short name, in the reader's language."""
        return str(QUESTIONS[self.question])
