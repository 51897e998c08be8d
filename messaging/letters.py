"""The e-mails organisations receive, as `wording` is for texts: one function for each, in the reader's language."""

from messaging.moments import day_and_time
from messaging.speaking import Words, speak


def referral_email(
    *,
    locale: str,
    organization_name: str,
    service_name: str,
    navigator_name: str,
    team_name: str,
    team_phone: str,
    reference: str,
    link: str,
    expires_at: str,
) -> Words:
    """To an organisation: somebody would like to come. Nothing about the person stands in it; the link shows what is shared."""
    _ = speak(locale)
    subject = _("Could someone come to %(service_name)s? (%(reference)s)")
    body = _(
        "Hello %(organization_name)s,\n\n"
        "Someone we support would like to come to %(service_name)s. Please open this page to see what they have agreed to "
        "share, and to answer. It takes about a minute and you need no account:\n\n"
        "%(link)s\n\n"
        "You can say yes with a day and a place, that you have no room, or that it is not right for them. "
        "The link works until %(when)s. Please do not pass it on: it is about one person.\n\n"
        "Any questions? Ring us on %(team_phone)s and say the reference %(reference)s.\n\n"
        "Thank you,\n%(navigator_name)s\n%(team_name)s"
    )
    values = {
        "organization_name": organization_name,
        "service_name": service_name,
        "navigator_name": navigator_name,
        "team_name": team_name,
        "team_phone": team_phone,
        "reference": reference,
        "link": link,
        "when": day_and_time(expires_at, locale),
    }
    return Words(subject % values, body % values)


def referral_answer_copy(
    *,
    locale: str,
    organization_name: str,
    service_name: str,
    navigator_name: str,
    team_name: str,
    team_phone: str,
    reference: str,
    appointment_at: str = "",
    place: str = "",
) -> Words:
    """To an organisation: what you told us, for your own records. With no appointment, they could not take the person."""
    _ = speak(locale)
    values = {
        "organization_name": organization_name,
        "service_name": service_name,
        "navigator_name": navigator_name,
        "team_name": team_name,
        "team_phone": team_phone,
        "reference": reference,
        "place": place,
        "when": day_and_time(appointment_at, locale) if appointment_at else "",
    }
    subject = _("Thank you for your answer (%(reference)s)")
    if appointment_at:
        body = _(
            "Hello %(organization_name)s,\n\n"
            "Thank you. You expect the person with the reference %(reference)s at %(service_name)s on %(when)s. "
            "Where: %(place)s. We have told them.\n\n"
            "If anything changes, ring us on %(team_phone)s and say the reference.\n\n"
            "%(navigator_name)s\n%(team_name)s"
        )
    else:
        body = _(
            "Hello %(organization_name)s,\n\n"
            "Thank you for telling us that %(service_name)s cannot take the person with the reference %(reference)s. "
            "We will look for something else with them.\n\n"
            "%(navigator_name)s\n%(team_name)s"
        )
    return Words(subject % values, body % values)
