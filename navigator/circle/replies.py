"""What a text from somebody who helps does: `threads.arriving`, which hears of it, asks here first.

Whoever has a number that is also a supported person's is not told apart from them: then the text is the person's, as before.
Words of danger are the exception: "she has taken all her tablets" may be about whom they help, so that person's team hears of
them as well, and from those too who have not yet said yes to the circle.
What they answer when we asked how they are themselves is theirs: it is kept, shown to staff beside their name in the circle,
and before the navigator when they are not well or say more than a word.
Answers for the person count only from whom one person lets answer, and only to the one question that person has open; they
are written down as told by the carer. Everything else is words for the navigator of whoever they help.
"""

from datetime import datetime

from messaging import queries as messaging_queries
from messaging.models import Asks, OutgoingMessage, ReceivedMessage
from messaging.replies import answering
from messaging.replies.meaning import Meaning, Reply, interpret
from messaging.sending import outbox
from navigator.circle import labels, queries, sight, texts
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people.access import scopes_at
from navigator.people.circle_models import CircleMember, Scope
from navigator.people.operations import record_audit
from navigator.referrals import hearing
from navigator.referrals import operations as referrals
from navigator.referrals.models import Reason, Referral
from navigator.referrals.states import MoveNotAllowed

SAID_ENOUGH = frozenset({Meaning.WELL, Meaning.SO_SO, Meaning.THANKS})  # to "how are you?"
THANKED_BY = {
    Meaning.WELL: "carer_is_well",
    Meaning.SO_SO: "carer_is_so_so",
    Meaning.NOT_WELL: "carer_is_not_well",
}
NOT_AN_ANSWER = frozenset({Meaning.STOP, Meaning.START, Meaning.WHO, Meaning.HELP, Meaning.MACHINE})
ASKS_FOR_NOTHING = frozenset({Meaning.STOP, Meaning.START, Meaning.THANKS, Meaning.MACHINE, Meaning.WHO})


def act_on_reply(*, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage | None, now: datetime) -> bool:
    """A text came in, perhaps from the phone of somebody who helps. True: it answered for the person they help."""
    in_danger = reply.meaning is Meaning.DISTRESS
    of_themselves = _find_asked(asked)
    if of_themselves is None and reply.meaning in ASKS_FOR_NOTHING:
        return False
    if people_queries.find_person_by_mobile(received.from_number) and not in_danger:
        return False
    members = queries.list_by_mobile(received.from_number, confirmed=not in_danger)
    says_how_they_are = of_themselves is not None and reply.meaning in THANKED_BY
    if not in_danger and not says_how_they_are and len(members) == 1 and _answered_for(members[0], received, now):
        return True
    if of_themselves is not None and asked is not None and reply.meaning not in NOT_AN_ANSWER:
        asked.answered_at, received.answers_id = now, asked.id
        if not in_danger:
            _hear_how_they_are(of_themselves, received, reply, asked, now)
            return False
    if reply.meaning in ASKS_FOR_NOTHING:
        return False
    for member in members:
        reason = Reason.DISTRESS if in_danger else Reason.FROM_CARER
        referrals.call_for_attention(
            person_id=member.person_id,
            reason=reason,
            words=labels.say_who(member, received.body, one_of=len(members)),
            received_id=received.id,
            now=now,
        )
    return False


def _find_asked(asked: OutgoingMessage | None) -> CircleMember | None:
    """Whom we asked how they are, while they help somebody we support."""
    if asked is None or asked.asks is not Asks.HOW_ARE_YOU or asked.recipient_id is None:
        return None
    member = db.session.get(CircleMember, asked.recipient_id)
    return member if member is not None and member.ended_at is None and member.person.closed_at is None else None


def _hear_how_they_are(
    member: CircleMember, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage, now: datetime
) -> None:
    """Whatever they say is kept as their answer. Whoever is not well, or says more than a word, is before the navigator."""
    if reply.meaning not in SAID_ENOUGH or received.media:
        sharing = queries.list_by_mobile(received.from_number, confirmed=False)
        also = labels.share_a_phone(member, sharing)
        calls = labels.say_who(member, f"{received.body.strip()} (They were asked how they are.){also}")
        referrals.call_for_attention(
            person_id=member.person_id, reason=Reason.FROM_CARER, words=calls, received_id=received.id, now=now
        )
    template = THANKED_BY.get(reply.meaning)
    if template is None:
        return
    values = {"team_phone": member.person.team.phone}
    if template == "carer_is_not_well":
        values["navigator_name"] = member.person.navigator.first_name
    key = f"{template}:{received.id}"
    answering.answer(received=received, template=template, key=key, last=asked, locale=member.language, now=now, values=values)


def _answered_for(member: CircleMember, received: ReceivedMessage, now: datetime) -> bool:
    """Whether it answered the one question the person has open, and they may answer it."""
    person = member.person
    if Scope.ANSWER not in scopes_at(member.id, now=now) or not person.mobile:
        return False
    question = messaging_queries.find_open_question(person.mobile, now=now)
    if question is None or question.recipient_id != person.id or question.asks is not Asks.ATTENDED:
        return False
    meant = interpret(received.body, locale=member.language, asked="attended")
    if meant.meaning not in (Meaning.YES, Meaning.NO) or received.media:
        return False
    referral = db.session.get(Referral, question.about_id)
    if referral is None or not answer(member=member, referral=referral, got_there=meant.meaning is Meaning.YES, now=now):
        return False
    question.answered_at, received.answers_id = now, question.id
    if member.mobile:
        outbox.take_back(to_address=member.mobile, template="unclear", cause="answered_for", now=now)
    texts.text_carer(
        member=member, template="carer_answered", values={}, dedupe_key=f"carer-answered:{received.id}", any_hour=True, now=now
    )
    return True


def answer(*, member: CircleMember, referral: Referral, got_there: bool, now: datetime) -> bool:
    """A carer says whether the person got there. False when it is private, or cannot be said any more."""
    if referral.person_id != member.person_id or sight.is_hidden(referral):
        return False
    who = f"{member.name}, who helps {member.person.given_name}"
    try:
        if got_there:
            hearing.mark_attended(referral=referral, who=who, now=now)
        else:
            hearing.mark_did_not_attend(referral=referral, who=who, now=now)
            referrals.call_for_attention(
                person_id=member.person_id,
                reason=Reason.DID_NOT_GET_THERE,
                words=labels.say_who(member, "They did not get there."),
                referral_id=referral.id,
                now=now,
            )
    except MoveNotAllowed:
        return False
    record_audit(action="carer_answered", staff_id=None, person_id=member.person_id, detail=str(member.id), now=now)
    return True
