"""Taking an organisation's answer from a form, by whichever door it came: a link to one referral, to all of them, or a sign-in.

Each answer is read, checked and acted upon here once; the doors only say who answers and where to go afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request
from flask_babel import gettext

from navigator.forms import Form, FormSchema, blank, read
from navigator.people.queries import get_person_by_id
from navigator.referrals import dealings, deciding, hearing, operations, queries, states
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink, Side
from navigator.referrals.schemas import AcceptForm, CompleteForm, DeclineForm, NothingMore, QuestionForm
from navigator.times import LONDON, utc_now
from navigator.typed_moments import read_appointment


@dataclass(frozen=True)
class Answer:
    """What they may say: its form, whether it names a day, and what it does."""

    schema: type[FormSchema]
    act: Callable[["Given"], object]
    has_day: bool = False


@dataclass(frozen=True)
class Given:
    """An answer that was given: to which referral, by whom, by which link if any, with what typed, when."""

    referral: Referral
    who: str
    link: ReplyLink | None
    data: Mapping[str, Any]
    moment: datetime | None
    now: datetime

    @property
    def arrangement(self) -> dict[str, Any]:
        """The day and all that goes with it."""
        names = ("place", "ask_for", "note")
        return {"appointment_at": self.moment} | {name: self.data.get(name, "") for name in names}


def _say(status: ReferralStatus) -> Callable[[Given], object]:
    def act(given: Given) -> object:
        person = get_person_by_id(given.referral.person_id)
        facts = given.arrangement if status is ReferralStatus.ACCEPTED else {"note": given.data.get("note", "")}
        if given.link is not None:
            return operations.answer(link=given.link, person=person, answer=status, now=given.now, **facts)
        return operations.answer_by(referral=given.referral, person=person, answer=status, who=given.who, now=given.now, **facts)

    return act


def _acknowledge(given: Given) -> object:
    return operations.acknowledge(referral=given.referral, who=given.who, now=given.now)


def _propose(given: Given) -> object:
    person = get_person_by_id(given.referral.person_id)
    return deciding.propose(referral=given.referral, person=person, who=given.who, now=given.now, **given.arrangement)


def _ask(given: Given) -> object:
    return dealings.write_note(
        referral=given.referral,
        side=Side.RECEIVER,
        who=given.who,
        words=given.data["words"],
        key=given.data["key"],
        now=given.now,
    )


def _came(given: Given) -> object:
    return hearing.mark_attended(referral=given.referral, who=given.who, side=Side.RECEIVER, now=given.now)


def _did_not_come(given: Given) -> object:
    return hearing.mark_did_not_attend(referral=given.referral, who=given.who, side=Side.RECEIVER, now=given.now)


def _started(given: Given) -> object:
    return hearing.mark_started(referral=given.referral, who=given.who, now=given.now)


def _complete(given: Given) -> None:
    hearing.complete(referral=given.referral, outcome=given.data["outcome"], who=given.who, now=given.now)


# What may be answered, by the name in the address.
ANSWERS: Mapping[str, Answer] = {
    "accepted": Answer(AcceptForm, _say(ReferralStatus.ACCEPTED), has_day=True),
    "propose": Answer(AcceptForm, _propose, has_day=True),
    "waiting_list": Answer(DeclineForm, _say(ReferralStatus.WAITING_LIST)),
    "no_room": Answer(DeclineForm, _say(ReferralStatus.NO_ROOM)),
    "not_eligible": Answer(DeclineForm, _say(ReferralStatus.NOT_ELIGIBLE)),
    "cannot_reach": Answer(DeclineForm, _say(ReferralStatus.CANNOT_REACH)),
    "not_right": Answer(DeclineForm, _say(ReferralStatus.NOT_RIGHT)),
    "question": Answer(QuestionForm, _ask),
    "received": Answer(NothingMore, _acknowledge),
    "came": Answer(NothingMore, _came),
    "did_not_come": Answer(NothingMore, _did_not_come),
    "started": Answer(NothingMore, _started),
    "completed": Answer(CompleteForm, _complete),
}
AT_ONCE = frozenset({"received", "came", "did_not_come", "started"})  # one press says it all
SEVERAL = ("received", "came", "did_not_come", "no_room")  # what may be said of several at once
TOO_LATE = (operations.LinkSpent, states.MoveNotAllowed, dealings.NothingToTalkAbout)


def may_say(referral: Referral, now: datetime) -> list[str]:
    """Which answers fit where this referral stands."""
    allowed = states.MOVES[referral.status]
    said = [status.value for status in states.ANSWERS if status in allowed]
    if referral.status is ReferralStatus.SENT:
        said.append("received")
    if referral.status in deciding.MAY_BE_OFFERED:
        said.append("propose")
    if referral.status not in states.HIDDEN_FROM_RECEIVER:
        said.append("question")
    was_due = referral.appointment_at is not None and referral.appointment_at <= now
    if was_due and referral.status in (ReferralStatus.ACCEPTED, ReferralStatus.DID_NOT_ATTEND, *states.CAME):
        said += [] if referral.receiver_says is ReferralStatus.ATTENDED else ["came"]
        if referral.status is not ReferralStatus.COMPLETED:
            said += [] if referral.receiver_says is ReferralStatus.DID_NOT_ATTEND else ["did_not_come"]
    if was_due and ReferralStatus.STARTED in allowed:
        said.append("started")
    if was_due and ReferralStatus.COMPLETED in allowed:
        said.append("completed")
    return said


def begin(answer: str, referral: Referral) -> Form:
    """The form as it is first shown, with the place their listing names."""
    if ANSWERS[answer].has_day:
        return blank(place=referral.appointment_place or queries.find_usual_place(referral.service_id))
    return blank()


def take(answer: str, referral: Referral, *, who: str, link: ReplyLink | None = None, now: datetime) -> Form:
    """Read what was typed, and act on it when nothing is wrong with it. Raises `TOO_LATE`'s."""
    told = ANSWERS[answer]
    form, moment = read(told.schema(), request.form), None
    if told.has_day:
        form, moment = read_appointment(form, now=now)
    if form.is_valid:
        told.act(Given(referral, who, link, form.data, moment, now))
    return form


def take_of_several(answer: str, referrals: list[Referral], *, who: str, now: datetime) -> int:
    """Say one thing of several at once; of how many it could be said. What does not fit one of them is left out."""
    said = 0
    for referral in referrals:
        if answer in SEVERAL and answer in may_say(referral, now):
            ANSWERS[answer].act(Given(referral, who, None, {"note": ""}, None, now))
            said += 1
    return said


def example_of_a_day() -> str:
    """A week from now, as it may be typed."""
    in_a_week = utc_now().astimezone(LONDON) + timedelta(days=7)
    return str(gettext("For example %(day)s", day=f"{in_a_week.day} {in_a_week.month} {in_a_week.year}"))
