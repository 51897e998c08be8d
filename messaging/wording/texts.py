"""Everything we say: one function for each text a person can receive (e-mails: `letters`), in the reader's language.

Each takes the reader's `locale` and the values its words need, by name; a value with a default may be left out.
`service_name` empty means that the name would give too much away on a shared phone: the words are neutral then.
`TEMPLATES` is the list, and `render` the one way in.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from messaging.models import Channel
from messaging.purposes import Purpose
from messaging.wording.emails import EMAILS
from messaging.wording.moments import MomentWrong, day_and_time, parse_moment
from messaging.wording.speaking import NotTranslated, Words, WordsMissing, speak
from translations import dates
from translations.locales import DEFAULT

log = logging.getLogger(__name__)


def welcome(*, locale: str, first_name: str, navigator_name: str, team_name: str) -> Words:
    """The first text anybody gets: who we are, that we are no emergency service, and how to stop."""
    _ = speak(locale)
    body = _(
        "Hello %(first_name)s, this is %(navigator_name)s, %(team_name)s. We will text you from this number about what we "
        "plan together. We are not an emergency service: in danger ring 999, for medical help ring 111. "
        "To stop these texts, reply STOP."
    )
    return Words("", body % {"first_name": first_name, "navigator_name": navigator_name, "team_name": team_name})


def plan_link(*, locale: str, link: str, navigator_name: str = "") -> Words:
    _ = speak(locale)
    if navigator_name:
        body = _("You can look at your plan with %(navigator_name)s here: %(link)s We will text this phone a code to open it.")
    else:
        body = _("You can look at your plan here: %(link)s We will text this phone a code to open it.")
    return Words("", body % {"navigator_name": navigator_name, "link": link})


def sign_in_code(*, locale: str, code: str) -> Words:
    _ = speak(locale)
    body = _("%(code)s is the code to open your plan. It works for a short time. Nobody from the team will ask you for it.")
    return Words("", body % {"code": code})


def shortlist_link(*, locale: str, link: str) -> Words:
    """A list of places to go that somebody asked for on a public page. Whose phone it is nobody knows, so nothing is said."""
    _ = speak(locale)
    body = _("Here is the list you asked for at Care Navigator: %(link)s If it was not you, there is nothing to do.")
    return Words("", body % {"link": link})


def referral_sent(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(navigator_name)s has asked %(service_name)s if you can come. We will text you when they answer. "
            "You do not need to do anything now."
        )
    else:
        body = _(
            "%(navigator_name)s has asked the group we talked about if you can come. We will text you when they answer. "
            "You do not need to do anything now."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_accepted(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """They can come: when, where, who to ask for, and what to do when the day does not suit."""
    _ = speak(locale)
    if service_name:
        first = _("Good news: %(service_name)s would like to see you on %(when)s. Where: %(place)s.")
    else:
        first = _("Good news: the group we talked about would like to see you on %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def appointment_changed(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """They had a day already, and it is another now, or another place."""
    _ = speak(locale)
    if service_name:
        first = _("A change: %(service_name)s would now like to see you on %(when)s. Where: %(place)s.")
    else:
        first = _("A change: the group we talked about would now like to see you on %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def referral_no_room(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s has no room at the moment. It is nothing to do with you. "
            "%(navigator_name)s will be in touch to find something else with you."
        )
    else:
        body = _(
            "The group we talked about has no room at the moment. It is nothing to do with you. "
            "%(navigator_name)s will be in touch to find something else with you."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_not_right(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s think something else would suit you better. "
            "%(navigator_name)s will be in touch to find it with you."
        )
    else:
        body = _(
            "The group we talked about think something else would suit you better. "
            "%(navigator_name)s will be in touch to find it with you."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def reminder(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """The evening before: time, place, who to ask for, and how to say that you cannot come."""
    _ = speak(locale)
    if service_name:
        first = _("A friendly reminder: %(service_name)s, %(when)s. Where: %(place)s.")
    else:
        first = _("A friendly reminder of the group we talked about: %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def _appointment(
    _: Callable[[str], str],
    first: str,
    locale: str,
    navigator_name: str,
    appointment_at: str,
    place: str,
    service_name: str,
    ask_for: str,
) -> Words:
    sentences = [first % {"service_name": service_name, "when": day_and_time(appointment_at, locale), "place": place}]
    if ask_for:
        sentences.append(_("When you get there, ask for %(ask_for)s.") % {"ask_for": ask_for})
    sentences.append(
        _("If you cannot come, reply to this text and %(navigator_name)s will let them know.")
        % {"navigator_name": navigator_name}
    )
    return Words("", " ".join(sentences))


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


def thanks_confidence(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _("Thank you, that helps. %(navigator_name)s will see your answer. If you want to talk it over, reply to this text.")
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
    sentences.append(_("If you are in danger, ring 999. For medical help, ring 111."))
    return Words("", " ".join(sentences))


def stopped(*, locale: str) -> Words:
    """The one text after STOP."""
    _ = speak(locale)
    return Words(
        "",
        _(
            "We will not text you any more. Your navigator still supports you in other ways. "
            "To get our texts again, reply START. In danger ring 999, for medical help ring 111."
        ),
    )


def started(*, locale: str) -> Words:
    _ = speak(locale)
    return Words(
        "",
        _(
            "You will get our texts again. To stop them, reply STOP. "
            "We are not an emergency service: in danger ring 999, for medical help ring 111."
        ),
    )


def help(*, locale: str) -> Words:  # noqa: A001 - named, as all are, for the message
    _ = speak(locale)
    return Words(
        "",
        _(
            "These texts are from your care navigator and the team. Write to us here and a person will read it in working "
            "hours. To stop these texts, reply STOP. We are not an emergency service: in danger ring 999, for medical help "
            "ring 111."
        ),
    )


def unclear(*, locale: str) -> Words:
    """The answer to a text that only a person can understand. It promises no time it cannot keep."""
    _ = speak(locale)
    return Words(
        "",
        _(
            "Thank you. A person in the team will read this in working hours. "
            "If it cannot wait: in danger ring 999, for medical help ring 111."
        ),
    )


def safety(*, locale: str) -> Words:
    """The answer to words of distress, at any hour and to any number. It promises nothing: who has the number may be unknown."""
    _ = speak(locale)
    return Words(
        "",
        _(
            "Thank you for telling us. You do not have to be alone with this. Samaritans listen day and night, free: 116 123. "
            "If you are in danger, ring 999. For urgent help, ring 111. We may not see your text straight away."
        ),
    )


def still_correct(*, locale: str, link: str) -> Words:
    """To a listing editor's phone: is what we say still correct? It names no group: others may look over a shoulder."""
    _ = speak(locale)
    body = _(
        "Is what Care Navigator tells people about your group still correct? One tap here tells us, without a password: "
        "%(link)s To stop these texts, reply STOP."
    )
    return Words("", body % {"link": link})


def step_nudge(*, locale: str, navigator_name: str, step_words: str = "") -> Words:
    """A friendly word about a step that is still to do. `step_words` only for who chose to have details in texts."""
    _ = speak(locale)
    if step_words:
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


def _day_maybe_time(when: str, locale: str) -> str:
    return dates.day(date.fromisoformat(when), locale) if len(when) == len("2026-11-24") else day_and_time(when, locale)


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
    return Words("", body % {"navigator_name": navigator_name, "when": _day_maybe_time(when, locale) if when else ""})


TEXTS: tuple[Callable[..., Words], ...] = (
    welcome,
    plan_link,
    sign_in_code,
    shortlist_link,
    referral_sent,
    referral_accepted,
    appointment_changed,
    referral_no_room,
    referral_not_right,
    reminder,
    did_you_get_there,
    confidence_question,
    thanks_confidence,
    thanks_no,
    thanks_need_help,
    stopped,
    started,
    help,
    unclear,
    safety,
    still_correct,
    step_nudge,
    review_due,
)
TEMPLATES: dict[str, Callable[..., Words]] = {write.__name__: write for write in (*TEXTS, *EMAILS)}
CHANNELS = {write.__name__: Channel.TEXT for write in TEXTS} | {write.__name__: Channel.EMAIL for write in EMAILS}

# What each is for: what a person can stop alone, and what a daily limit counts, follow from it.
PURPOSES: dict[str, Purpose] = {
    "welcome": Purpose.PLAN,
    "plan_link": Purpose.ASKED_FOR,
    "sign_in_code": Purpose.ASKED_FOR,
    "shortlist_link": Purpose.ASKED_FOR,
    "referral_sent": Purpose.REFERRAL,
    "referral_accepted": Purpose.REFERRAL,
    "appointment_changed": Purpose.REFERRAL,
    "referral_no_room": Purpose.REFERRAL,
    "referral_not_right": Purpose.REFERRAL,
    "reminder": Purpose.REMINDER,
    "did_you_get_there": Purpose.CHECK_IN,
    "confidence_question": Purpose.ANSWER,  # it comes back at once upon "yes, I got there"
    "thanks_confidence": Purpose.ANSWER,
    "thanks_no": Purpose.ANSWER,
    "thanks_need_help": Purpose.ANSWER,
    "stopped": Purpose.ANSWER,
    "started": Purpose.ANSWER,
    "help": Purpose.ANSWER,
    "unclear": Purpose.ANSWER,
    "safety": Purpose.SAFETY,
    "step_nudge": Purpose.CHECK_IN,
    "review_due": Purpose.PLAN,
    "still_correct": Purpose.LISTING,
    # e-mails
    "referral_email": Purpose.REFERRAL,
    "referral_answer_copy": Purpose.REFERRAL,
    "shortlist_email": Purpose.ASKED_FOR,
    "editor_invitation": Purpose.LISTING,
    "editor_sign_in": Purpose.ASKED_FOR,
    "still_correct_email": Purpose.LISTING,
    "still_correct_contact": Purpose.LISTING,
    "something_wrong": Purpose.LISTING,
    "edit_published": Purpose.LISTING,
    "edit_asked": Purpose.LISTING,
    "edit_rejected": Purpose.LISTING,
    "application_link": Purpose.ASKED_FOR,
    "application_accepted": Purpose.LISTING,
}

# They answer what the person wrote or asked for, so there are never more of them than the person wants: no daily limit
# counts them, and no reply is meant for them rather than for the question before.
ANSWERS = frozenset(name for name, purpose in PURPOSES.items() if purpose in (Purpose.ASKED_FOR, Purpose.ANSWER, Purpose.SAFETY))
# Somebody who has just written is awake and waiting: their answer does not keep until the morning. (A link to the plan is
# also sent without being asked for, after the welcome; a list may be sent to a number that somebody else typed.)
AT_ANY_HOUR = ANSWERS - {"plan_link", "shortlist_link"}
# News and questions about an appointment: when one of them cannot go, a human has to bring it instead.
APPOINTMENTS = frozenset(
    {"referral_accepted", "appointment_changed", "referral_no_room", "referral_not_right", "reminder", "did_you_get_there"}
)
# Keys to a person's records, or to a group's listings. Once a message has gone (or never will), we keep no copy of them.
SECRET_VALUES = {
    "sign_in_code": "code",
    "plan_link": "link",
    "referral_email": "link",
    "editor_invitation": "link",
    "editor_sign_in": "link",
    "still_correct_email": "link",
    "still_correct_contact": "link",
    "still_correct": "link",
    "edit_asked": "link",
    "edit_rejected": "link",
    "application_link": "link",
    "application_accepted": "link",
}


def check_values(template: str, values: Mapping[str, Any], channel: Channel) -> None:
    """Raises `WordsMissing` unless `values` are just what the template needs."""
    write = TEMPLATES.get(template)
    if write is None or CHANNELS[template] is not channel:
        raise WordsMissing(f"there is no {channel.value} called {template!r}")
    wanted = {name: p for name, p in inspect.signature(write).parameters.items() if name != "locale"}
    needed = [name for name, parameter in wanted.items() if parameter.default is inspect.Parameter.empty]
    wrong = [f"{name} is missing" for name in needed if not str(values.get(name, "")).strip()]
    wrong += [f"{name} is not one of its values" for name in values if name not in wanted]
    for name, value in values.items():
        if name.endswith("_at") and value:
            try:
                parse_moment(str(value))
            except MomentWrong as problem:
                wrong.append(f"{name}: {problem}")
    if wrong:
        raise WordsMissing(f"{template}: " + "; ".join(wrong))


def render(template: str, values: Mapping[str, Any], locale: str) -> Words:
    """The message, in `locale`; all of it in English when the catalogue lacks any of its words (see `Words.locale`).

    Raises `WordsMissing` when even that gives nothing to send.
    """
    write = TEMPLATES.get(template)
    if write is None:
        raise WordsMissing(f"there is no template {template!r}")
    given = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    try:
        written, spoken = write(locale=locale, **given), locale
    except (NotTranslated, KeyError, ValueError) as problem:  # no words, or words with a hole we cannot fill
        log.error("text %s has no words in %s: %r; it goes in English", template, locale, problem)
        written, spoken = write(locale=DEFAULT, **given), DEFAULT
    except TypeError as problem:  # a row planned by an older version, whose values were others
        raise WordsMissing(f"{template}: {problem}") from problem
    if not written.body.strip():
        raise WordsMissing(f"{template}: nothing to say")
    return Words(written.subject, written.body, spoken)


def without_secrets(template: str, values: Mapping[str, Any], body: str) -> tuple[dict[str, Any], str]:
    """A message's values and body as we may keep them."""
    name = SECRET_VALUES.get(template)
    if name is None:
        return dict(values), body
    if template == "sign_in_code":
        return {}, ""
    secret = str(values.get(name, ""))
    return {**values, name: ""}, body.replace(secret, "…") if secret else body
