"""The e-mails organisations and their listing editors receive, as `wording` is for texts: each in the reader's language."""

from collections.abc import Callable

from messaging.wording import referring_in, to_administrators
from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


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


def appointment_news(
    *,
    locale: str,
    organization_name: str,
    service_name: str,
    navigator_name: str,
    team_name: str,
    team_phone: str,
    reference: str,
    appointment_at: str,
    news: str,
) -> Words:
    """To an organisation: what the person says of the day arranged. `news`: cannot_come, change_day or can_come.

    The reference alone says who it is: nothing more is shared than was.
    """
    _ = speak(locale)
    values = {
        "organization_name": organization_name,
        "service_name": service_name,
        "navigator_name": navigator_name,
        "team_name": team_name,
        "team_phone": team_phone,
        "reference": reference,
        "when": day_and_time(appointment_at, locale),
    }
    match news:
        case "can_come":
            subject = _("They can come after all (%(reference)s)")
            said = _("The person with the reference %(reference)s can come to %(service_name)s on %(when)s after all.")
        case "change_day":
            subject = _("Could they come on another day? (%(reference)s)")
            said = _(
                "The person with the reference %(reference)s cannot come to %(service_name)s on %(when)s, and would like another "
                "day. We will ring you, or ring us when you have one."
            )
        case _:
            subject = _("They cannot come (%(reference)s)")
            said = _(
                "The person with the reference %(reference)s tells us that they cannot come to %(service_name)s on %(when)s."
            )
    frame = _(
        "Hello %(organization_name)s,\n\n%(said)s\n\nAny questions? Ring us on %(team_phone)s and say the reference.\n\n"
        "%(navigator_name)s\n%(team_name)s"
    )
    return Words(subject % values, frame % (values | {"said": said % values}))


def shortlist_email(*, locale: str, link: str) -> Words:
    """A list of places to go, to whoever asked for it on a public page."""
    _ = speak(locale)
    body = _(
        "Hello,\n\nHere is the list you asked for:\n\n%(link)s\n\n"
        "It can be opened for half a year. If it was not you who asked, there is nothing to do: we keep your address for this "
        "alone.\n\nCare Navigator"
    )
    return Words(_("The list you asked for") % {}, body % {"link": link})


def staff_invitation(
    *, locale: str, reader_name: str, team_name: str, invited_by: str, team_phone: str, link: str, expires_at: str
) -> Words:
    """To a colleague to be: the link by which they choose a password, once."""
    _ = speak(locale)
    body = _(
        "Hello %(reader_name)s,\n\n"
        "%(invited_by)s invites you to work with the %(team_name)s in Care Navigator. Open this page to choose a password:\n\n"
        "%(link)s\n\n"
        "The link works once, until %(when)s. It is for you alone: please do not pass it on.\n\n"
        "You did not expect this? Then there is nothing to do, or ring the team on %(team_phone)s.\n\n"
        "Care Navigator"
    )
    values = {
        "reader_name": reader_name,
        "team_name": team_name,
        "invited_by": invited_by,
        "team_phone": team_phone,
        "link": link,
        "when": day_and_time(expires_at, locale),
    }
    return Words(_("Your invitation to Care Navigator") % {}, body % values)


def editor_invitation(
    *, locale: str, editor_name: str, organization_name: str, invited_by: str, team_phone: str, link: str, expires_at: str
) -> Words:
    """To somebody who is to keep an organisation's listings: what that is, and the link that signs them in."""
    _ = speak(locale)
    subject = _("Please help keep the listings of %(organization_name)s right")
    body = _(
        "Hello %(editor_name)s,\n\n"
        "People here look in Care Navigator for groups like %(organization_name)s. Would you keep what it says about you "
        "right? You can do it on a phone, in a few minutes, and you need no password. Open this page and press the button:"
        "\n\n%(link)s\n\n"
        "The link works once, until %(when)s. It is yours alone: please do not pass it on.\n\n"
        "If this is not for you, do nothing. Any questions? Ring us on %(team_phone)s.\n\n"
        "Thank you,\n%(invited_by)s"
    )
    values = {
        "editor_name": editor_name,
        "organization_name": organization_name,
        "invited_by": invited_by,
        "team_phone": team_phone,
        "link": link,
        "when": day_and_time(expires_at, locale),
    }
    return Words(subject % values, body % values)


def editor_sign_in(*, locale: str, editor_name: str, link: str) -> Words:
    """To a listing editor who asked to sign in."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "Open this page and press the button to look after your listings:\n\n%(link)s\n\n"
        "The link works once, for an hour. If you did not ask for it, do nothing: nobody gets in without it."
    )
    return Words(_("Your link to sign in to Care Navigator") % {}, body % {"editor_name": editor_name, "link": link})


def still_correct_email(*, locale: str, editor_name: str, organization_name: str, listings: str, link: str) -> Words:
    """To a listing editor: is what we say still correct? `listings`: their names, one a line."""
    _ = speak(locale)
    subject = _("Is what we say about %(organization_name)s still correct?")
    body = _(
        "Hello %(editor_name)s,\n\n"
        "It is a while since anybody checked what we tell people about:\n\n%(listings)s\n\n"
        "Is it still correct? One tap on this page tells us, and you need no password:\n\n%(link)s\n\n"
        "You can also tell us there that something has changed, or that you have closed. "
        "If we hear nothing, we shall say that it has not been checked, and show it after others.\n\n"
        "Thank you. People rely on it."
    )
    values = {"editor_name": editor_name, "organization_name": organization_name, "listings": listings, "link": link}
    return Words(subject % values, body % values)


def still_correct_contact(*, locale: str, organization_name: str, listings: str, link: str) -> Words:
    """To the address in an organisation's public listings, which nobody keeps: is what we say still correct?"""
    _ = speak(locale)
    subject = _("Is what we say about %(organization_name)s still correct?")
    body = _(
        "Hello,\n\n"
        "Care Navigator tells people about %(organization_name)s, and this address stands there. It is a while since anybody "
        "checked what we say about:\n\n%(listings)s\n\n"
        "Is it still correct? One tap on this page tells us. You need no account and no password:\n\n%(link)s\n\n"
        "You can also tell us there that something has changed, or that you have closed. We ask three times at most; then we "
        "say that nobody has checked it, and show it after others.\n\n"
        "Thank you. People rely on it."
    )
    values = {"organization_name": organization_name, "listings": listings, "link": link}
    return Words(subject % values, body % values)


def something_wrong(*, locale: str, reader_name: str, service_name: str, what: str, link: str, words: str = "") -> Words:
    """To whoever looks after a listing: a visitor says that something is wrong with it. `what`: see `_wrong_with`."""
    _ = speak(locale)
    subject = _("Is what we say about %(service_name)s right?")
    sentences = [
        _("Hello %(reader_name)s,"),
        _("Somebody who looked at %(service_name)s told us:"),
        "– %(what)s",
        *(["%(words)s"] if words else []),
        _("Please look at it, and put it right if they are right:"),
        "%(link)s",
        _("Thank you. People rely on it."),
    ]
    values = {"reader_name": reader_name, "service_name": service_name, "link": link, "words": words}
    values["what"] = _wrong_with(what, _)
    return Words(subject % values, "\n\n".join(sentences) % values)


def _wrong_with(what: str, _: Callable[[str], str]) -> str:
    """What is wrong, by the name it is kept under."""
    said = {
        "closed": _("It has closed, or does not happen any more"),
        "times": _("The days or times are wrong"),
        "place": _("The place is wrong"),
        "contact": _("The phone number, e-mail or website does not work"),
        "cost": _("The cost is wrong"),
        "no room": _("They have no room"),
    }
    return (said.get(what) or _("Something else")) % {}


def edit_published(*, locale: str, editor_name: str, listing_name: str, link: str) -> Words:
    """To a listing editor: what they sent is live."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "Thank you. What you wrote about %(listing_name)s is live now:\n\n%(link)s\n\n"
        "People rely on it."
    )
    values = {"editor_name": editor_name, "listing_name": listing_name, "link": link}
    return Words(_("%(listing_name)s: your changes are live") % values, body % values)


def edit_asked(*, locale: str, editor_name: str, listing_name: str, question: str, link: str) -> Words:
    """To a listing editor: a moderator wants to know something before it goes live."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "Thank you for what you sent about %(listing_name)s. Before it goes live, somebody here asks:\n\n%(question)s\n\n"
        "Please open this page, change what needs changing, and send it again:\n\n%(link)s\n\n"
        "What you wrote is all still there."
    )
    values = {"editor_name": editor_name, "listing_name": listing_name, "question": question, "link": link}
    return Words(_("%(listing_name)s: a question about your changes") % values, body % values)


def edit_rejected(*, locale: str, editor_name: str, listing_name: str, reason: str, link: str) -> Words:
    """To a listing editor: it does not go live, and why."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "What you sent about %(listing_name)s did not go live. The reason:\n\n%(reason)s\n\n"
        "What you wrote is all still there. You can change it and send it again:\n\n%(link)s"
    )
    values = {"editor_name": editor_name, "listing_name": listing_name, "reason": reason, "link": link}
    return Words(_("%(listing_name)s: your changes did not go live") % values, body % values)


def application_link(*, locale: str, editor_name: str, organization_name: str, link: str) -> Words:
    """To somebody who asked for their organisation to be listed: the link that shows the address is theirs, and leads back."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "You asked for %(organization_name)s to be listed in Care Navigator. Open this page to go on:\n\n%(link)s\n\n"
        "The link works for two weeks, as often as you like, on any phone. If you did not ask for this, do nothing."
    )
    values = {"editor_name": editor_name, "organization_name": organization_name, "link": link}
    return Words(_("%(organization_name)s: go on with your listing") % values, body % values)


def application_accepted(*, locale: str, editor_name: str, organization_name: str, link: str) -> Words:
    """To somebody whose organisation is listed from now on, and whose listing is theirs to keep right."""
    _ = speak(locale)
    body = _(
        "Hello %(editor_name)s,\n\n"
        "Welcome. %(organization_name)s is listed now, and people can find it. The listing is yours to keep right: open this "
        "page and press the button. You need no password.\n\n%(link)s\n\n"
        "The link is yours alone: please do not pass it on."
    )
    values = {"editor_name": editor_name, "organization_name": organization_name, "link": link}
    return Words(_("%(organization_name)s is listed now") % values, body % values)


EMAILS: tuple[Callable[..., Words], ...] = (
    referral_email,
    referral_answer_copy,
    appointment_news,
    shortlist_email,
    staff_invitation,
    editor_invitation,
    editor_sign_in,
    still_correct_email,
    still_correct_contact,
    something_wrong,
    to_administrators.sending_stopped,
    to_administrators.webhook_stopped,
    to_administrators.bounces_not_read,
    edit_published,
    edit_asked,
    edit_rejected,
    application_link,
    application_accepted,
    referring_in.referrer_code,
    referring_in.referral_in_received,
    referring_in.referral_in_accepted,
    referring_in.referral_in_declined,
    referring_in.referral_in_parked,
    referring_in.referral_in_question,
    referring_in.referral_in_contacted,
    referring_in.referral_in_talked,
)
