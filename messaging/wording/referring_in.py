"""What we write when somebody refers a person to us. The person's name stands in none of it, nor what it is about."""

from messaging.wording.speaking import Words, speak


def request_received(*, locale: str, team_name: str, team_phone: str, reference: str) -> Words:
    """To the person: we have it, and what happens next. Whose phone it is nobody knows for sure, so it says no more."""
    _ = speak(locale)
    body = _(
        "This is %(team_name)s. We have your details and will be in touch soon. Your reference is %(reference)s. "
        "Questions? Ring %(team_phone)s. To stop these texts, reply STOP."
    )
    return Words("", body % {"team_name": team_name, "team_phone": team_phone, "reference": reference})


def referrer_code(*, locale: str, code: str) -> Words:
    """To a professional who would like to refer: six digits that show the address is theirs."""
    _ = speak(locale)
    body = _(
        "Hello,\n\n%(code)s is the code to refer somebody in Care Navigator. It works for fifteen minutes.\n\n"
        "If you did not ask for it, do nothing."
    )
    return Words(_("%(code)s is your code") % {"code": code}, body % {"code": code})


def referral_in_received(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: we have it."""
    _ = speak(locale)
    return _news(
        locale,
        _("We have your referral (%(reference)s)"),
        _("Thank you. We have your referral %(reference)s, and somebody reads it on the same working day."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_accepted(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: we support the person from now on."""
    _ = speak(locale)
    return _news(
        locale,
        _("Your referral is accepted (%(reference)s)"),
        _("We have accepted your referral %(reference)s. Somebody gets in touch with the person."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_declined(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: we cannot; why stands behind the link."""
    _ = speak(locale)
    return _news(
        locale,
        _("We cannot take your referral (%(reference)s)"),
        _("We are sorry: we cannot take your referral %(reference)s. The page says why."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_parked(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: not yet; until when stands behind the link."""
    _ = speak(locale)
    return _news(
        locale,
        _("We come back to your referral (%(reference)s)"),
        _("We cannot begin with your referral %(reference)s just now. The page says when we look at it again."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_question(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: a question, which stands behind the link."""
    _ = speak(locale)
    return _news(
        locale,
        _("A question about your referral (%(reference)s)"),
        _("We have a question about your referral %(reference)s. Please answer it on the page."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_contacted(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: we have talked with the person for the first time."""
    _ = speak(locale)
    return _news(
        locale,
        _("We have been in touch (%(reference)s)"),
        _("We have talked with the person of your referral %(reference)s for the first time."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def referral_in_talked(*, locale: str, reference: str, team_name: str, team_phone: str, link: str) -> Words:
    """To whoever referred: the first conversation about what matters has been held."""
    _ = speak(locale)
    return _news(
        locale,
        _("We have had a first conversation (%(reference)s)"),
        _("With the person of your referral %(reference)s we have had a first conversation about what matters to them."),
        {"reference": reference, "team_name": team_name, "team_phone": team_phone, "link": link},
    )


def _news(locale: str, subject: str, said: str, values: dict[str, str]) -> Words:
    _ = speak(locale)
    frame = _(
        "Hello,\n\n%(said)s\n\nWhat becomes of it, as far as the person allows:\n\n%(link)s\n\n"
        "The link is yours alone: please do not pass it on. Any questions? Ring us on %(team_phone)s and say the reference.\n\n"
        "%(team_name)s"
    )
    return Words(subject % values, frame % (values | {"said": said % values}))
