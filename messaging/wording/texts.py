"""Everything we say, and the one way in: each text and e-mail is one function, named here with what it is for.

The functions stand by what they are about (`plan`, `referrals`, `steps`, `carers`, `answers`, `listings`, `emails`). Each takes
the reader's `locale` and the values its words need, by name; a value with a default may be left out.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any

from messaging.models import Channel
from messaging.purposes import Purpose
from messaging.wording import answers, carers, emails, listings, plan, referrals, steps
from messaging.wording.moments import MomentWrong, parse_day_or_moment, parse_moment
from messaging.wording.speaking import NotTranslated, Words, WordsMissing
from translations.locales import DEFAULT

log = logging.getLogger(__name__)

TEXTS: tuple[Callable[..., Words], ...] = (
    plan.welcome,
    plan.plan_link,
    plan.sign_in_code,
    plan.something_new,
    plan.someone_new,
    plan.self_care_page,
    plan.review_due,
    referrals.referral_sent,
    referrals.referral_accepted,
    referrals.appointment_changed,
    referrals.referral_waiting,
    referrals.referral_no_room,
    referrals.referral_not_right,
    referrals.reminder,
    steps.did_you_get_there,
    steps.confidence_question,
    steps.step_nudge,
    steps.thanks_confidence,
    steps.thanks_no,
    steps.thanks_need_help,
    carers.carer_welcome,
    carers.carer_check_in,
    carers.carer_something_new,
    answers.stopped,
    answers.started,
    answers.help,
    answers.who_we_are,
    answers.cannot_come,
    answers.rebook,
    answers.which_answered,
    answers.unclear,
    answers.out_of_hours,
    answers.safety,
    answers.written_by_staff,
    listings.shortlist_link,
    listings.still_correct,
)
TEMPLATES: dict[str, Callable[..., Words]] = {write.__name__: write for write in (*TEXTS, *emails.EMAILS)}
CHANNELS = {write.__name__: Channel.TEXT for write in TEXTS} | {write.__name__: Channel.EMAIL for write in emails.EMAILS}

# What each is for: what a person can stop alone, and what a daily limit counts, follow from it.
PURPOSES: dict[str, Purpose] = {
    "welcome": Purpose.PLAN,
    "plan_link": Purpose.ASKED_FOR,
    "sign_in_code": Purpose.ASKED_FOR,
    "something_new": Purpose.PLAN,
    "someone_new": Purpose.PLAN,
    "self_care_page": Purpose.PLAN,
    "review_due": Purpose.PLAN,
    "referral_sent": Purpose.REFERRAL,
    "referral_accepted": Purpose.REFERRAL,
    "appointment_changed": Purpose.REFERRAL,
    "referral_waiting": Purpose.REFERRAL,
    "referral_no_room": Purpose.REFERRAL,
    "referral_not_right": Purpose.REFERRAL,
    "reminder": Purpose.REMINDER,
    "did_you_get_there": Purpose.CHECK_IN,
    "confidence_question": Purpose.ANSWER,  # it comes back at once upon "yes, I got there"
    "step_nudge": Purpose.CHECK_IN,
    "thanks_confidence": Purpose.ANSWER,
    "thanks_no": Purpose.ANSWER,
    "thanks_need_help": Purpose.ANSWER,
    "carer_welcome": Purpose.CARER,
    "carer_check_in": Purpose.CARER,
    "carer_something_new": Purpose.CARER,
    "stopped": Purpose.ANSWER,
    "started": Purpose.ANSWER,
    "help": Purpose.ANSWER,
    "who_we_are": Purpose.ANSWER,
    "cannot_come": Purpose.ANSWER,
    "rebook": Purpose.ANSWER,
    "which_answered": Purpose.ANSWER,
    "unclear": Purpose.ANSWER,
    "out_of_hours": Purpose.ANSWER,
    "safety": Purpose.SAFETY,
    "written_by_staff": Purpose.CONVERSATION,
    "shortlist_link": Purpose.ASKED_FOR,
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
    {
        "referral_accepted",
        "appointment_changed",
        "referral_waiting",
        "referral_no_room",
        "referral_not_right",
        "reminder",
        "did_you_get_there",
    }
)
# Keys to a person's records, or to a group's listings. Once a message has gone (or never will), we keep no copy of them.
SECRET_VALUES = {
    "sign_in_code": "code",
    "plan_link": "link",
    "something_new": "link",
    "carer_something_new": "link",
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
        parse = parse_moment if name.endswith("_at") else parse_day_or_moment if name == "when" else None
        if parse and value:
            try:
                parse(str(value))
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
