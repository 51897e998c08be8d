"""What it costs to greet somebody who agrees to texts, before they do: the texts' words, their segments, their price."""

from decimal import Decimal

from messaging.wording.names import NAMES
from messaging.wording.texts import Preview, preview
from navigator.config import Settings
from navigator.forms import Form
from navigator.people import coordinations, links, texting
from navigator.people.models import ContactMethod, Person, Role, Staff
from translations.locales import language

NAME_TO_COME = "…"
LONGEST_NAME = 80


def of_new(form: Form, *, staff: Staff, settings: Settings) -> list[tuple[str, Preview]]:
    """For the person on this form, as far as it is written. Empty for whoever likes e-mails or letters better."""
    method = form.value("contact_method")
    if (method == ContactMethod.EMAIL and form.value("email")) or (method == ContactMethod.LETTER and form.value("address")):
        return []
    waits = form.value("waits") and staff.role is not Role.VOLUNTEER
    return _previews(
        first_name=str(form.value("given_name")).strip()[:LONGEST_NAME] or NAME_TO_COME,
        locale=language(str(form.value("language"))).code,
        navigator=coordinations.find_stand_in(team_id=staff.team_id) if waits else staff,
        settings=settings,
    )


def of_person(person: Person, *, settings: Settings) -> list[tuple[str, Preview]]:
    """For somebody we support who has not agreed yet. Empty where the welcome goes another way, or nowhere."""
    if texting.find_obstacle(person) is not texting.WhyNot.NO_CONSENT or isinstance(texting.choose_way(person), texting.Way):
        return []
    return _previews(first_name=person.given_name, locale=person.language, navigator=person.navigator, settings=settings)


def _previews(*, first_name: str, locale: str, navigator: Staff, settings: Settings) -> list[tuple[str, Preview]]:
    pence: Decimal | None = settings.sms_pence_per_segment
    link = f"{settings.public_url}{links.path('x' * links.LENGTH)}"
    said = {
        "welcome": {"first_name": first_name, "navigator_name": navigator.first_name, "team_name": navigator.team.name},
        "plan_link": {"navigator_name": navigator.first_name, "link": link},
    }
    return [
        (str(NAMES[template]), preview(template, values, locale, pence_per_segment=pence)) for template, values in said.items()
    ]
