"""What we text about a small step: did you get there, how sure are you, a nudge; and thanks for an answer."""

from messaging.wording.speaking import Words, speak

LONGEST_STEP = 100  # characters; a longer one is called "your small step", so that the text stays short


def did_you_get_there(*, locale: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _("Did you get to %(service_name)s? Reply 1 for yes, 2 for no, 3 for I need help.")
    else:
        body = _("Did you get to the group we talked about? Reply 1 for yes, 2 for no, 3 for I need help.")
    return Words("", body % {"service_name": service_name})


def confidence_question(*, locale: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "Well done for going to %(service_name)s. How sure are you that you could go again? "
            "Reply with a number from 0 (not at all sure) to 10 (very sure)."
        )
    else:
        body = _(
            "Well done for going. How sure are you that you could go again? "
            "Reply with a number from 0 (not at all sure) to 10 (very sure)."
        )
    return Words("", body % {"service_name": service_name})


def step_nudge(*, locale: str, navigator_name: str, step_words: str = "") -> Words:
    """A friendly word about a step that is still to do. `step_words` only for who chose to have details in texts."""
    _ = speak(locale)
    step_words = " ".join(step_words.split()).rstrip(".!…۔ ")
    if step_words and len(step_words) <= LONGEST_STEP:
        body = _(
            "Hello from %(navigator_name)s. How is your small step going? %(step_words)s. "
            "There is no rush. If you would like some help with it, reply to this text."
        )
    else:
        body = _(
            "Hello from %(navigator_name)s. How is your small step going? "
            "There is no rush. If you would like some help with it, reply to this text."
        )
    return Words("", body % {"navigator_name": navigator_name, "step_words": step_words})


def thanks_confidence(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _("Thank you, that helps. %(navigator_name)s will see your answer. If you want to talk it over, reply to this text.")
    return Words("", body % {"navigator_name": navigator_name})


def thanks_unsure(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _(
        "Thank you for telling us. It is all right not to be sure: %(navigator_name)s can help to make it easier. "
        "If you want to talk it over, reply to this text."
    )
    return Words("", body % {"navigator_name": navigator_name})


def thanks_no(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _("Thank you for telling us. That is quite all right. %(navigator_name)s will be in touch to see what would help.")
    return Words("", body % {"navigator_name": navigator_name})


def thanks_need_help(*, locale: str, navigator_name: str, team_phone: str = "") -> Words:
    _ = speak(locale)
    sentences = [_("Thank you for telling us. %(navigator_name)s will be in touch.") % {"navigator_name": navigator_name}]
    if team_phone:
        sentences.append(_("To talk to somebody sooner, ring %(team_phone)s.") % {"team_phone": team_phone})
    sentences.append(_("If you are in danger, ring 999. For medical help, ring 111.") % {})
    return Words("", " ".join(sentences))
