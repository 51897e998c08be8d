"""What we text about somebody's plan: welcome, the way in, something new, who may see it, a page to read, a review.

None of it says what stands in the plan: others read a phone over its owner's shoulder.
"""

from messaging.wording.moments import day_maybe_time
from messaging.wording.speaking import Words, speak


def welcome(*, locale: str, first_name: str, navigator_name: str, team_name: str) -> Words:
    """The first text anybody gets: who we are, that we are no emergency service, and how to stop."""
    _ = speak(locale)
    body = _(
        "Hello %(first_name)s, this is %(navigator_name)s, %(team_name)s. We will text you from this number about what we "
        "plan together. We are not an emergency service: in danger ring 999, for medical help 111, to talk to somebody "
        "Samaritans 116 123. To stop these texts, reply STOP."
    )
    return Words("", body % {"first_name": first_name, "navigator_name": navigator_name, "team_name": team_name})


def plan_link(*, locale: str, link: str, navigator_name: str = "") -> Words:
    """The way to the plan, again and again: the link alone opens nothing."""
    _ = speak(locale)
    if navigator_name:
        body = _("You can look at your plan with %(navigator_name)s here: %(link)s We will text this phone a code to open it.")
    else:
        body = _("You can look at your plan here: %(link)s We will text this phone a code to open it.")
    return Words("", body % {"navigator_name": navigator_name, "link": link})


def prepare_invitation(*, locale: str, navigator_name: str, link: str) -> Words:
    """Before a conversation: somebody may write down what matters to them, if they like."""
    _ = speak(locale)
    body = _(
        "%(navigator_name)s is looking forward to talking with you. If you like, write down beforehand what matters to you: "
        "%(link)s There is no need to. We will text this phone a code to open it."
    )
    return Words("", body % {"navigator_name": navigator_name, "link": link})


def sign_in_code(*, locale: str, code: str) -> Words:
    """The digits that open the plan on this phone."""
    _ = speak(locale)
    body = _("%(code)s is the code to open your plan. It works for a short time. Nobody from the team will ask you for it.")
    return Words("", body % {"code": code})


def something_new(*, locale: str, link: str, navigator_name: str = "") -> Words:
    """What a text says of anything in the plan, unless the person chose to be told more."""
    _ = speak(locale)
    if navigator_name:
        body = _("There is something new in your plan with %(navigator_name)s: %(link)s")
    else:
        body = _("There is something new in your plan: %(link)s")
    return Words("", body % {"navigator_name": navigator_name, "link": link})


def someone_new(*, locale: str, navigator_name: str, team_name: str) -> Words:
    """Another navigator, or another team, supports them from now on: who that is, and the way to object."""
    _ = speak(locale)
    body = _(
        "Someone new can see your plan: %(navigator_name)s, %(team_name)s, supports you from now on. "
        "If you have a question, or this does not feel right, reply to this text."
    )
    return Words("", body % {"navigator_name": navigator_name, "team_name": team_name})


def new_navigator(*, locale: str, navigator_name: str, before_name: str, team_phone: str) -> Words:
    """Their coordinator is another from today. It asks for no reply, so that it can go by post as well."""
    _ = speak(locale)
    body = _(
        "From today %(navigator_name)s is your navigator, instead of %(before_name)s. Your plan stays as it is. "
        "If you have a question, or this does not feel right, ring %(team_phone)s."
    )
    return Words("", body % {"navigator_name": navigator_name, "before_name": before_name, "team_phone": team_phone})


def away(*, locale: str, navigator_name: str, cover_name: str, when: str = "") -> Words:
    """Their navigator is away, and who answers meanwhile. `when`: the ISO date on which they are back, when it is known."""
    _ = speak(locale)
    if when:
        body = _(
            "%(navigator_name)s is away and back on %(when)s. Until then %(cover_name)s from the same team answers you and "
            "looks after what you planned together."
        )
    else:
        body = _(
            "%(navigator_name)s is away for now. Meanwhile %(cover_name)s from the same team answers you and looks after what "
            "you planned together."
        )
    said_when = day_maybe_time(when, locale) if when else ""
    return Words("", body % {"navigator_name": navigator_name, "cover_name": cover_name, "when": said_when})


def someone_new_helps(*, locale: str, carer_name: str, link: str) -> Words:
    """Somebody of their circle can see what they chose from now on; the way to change it."""
    _ = speak(locale)
    body = _("Someone new can see your plan: %(carer_name)s, as far as you chose. To look or to change it: %(link)s")
    return Words("", body % {"carer_name": carer_name, "link": link})


def self_care_page(*, locale: str, navigator_name: str, link: str) -> Words:
    """A page to read, from a navigator who thought of them. What it is about stands behind the link alone."""
    _ = speak(locale)
    body = _(
        "%(navigator_name)s thought of you: here is a page that may help. %(link)s Take your time, and reply with any question."
    )
    return Words("", body % {"navigator_name": navigator_name, "link": link})


def self_care_follow_up(*, locale: str, navigator_name: str) -> Words:
    """Some days after a page was sent, where the locality's reminder plan says so."""
    _ = speak(locale)
    body = _("Did you find time for the page %(navigator_name)s sent you? If you would like to talk it over, reply to this text.")
    return Words("", body % {"navigator_name": navigator_name})


def review_due(*, locale: str, navigator_name: str, when: str = "") -> Words:
    """Time to look at the plan together. `when`: an ISO moment, an ISO date, or empty while no day is fixed."""
    _ = speak(locale)
    if when:
        body = _(
            "%(navigator_name)s would like to look at your plan with you: %(when)s. What helped, and what is next? "
            "If that does not suit you, reply to this text."
        )
    else:
        body = _(
            "It is a good time to look at your plan together: what helped, and what is next? "
            "%(navigator_name)s will be in touch to find a day."
        )
    return Words("", body % {"navigator_name": navigator_name, "when": day_maybe_time(when, locale) if when else ""})
