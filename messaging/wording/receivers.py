"""The e-mails an organisation gets about a referral after the first. The reference alone says who it is about."""

from collections.abc import Callable

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def referral_chaser(
    *,
    locale: str,
    organization_name: str,
    service_name: str,
    navigator_name: str,
    team_name: str,
    team_phone: str,
    reference: str,
    link: str,
    sent_at: str,
) -> Words:
    """Somebody still waits for an answer."""
    _ = speak(locale)
    body = _(
        "Hello %(organization_name)s,\n\n"
        "We asked you on %(when)s if someone can come to %(service_name)s, and they are still waiting to hear. "
        "Could you tell us? It takes about a minute, and you need no account:\n\n"
        "%(link)s\n\n"
        "If you have no room, or it is not right for them, please say so there: then we can look for something else.\n\n"
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
        "when": day_and_time(sent_at, locale),
    }
    return Words(_("Someone is waiting to hear from you (%(reference)s)") % values, body % values)


def referral_ended(
    *, locale: str, organization_name: str, navigator_name: str, team_name: str, team_phone: str, reference: str, why: str
) -> Words:
    """They will not come. `why`: taken_back, recalled, or do_not_contact (they may come; nobody may contact them)."""
    _ = speak(locale)
    values = {
        "organization_name": organization_name,
        "navigator_name": navigator_name,
        "team_name": team_name,
        "team_phone": team_phone,
        "reference": reference,
    }
    match why:
        case "recalled":
            subject = _("Sent to you by mistake: please delete it (%(reference)s)")
            said = _(
                "We sent you the referral %(reference)s by mistake. Its link does not work any more. Please do not use what "
                "it said, do not contact anybody because of it, and delete whatever you kept of it. If you have passed it on "
                "or written it down, please ring us on %(team_phone)s today. We are sorry."
            )
        case "do_not_contact":
            subject = _("Please do not contact them: answer us (%(reference)s)")
            said = _(
                "About the person with the reference %(reference)s: please do not ring, text or write to them from now on. It "
                "could put them in danger. Answer us instead, on %(team_phone)s or by the link we sent you. Please tell whoever "
                "else at your place has seen their number."
            )
        case _:
            subject = _("They will not be coming (%(reference)s)")
            said = _(
                "The person with the reference %(reference)s will not be coming. You can close it on your side, and delete "
                "what you kept of it. Thank you for looking at it."
            )
    frame = _(
        "Hello %(organization_name)s,\n\n%(said)s\n\nAny questions? Ring us on %(team_phone)s and say the reference.\n\n"
        "%(navigator_name)s\n%(team_name)s"
    )
    return Words(subject % values, frame % (values | {"said": said % values}))


def receivers_inbox(
    *, locale: str, organization_name: str, team_phone: str, link: str, expires_at: str, reference: str = "", why: str = "asked"
) -> Words:
    """The link to all that was sent to an organisation. `why`: asked, or question_answered."""
    _ = speak(locale)
    values = {
        "organization_name": organization_name,
        "team_phone": team_phone,
        "link": link,
        "reference": reference,
        "when": day_and_time(expires_at, locale),
    }
    match why:
        case "question_answered":
            subject = _("We have answered your question (%(reference)s)")
            said = _("You asked us something about the referral %(reference)s. The answer stands on this page:")
        case _:
            subject = _("All that we have asked %(organization_name)s")
            said = _("This page shows everything that we have asked you and that is still open, and takes your answers:")
    frame = _(
        "Hello %(organization_name)s,\n\n%(said)s\n\n%(link)s\n\n"
        "The link works until %(when)s. It is about people who trust you: please do not pass it on.\n\n"
        "Any questions? Ring us on %(team_phone)s."
    )
    return Words(subject % values, frame % (values | {"said": said % values}))


EMAILS: tuple[Callable[..., Words], ...] = (referral_chaser, referral_ended, receivers_inbox)
