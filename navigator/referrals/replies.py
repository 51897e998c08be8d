"""What a text from a person does: the step, the referral, the caseload. Connected to messaging's signals by navigator.app.

Handling the same text again changes nothing. These flush; whoever took the text in commits.
"""

import logging
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from messaging import opt_outs
from messaging import queries as messaging_queries
from messaging.models import Asks, Channel, OutgoingMessage, ReceivedMessage
from messaging.replies import answering
from messaging.replies.meaning import Meaning, Reply
from messaging.wording.texts import APPOINTMENTS
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people.models import ConsentHow, Person, Purpose, Staff
from navigator.people.operations import record_consent, withdraw_consents
from navigator.referrals import arrangements, danger_in_words, deciding, hearing, operations, queries, signposts, texts
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Attention, Reason, Referral, ReplyLink, Side
from navigator.referrals.signpost_models import Signpost, Tried
from navigator.referrals.states import MoveNotAllowed
from navigator.steps.confidence import is_too_big
from navigator.steps.models import HowOften, Step, StepStatus, ToldBy
from navigator.steps.operations import StepCannotMove, mark_step_done, record_confidence
from navigator.steps.queries import StepNotFound, get_step
from navigator.steps.thresholds import confident_enough
from navigator.times import LONDON
from translations.locales import DEFAULT

log = logging.getLogger(__name__)

SAID_ONCE_A = timedelta(days=7)
SAID_ONCE = frozenset(
    {Reason.UNCLEAR_REPLY, Reason.NEEDS_HELP}
)  # the same words again are one call: a phone that answers by itself


class NothingToUndo(Exception):
    """There is no STOP here that may have meant something else."""


SHARED_PHONE = "(Somebody else we support has the same number: it may be them who wrote.)"

PICTURES = "(A picture or a recording came with it. We do not fetch those: please ask what it was.)"
EMPTY = "(An empty text came.)"
NO_LONGER_THEIRS = "(It came from a number we used to text them at: perhaps it is not theirs any more.)"


def act_on_reply(
    sender: object, *, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage | None, now: datetime
) -> None:
    """A text came in. Whose it is: theirs who were asked, else theirs whose phone it came from."""
    if reply.meaning is Meaning.MACHINE:
        return
    sharing_the_phone = people_queries.find_person_by_mobile(received.from_number)
    person = people_queries.find_person_by_id(asked.recipient_id) if asked and asked.recipient_id else None
    whose = sharing_the_phone or _only(person)
    if reply.meaning is Meaning.STOP:
        _stop(whose, received, reply, now)
        return
    if reply.meaning is Meaning.START:
        _start(whose, received, now)
        return
    if reply.stops:
        _stop(whose, received, reply, now)
    if reply.meaning is Meaning.WHO:
        _say_who_we_are(whose, received, now)
        if len(whose) == 1:
            return
    if person is not None:
        _act_for(person, received, reply, asked, now)
        return
    if len(sharing_the_phone) == 1 and reply.meaning in arrangements.REASONS:
        _arrange(sharing_the_phone[0], received, reply, now)
        return
    if reply.meaning is Meaning.THANKS and len(sharing_the_phone) == 1:  # it stands on their page, and asks for nothing
        return
    if not sharing_the_phone and (holder := _last_holder(received.from_number)):
        reason = REASONS.get(reply.meaning, Reason.UNCLEAR_REPLY)
        _call(holder, reason, received, now, words=f"{_words(received, reply)}\n{NO_LONGER_THEIRS}")
        return
    if not sharing_the_phone:  # the desk lists it among the texts from numbers we do not know
        log.warning("a text came from a number that is nobody's: received message %s", received.id)
    shared = "" if len(sharing_the_phone) == 1 else f"\n{SHARED_PHONE}"
    for holder in sharing_the_phone:
        reason = REASONS.get(reply.meaning, Reason.UNCLEAR_REPLY)
        _call(holder, reason, received, now, words=f"{_words(received, reply)}{shared}")
        if reply.meaning is Meaning.NEED_HELP and reply.late_to is None:
            _thank_for_asking(holder, received, now)


FOR_A_TIME = {
    Meaning.YES: True,
    Meaning.CAN_COME: True,
    Meaning.NO: False,
    Meaning.CANNOT_COME: False,
    Meaning.CHANGE_DAY: False,
}
REASONS = {
    Meaning.NEED_HELP: Reason.NEEDS_HELP,
    Meaning.HELP: Reason.NEEDS_HELP,  # the word alone: better one call too many
    Meaning.DISTRESS: Reason.DISTRESS,
    Meaning.CANNOT_COME: Reason.CANNOT_COME,
    Meaning.CHANGE_DAY: Reason.CHANGE_DAY,
}


def _act_for(person: Person, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage | None, now: datetime) -> None:
    about = asked.about_id if asked else None
    referral = db.session.get(Referral, about) if asked and about and asked.asks is Asks.ATTENDED else None
    try:
        match reply.meaning:
            case Meaning.YES if referral:
                _got_there(person, referral, received, now)
            case Meaning.NO if referral:
                _did_not_get_there(person, referral, received, now)
            case Meaning.YES | Meaning.NO if asked and about and asked.asks is Asks.STEP:
                _answered_about_step(person, get_step(about), reply, received, now)
            case Meaning.SCORE if asked and about and asked.asks is Asks.CONFIDENCE and reply.score is not None:
                _answered_confidence(person, get_step(about), reply.score, received, now)
            case Meaning.YES | Meaning.NO if asked and about and asked.asks is Asks.CONSENT:
                _answered_about_consent(person, db.session.get_one(Referral, about), asked, reply, received, now)
            case _ if asked and about and asked.asks is Asks.PROPOSAL and reply.meaning in FOR_A_TIME:
                _answered_about_time(person, db.session.get_one(Proposal, about), reply, received, now)
            case Meaning.YES | Meaning.NO if asked and about and asked.asks is Asks.TRIED:
                _answered_about_trying(person, db.session.get_one(Signpost, about), reply, received, now)
            case Meaning.CANNOT_COME | Meaning.CHANGE_DAY | Meaning.CAN_COME:
                _arrange(person, received, reply, now)
                return
            case _:
                reason = REASONS.get(reply.meaning, Reason.UNCLEAR_REPLY)
                _call(person, reason, received, now, referral=referral, words=_words(received, reply))
                if reply.meaning is Meaning.NEED_HELP:
                    _thank_for_asking(person, received, now)
                return
    except (MoveNotAllowed, StepNotFound, deciding.AlreadyAnswered):  # taken back, or closed: a human reads what they wrote
        _call(person, Reason.UNCLEAR_REPLY, received, now, referral=referral)
        return
    if received.media:  # the answer was acted upon; the picture is for a human to ask about
        _call(person, Reason.UNCLEAR_REPLY, received, now, referral=referral, words=_words(received, reply))


def _words(received: ReceivedMessage, reply: Reply) -> str:
    """What the navigator reads: the person's words, and what we know of them that the words do not say."""
    notes = []
    if received.media:
        notes.append(PICTURES)
    elif not received.body.strip():
        notes.append(EMPTY)
    if reply.late_to is not None:
        notes.append(_late(reply.late_to))
    return "\n".join(part for part in (received.body.strip(), *notes) if part)


def _late(question_id: uuid.UUID) -> str:
    question = db.session.get_one(OutgoingMessage, question_id)
    day = f"{question.sent_at.astimezone(LONDON):%-d %B}" if question.sent_at else ""
    return f"(It came late, so nothing was done with it. Probably the answer to what we asked on {day}: {question.body})"


def _arrange(person: Person, received: ReceivedMessage, reply: Reply, now: datetime) -> None:
    """Of the one appointment it can be about, we say back what we understood; of anything else, that a human reads it."""
    last = messaging_queries.find_last_to(received.from_number)
    referral = arrangements.find_meant(person, received.body, now=now)
    _call(person, arrangements.REASONS[reply.meaning], received, now, referral=referral, words=_words(received, reply))
    if referral is not None:
        arrangements.act(meaning=reply.meaning, referral=referral, person=person, received=received, last=last, now=now)
        return
    key = answering.once_a_day("unclear", received.from_number, now)
    answering.answer(received=received, template="unclear", key=key, last=last, locale=person.language, now=now)


def _say_who_we_are(people: list[Person], received: ReceivedMessage, now: datetime) -> None:
    """With names only to the one person whose phone it is: to anybody else we say what we are, and nothing of anybody."""
    last = messaging_queries.find_last_to(received.from_number)
    values, locale = {}, last.locale if last else DEFAULT
    if len(people) == 1:
        [person] = people
        values, locale = {"team_name": person.team.name, "navigator_name": person.navigator.first_name}, person.language
    key = answering.once_a_day("who-we-are", received.from_number, now)
    answering.answer(received=received, template="who_we_are", key=key, last=last, locale=locale, now=now, values=values)


def _got_there(person: Person, referral: Referral, received: ReceivedMessage, now: datetime) -> None:
    hearing.mark_attended(referral=referral, who=_by_text(person), side=Side.PERSON, now=now)
    if referral.step_id is None:
        return
    step = get_step(referral.step_id)
    try:
        mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)
    except StepCannotMove:
        log.info("step %s was made smaller before it was done", step.id)
        return
    texts.ask_confidence(referral=referral, step=step, person=person, now=now)


def _did_not_get_there(person: Person, referral: Referral, received: ReceivedMessage, now: datetime) -> None:
    hearing.mark_did_not_attend(referral=referral, who=_by_text(person), side=Side.PERSON, now=now)
    _call(person, Reason.DID_NOT_GET_THERE, received, now, referral=referral)
    texts.thank(template="thanks_no", person=person, reply_id=received.id, now=now)


def _answered_confidence(person: Person, step: Step, score: int, received: ReceivedMessage, now: datetime) -> None:
    record_confidence(step=step, score=score, told_by=ToldBy.TEXT, now=received.received_at)  # its own time: told again, the same
    template = "thanks_unsure" if is_too_big(score, enough=confident_enough(person)) else "thanks_confidence"
    texts.thank(template=template, person=person, reply_id=received.id, now=now)


def _answered_about_step(person: Person, step: Step, reply: Reply, received: ReceivedMessage, now: datetime) -> None:
    """They did it, or not yet. A step that goes on (every day, every week) is not finished by one yes."""
    if reply.meaning is Meaning.YES and step.how_often is HowOften.ONCE and step.status is StepStatus.PLANNED:
        mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)
    texts.thank(template="thanks_confidence", person=person, reply_id=received.id, now=now)


def _answered_about_consent(
    person: Person, referral: Referral, asked: OutgoingMessage, reply: Reply, received: ReceivedMessage, now: datetime
) -> None:
    """May we tell this group? The words of the text are the words they agreed to, or did not."""
    if reply.meaning is Meaning.YES:
        operations.agree_by_text(referral=referral, person=person, wording=asked.body, now=now)
        return
    operations.refuse_by_text(referral=referral, person=person, now=now)
    texts.thank(template="consent_refused", person=person, reply_id=received.id, now=now)


def _answered_about_time(person: Person, proposal: Proposal, reply: Reply, received: ReceivedMessage, now: datetime) -> None:
    """Can they come then? A no, in whatever words, is for the navigator to read as well."""
    referral = db.session.get_one(Referral, proposal.referral_id)
    accepts = FOR_A_TIME[reply.meaning]
    deciding.decide(
        proposal=proposal,
        referral=referral,
        person=person,
        accepts=accepts,
        who=_by_text(person),
        words="" if reply.meaning is Meaning.NO else received.body,
        now=now,
    )
    if not accepts:
        _call(person, Reason.CHANGE_DAY, received, now, referral=referral)
        texts.thank(template="thanks_answer", person=person, reply_id=received.id, now=now)


def _answered_about_trying(person: Person, signpost: Signpost, reply: Reply, received: ReceivedMessage, now: datetime) -> None:
    if reply.meaning is Meaning.YES:
        signposts.hear(signpost=signpost, tried=Tried.TRIED, now=now)
        texts.thank(template="thanks_tried", person=person, reply_id=received.id, now=now)
        return
    signposts.hear(signpost=signpost, tried=Tried.NOT_YET, now=now)
    texts.thank(template="thanks_no", person=person, reply_id=received.id, now=now)


def act_on_silence(sender: object, *, person: Person, step: Step, now: datetime) -> None:
    """Several texts about a step went without an answer: better that somebody rings than that we nag."""
    operations.call_for_attention(person_id=person.id, reason=Reason.QUIET, words=step.what, now=now)


def act_on_wish_to_change(sender: object, *, person: Person, words: str, now: datetime) -> None:
    """They would change something in their plan. Hears `steps.signals.would_change`."""
    operations.call_for_attention(person_id=person.id, reason=Reason.WOULD_CHANGE, words=words, now=now)
    danger_in_words.hear(person=person, words=words, before="", where=danger_in_words.Where.PLAN_CHECK, now=now)


def _thank_for_asking(person: Person, received: ReceivedMessage, now: datetime) -> None:
    phone = person.navigator.phone or person.team.phone
    texts.thank(template="thanks_need_help", person=person, reply_id=received.id, team_phone=phone, now=now)


def _stop(people: list[Person], received: ReceivedMessage, reply: Reply, now: datetime) -> None:
    """The consent ends with a STOP to everything; one to a single purpose leaves it. Where it may have meant something else,
    the navigator can undo it once the person has said so.
    """
    reason = Reason.PERHAPS_STOPPED if reply.is_doubtful else Reason.STOPPED_TEXTS
    for person in people:
        if reply.purpose is None:
            withdraw_consents(person_id=person.id, purpose=Purpose.TEXTS, how="text", now=now)
        _call(person, reason, received, now)


def undo_stop(*, attention: Attention, person: Person, staff: Staff, now: datetime) -> None:
    """The person has told `staff` that they did not mean to stop our texts: they get them again, and what is still of use.

    Raises `NothingToUndo` when the number has stopped no more, or stopped for another reason since.
    """
    if attention.reason is not Reason.PERHAPS_STOPPED or not person.mobile or attention.settled_at is not None:
        raise NothingToUndo(attention.id)
    opt_outs.start(number=person.mobile, now=now)
    if people_queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is None and _agreed_once(person):
        record_consent(
            person_id=person.id,
            purpose=Purpose.TEXTS,
            wording=f"{staff.name} asked about the text “{attention.words}”: they want our texts.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=staff.id,
            now=now,
        )
    operations.settle(attention=attention, staff=staff, now=now)
    for referral in queries.list_expected(person.id, now=now):
        texts.tell_again(referral=referral, person=person, reply_id=attention.id, now=now)


def _start(people: list[Person], received: ReceivedMessage, now: datetime) -> None:
    """Consent stands again for those who had given it; one who has the phone alone gives it by writing START.

    What STOP cancelled of the texts around an appointment is planned anew.
    """
    for person in people:
        if people_queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is not None:
            continue
        if len(people) > 1 and not _agreed_once(person):
            continue
        record_consent(
            person_id=person.id, purpose=Purpose.TEXTS, wording=received.body, how=ConsentHow.TEXT, recorded_by_id=None, now=now
        )
        for referral in queries.list_expected(person.id, now=now):
            texts.tell_again(referral=referral, person=person, reply_id=received.id, now=now)


def _last_holder(number: str) -> Person | None:
    """Whom we last texted at a number that is nobody's now, if we still support them."""
    person_id = messaging_queries.find_last_recipient(number)
    person = people_queries.find_person_by_id(person_id) if person_id else None
    return person if person is not None and person.closed_at is None else None


def _agreed_once(person: Person) -> bool:
    return any(consent.purpose is Purpose.TEXTS for consent in people_queries.list_consents(person_id=person.id))


def _call(
    person: Person,
    reason: Reason,
    received: ReceivedMessage,
    now: datetime,
    *,
    referral: Referral | None = None,
    words: str | None = None,
) -> None:
    words = received.body if words is None else words
    if reason in SAID_ONCE and operations.is_called_for(person_id=person.id, reason=reason, words=words):
        return
    operations.call_for_attention(
        person_id=person.id,
        reason=reason,
        words=words,
        referral_id=referral.id if referral else None,
        received_id=received.id,
        now=now,
    )


def _by_text(person: Person) -> str:
    return f"{person.given_name}, by text"


def _only(person: Person | None) -> list[Person]:
    return [person] if person else []


def act_on_failure(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
    """A message will never arrive: somebody has to ring. Said for each appointment it is about, else once a week a number."""
    if message.channel is Channel.EMAIL and message.recipient_id is None:
        _call_for_lost_email(message.about_id, message.to_address, now)
        return
    person = people_queries.find_person_by_id(message.recipient_id) if message.recipient_id else None
    if person is None:
        return
    about = db.session.get(Referral, message.about_id) if message.about_id and message.template in APPOINTMENTS else None
    if about is not None:
        operations.call_to_tell(referral=about, person=person, now=now)
        return
    said = select(Attention.id).where(
        Attention.person_id == person.id,
        Attention.reason == Reason.CANNOT_BE_TEXTED,
        Attention.words == message.to_address,
        Attention.opened_at > now - SAID_ONCE_A,
    )
    if db.session.scalar(said.limit(1)) is None:
        operations.call_for_attention(person_id=person.id, reason=Reason.CANNOT_BE_TEXTED, words=message.to_address, now=now)


def _call_for_lost_email(link_id: uuid.UUID | None, address: str, now: datetime) -> None:
    """The organisation never heard of the referral."""
    link = db.session.get(ReplyLink, link_id) if link_id else None
    if link is None or link.used_at is not None or link.revoked_at is not None:
        return
    operations.call_for_attention(
        person_id=link.referral.person_id,
        reason=Reason.EMAIL_LOST,
        words=address,
        referral_id=link.referral_id,
        now=now,
    )
