"""The e-mails administrators receive when something stopped by itself, or cannot be read."""

from messaging.wording.speaking import Words, speak


def sending_stopped(*, locale: str, staff_name: str, message_name: str, sent: int, link: str) -> Words:
    """To an administrator: the circuit breaker stopped a message that ran away."""
    _ = speak(locale)
    subject = _("Stopped: %(message_name)s")
    body = _(
        "Hello %(staff_name)s,\n\n"
        "Care Navigator has stopped sending this message: %(message_name)s. In the last hour it sent %(sent)s of it, far more "
        "than usual, or most of them failed.\n\n"
        "Nothing is lost: what waits is kept. Please look, then let it go on or take it back:\n\n%(link)s"
    )
    values = {"staff_name": staff_name, "message_name": message_name, "sent": sent, "link": link}
    return Words(subject % values, body % values)


def webhook_stopped(*, locale: str, staff_name: str, program_name: str, link: str) -> Words:
    """To an administrator: another program that is told of referrals has not answered for three days."""
    _ = speak(locale)
    subject = _("No longer told of referrals: %(program_name)s")
    body = _(
        "Hello %(staff_name)s,\n\n"
        "Care Navigator tells another program when a referral moves: %(program_name)s. It has not taken what we sent for three "
        "days, so we have stopped calling it.\n\n"
        "Nothing is lost: what it was not told is kept. When it works again, let it go on here:\n\n%(link)s"
    )
    values = {"staff_name": staff_name, "program_name": program_name, "link": link}
    return Words(subject % values, body % values)


def bounces_not_read(*, locale: str, staff_name: str, mailbox: str, trouble: str) -> Words:
    """To an administrator: nobody can read the mailbox that e-mails come back to."""
    _ = speak(locale)
    why = {
        "refused": _("The mail server refuses the name or the password."),
        "no_folder": _("The mail server knows no such folder."),
        "not_safe": _(
            "The mail server cannot show that it is the right one: its certificate is out of date or for another name."
        ),
    }.get(trouble, _("The mail server does not answer."))
    body = _(
        "Hello %(staff_name)s,\n\n"
        "Care Navigator cannot look into the mailbox that e-mails come back to (%(mailbox)s).\n\n%(why)s\n\n"
        "Nothing is lost: what comes back waits there, and we keep trying. Until then we do not hear which addresses do not "
        "work. Please ask whoever looks after the mail server, or this setting: NAVIGATOR_BOUNCES_IMAP_URL.\n\n"
        "We write this once, and not again until the mailbox could be read in between."
    )
    values = {"staff_name": staff_name, "mailbox": mailbox, "why": why % {}}
    return Words(_("E-mails that come back cannot be read") % {}, body % values)
