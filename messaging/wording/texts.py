"""Everything we say, and the one way in: each text and e-mail is one function, named here with what it is for.

The functions stand by what they are about (`plan`, `referrals`, `referral_turns`, `visits`, `steps`, `carers`, `answers`,
`about_texting`, `listings`, `emails`, `receivers`). Each takes
the reader's `locale` and the values its words need, by name; a value with a default may be left out.
"""

import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from messaging.models import Channel
from messaging.purposes import Purpose
from messaging.wording import (
    about_texting,
    answers,
    carers,
    emails,
    listings,
    plan,
    receivers,
    referral_turns,
    referrals,
    referring_in,
    steps,
    visits,
)
from messaging.wording.moments import MomentWrong, parse_day_or_moment, parse_moment
from messaging.wording.own_words import find_own_words
from messaging.wording.segments import Encoding, count, safe_downgrade
from messaging.wording.speaking import NotTranslated, Words, WordsMissing, in_own_words
from translations.locales import fallbacks

log = logging.getLogger(__name__)

TEXTS: tuple[Callable[..., Words], ...] = (
    plan.welcome,
    plan.plan_link,
    plan.prepare_invitation,
    plan.sign_in_code,
    plan.something_new,
    plan.someone_new,
    plan.new_navigator,
    plan.away,
    plan.someone_new_helps,
    plan.self_care_page,
    plan.self_care_follow_up,
    plan.review_due,
    referrals.referral_sent,
    referrals.referral_accepted,
    referrals.appointment_changed,
    referrals.referral_waiting,
    referrals.referral_no_room,
    referrals.referral_not_right,
    referrals.reminder,
    referral_turns.referral_consent,
    referral_turns.consent_refused,
    referral_turns.time_proposed,
    referral_turns.thanks_answer,
    referral_turns.thanks_tried,
    referral_turns.referral_cannot_reach,
    referral_turns.referral_taken_back,
    referral_turns.referral_recalled,
    referral_turns.referral_reopened,
    referral_turns.did_you_try,
    visits.visit_arranged,
    visits.visit_reminder,
    visits.visit_moved,
    visits.visit_cancelled,
    steps.did_you_get_there,
    steps.confidence_question,
    steps.step_nudge,
    steps.thanks_confidence,
    steps.thanks_unsure,
    steps.thanks_no,
    steps.thanks_need_help,
    carers.carer_welcome,
    carers.carer_check_in,
    carers.carer_is_well,
    carers.carer_is_so_so,
    carers.carer_is_not_well,
    carers.carer_something_new,
    carers.carer_invitation,
    carers.carer_link,
    carers.carer_code,
    carers.carer_reminder,
    carers.carer_visit,
    carers.carer_answered,
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
    about_texting.stopped_or_appointment,
    about_texting.stopped_one,
    about_texting.late_answer,
    about_texting.no_pictures,
    about_texting.can_come,
    listings.shortlist_link,
    listings.still_correct,
    referring_in.request_received,
)
EMAILS = (*emails.EMAILS, *receivers.EMAILS)
TEMPLATES: dict[str, Callable[..., Words]] = {write.__name__: write for write in (*TEXTS, *EMAILS)}
CHANNELS = {write.__name__: Channel.TEXT for write in TEXTS} | {write.__name__: Channel.EMAIL for write in EMAILS}

# What each is for: what a person can stop alone, and what a daily limit counts, follow from it.
PURPOSES: dict[str, Purpose] = {
    "welcome": Purpose.PLAN,
    "plan_link": Purpose.ASKED_FOR,
    "prepare_invitation": Purpose.PLAN,
    "sign_in_code": Purpose.ASKED_FOR,
    "something_new": Purpose.PLAN,
    "someone_new": Purpose.PLAN,
    "new_navigator": Purpose.PLAN,
    "away": Purpose.PLAN,
    "someone_new_helps": Purpose.PLAN,
    "self_care_page": Purpose.PLAN,
    "self_care_follow_up": Purpose.CHECK_IN,
    "review_due": Purpose.PLAN,
    "referral_sent": Purpose.REFERRAL,
    "referral_accepted": Purpose.REFERRAL,
    "appointment_changed": Purpose.REFERRAL,
    "referral_waiting": Purpose.REFERRAL,
    "referral_no_room": Purpose.REFERRAL,
    "referral_not_right": Purpose.REFERRAL,
    "referral_consent": Purpose.REFERRAL,
    "consent_refused": Purpose.ANSWER,
    "time_proposed": Purpose.REFERRAL,
    "thanks_answer": Purpose.ANSWER,
    "thanks_tried": Purpose.ANSWER,
    "referral_cannot_reach": Purpose.REFERRAL,
    "referral_taken_back": Purpose.REFERRAL,
    "referral_recalled": Purpose.REFERRAL,
    "referral_reopened": Purpose.REFERRAL,
    "did_you_try": Purpose.CHECK_IN,
    "reminder": Purpose.REMINDER,
    "visit_arranged": Purpose.REMINDER,
    "visit_reminder": Purpose.REMINDER,
    "visit_moved": Purpose.REMINDER,
    "visit_cancelled": Purpose.REMINDER,
    "did_you_get_there": Purpose.CHECK_IN,
    "confidence_question": Purpose.ANSWER,  # it comes back at once upon "yes, I got there"
    "step_nudge": Purpose.CHECK_IN,
    "thanks_confidence": Purpose.ANSWER,
    "thanks_unsure": Purpose.ANSWER,
    "thanks_no": Purpose.ANSWER,
    "thanks_need_help": Purpose.ANSWER,
    "carer_welcome": Purpose.CARER,
    "carer_check_in": Purpose.CARER,
    "carer_is_well": Purpose.ANSWER,
    "carer_is_so_so": Purpose.ANSWER,
    "carer_is_not_well": Purpose.ANSWER,
    "carer_something_new": Purpose.CARER,
    "carer_invitation": Purpose.CARER,
    "carer_link": Purpose.ASKED_FOR,
    "carer_code": Purpose.ASKED_FOR,
    "carer_reminder": Purpose.CARER,
    "carer_visit": Purpose.CARER,
    "carer_answered": Purpose.ANSWER,
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
    "stopped_or_appointment": Purpose.ANSWER,
    "stopped_one": Purpose.ANSWER,
    "late_answer": Purpose.ANSWER,
    "no_pictures": Purpose.ANSWER,
    "can_come": Purpose.ANSWER,
    "shortlist_link": Purpose.ASKED_FOR,
    "still_correct": Purpose.LISTING,
    "request_received": Purpose.REFERRAL,
    # e-mails
    "referral_email": Purpose.REFERRAL,
    "referral_answer_copy": Purpose.REFERRAL,
    "appointment_news": Purpose.REFERRAL,
    "referral_chaser": Purpose.REFERRAL,
    "referral_ended": Purpose.REFERRAL,
    "receivers_inbox": Purpose.REFERRAL,
    "shortlist_email": Purpose.ASKED_FOR,
    "staff_invitation": Purpose.ASKED_FOR,
    "editor_invitation": Purpose.LISTING,
    "editor_sign_in": Purpose.ASKED_FOR,
    "still_correct_email": Purpose.LISTING,
    "still_correct_contact": Purpose.LISTING,
    "something_wrong": Purpose.LISTING,
    "sending_stopped": Purpose.ASKED_FOR,
    "webhook_stopped": Purpose.ASKED_FOR,
    "bounces_not_read": Purpose.ASKED_FOR,
    "edit_published": Purpose.LISTING,
    "edit_asked": Purpose.LISTING,
    "edit_rejected": Purpose.LISTING,
    "application_link": Purpose.ASKED_FOR,
    "application_accepted": Purpose.LISTING,
    "referrer_code": Purpose.ASKED_FOR,
    "referral_in_received": Purpose.REFERRAL,
    "referral_in_accepted": Purpose.REFERRAL,
    "referral_in_declined": Purpose.REFERRAL,
    "referral_in_parked": Purpose.REFERRAL,
    "referral_in_question": Purpose.REFERRAL,
    "referral_in_contacted": Purpose.REFERRAL,
    "referral_in_talked": Purpose.REFERRAL,
}

# They answer what the person wrote or asked for, so there are never more of them than the person wants: no daily limit
# counts them, and no reply is meant for them rather than for the question before.
ANSWERS = frozenset(name for name, purpose in PURPOSES.items() if purpose in (Purpose.ASKED_FOR, Purpose.ANSWER, Purpose.SAFETY))
# Somebody who has just written is awake and waiting: their answer does not keep until the morning. (A link to the plan is
# also sent without being asked for, after the welcome; a list may be sent to a number that somebody else typed.)
AT_ANY_HOUR = ANSWERS - {"plan_link", "carer_link", "shortlist_link"}
# News and questions about an appointment: when one of them cannot go, a human has to bring it instead.
APPOINTMENTS = frozenset(
    {
        "referral_accepted",
        "appointment_changed",
        "referral_waiting",
        "referral_no_room",
        "referral_not_right",
        "referral_cannot_reach",
        "referral_taken_back",
        "referral_recalled",
        "referral_reopened",
        "referral_consent",
        "time_proposed",
        "reminder",
        "did_you_get_there",
        "visit_arranged",
        "visit_reminder",
        "visit_moved",
        "visit_cancelled",
    }
)
# Keys to a person's records, or to a group's listings. Once a message has gone (or never will), we keep no copy of them.
SECRET_VALUES = {
    "sign_in_code": "code",
    "plan_link": "link",
    "prepare_invitation": "link",
    "something_new": "link",
    "carer_something_new": "link",
    "carer_invitation": "link",
    "carer_link": "link",
    "carer_code": "code",
    "carer_reminder": "link",
    "carer_visit": "link",
    "someone_new_helps": "link",
    "referral_email": "link",
    "referral_chaser": "link",
    "receivers_inbox": "link",
    "staff_invitation": "link",
    "editor_invitation": "link",
    "editor_sign_in": "link",
    "still_correct_email": "link",
    "still_correct_contact": "link",
    "still_correct": "link",
    "edit_asked": "link",
    "edit_rejected": "link",
    "application_link": "link",
    "application_accepted": "link",
    "referrer_code": "code",
    "referral_in_received": "link",
    "referral_in_accepted": "link",
    "referral_in_declined": "link",
    "referral_in_parked": "link",
    "referral_in_question": "link",
    "referral_in_contacted": "link",
    "referral_in_talked": "link",
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


def compose(template: str, values: Mapping[str, Any], locale: str, own: Mapping[str, Mapping[str, str]] | None = None) -> Words:
    """The message in the first language of `locale`'s chain (see `translations.locales.fallbacks`) that has all of its words.

    `own`: a locality's own words, by language and by English source. Where they cannot be used, the catalogue's are.
    Asks no database. Raises `WordsMissing` when even English gives nothing to send.
    """
    write = TEMPLATES.get(template)
    if write is None:
        raise WordsMissing(f"there is no template {template!r}")
    given = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    is_unfit = False
    for code in fallbacks(locale):
        for patterns in ((own or {}).get(code), {}):
            if patterns is None:
                continue
            try:
                with in_own_words(patterns):
                    written = write(locale=code, **given)
                if not written.body.strip():
                    raise NotTranslated(template)
            except (NotTranslated, KeyError, ValueError) as problem:  # no words, or words with a hole we cannot fill
                whose = "own words of this locality" if patterns else "words"
                log.error("%s has no %s in %s that can be used: %r", template, whose, code, problem)
                is_unfit = is_unfit or bool(patterns)
            except TypeError as problem:  # a row planned by an older version, whose values were others
                raise WordsMissing(f"{template}: {problem}") from problem
            else:
                cause = "own_words_unfit" if is_unfit else "" if code == locale else f"in_{code}"
                return Words(written.subject, written.body, code, cause)
    raise WordsMissing(f"{template}: nothing to say")


def render(template: str, values: Mapping[str, Any], locale: str) -> Words:
    """The message as it goes out: as `compose`, in the locality's own words where it has some. One query."""
    return compose(template, values, locale, find_own_words(template, fallbacks(locale)))


@dataclass(frozen=True)
class Preview:
    """A text as it would arrive, and what it would cost. `pence` None: the price of a segment is not known here."""

    words: Words
    encoding: Encoding
    segments: int
    pence: Decimal | None

    @property
    def body(self) -> str:
        return self.words.body


def preview(template: str, values: Mapping[str, Any], locale: str, *, pence_per_segment: Decimal | None = None) -> Preview:
    """A text as `render` would write it, made plain where that is safe, counted. Its secrets, if any, stand in it.

    Raises `WordsMissing`.
    """
    check_values(template, values, Channel.TEXT)
    written = render(template, values, locale)
    return weigh(replace(written, body=safe_downgrade(written.body)), pence_per_segment=pence_per_segment)


def weigh(words: Words, *, pence_per_segment: Decimal | None = None) -> Preview:
    """How a text that is written out is sent, and what that costs."""
    size = count(words.body)
    return Preview(words, size.encoding, size.segments, None if pence_per_segment is None else size.segments * pence_per_segment)


def without_secrets(template: str, values: Mapping[str, Any], body: str) -> tuple[dict[str, Any], str]:
    """A message's values and body as we may keep them."""
    name = SECRET_VALUES.get(template)
    if name is None:
        return dict(values), body
    if name == "code":
        return {}, ""
    secret = str(values.get(name, ""))
    return {**values, name: ""}, body.replace(secret, "…") if secret else body
