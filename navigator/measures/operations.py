"""Asking, answering, and keeping the scores of licensed instruments. Each flushes; whoever calls commits."""

import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.measures.instruments import Instrument, Question
from navigator.measures.models import Answer, Asking, LicensedInstrument, LicensedScore, NoScore
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.times import LONDON


class TooYoung(Exception):
    """The instrument is made for older people than this person is."""


class Finished(Exception):
    """This asking is finished: its answers stand."""


class ScoreOutOfRange(Exception):
    """The instrument has no such score."""


class NotLicensed(Exception):
    """There is no licence note, and without one no instrument is added; or the licence has ended."""


class NameTaken(Exception):
    """There is an instrument of this name already."""


def begin(*, person: Person, instrument: Instrument, staff: Staff, by_themselves: bool, now: datetime) -> Asking:
    """Begin to ask, or (`by_themselves`) invite them to answer on their own page. One that is open already is gone on with.

    Raises `TooYoung`.
    """
    if not instrument.may_be_asked(person.birth_date, now.astimezone(LONDON).date()):
        raise TooYoung(instrument.code)
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    standing = db.session.scalar(
        select(Asking).where(
            Asking.person_id == person.id,
            Asking.instrument == instrument.code,
            Asking.version == instrument.version,
            Asking.by_themselves == by_themselves,
            Asking.finished_at.is_(None),
        )
    )
    if standing is not None:
        return standing
    asking = Asking(
        person_id=person.id,
        instrument=instrument.code,
        version=instrument.version,
        by_themselves=by_themselves,
        asked_by_id=staff.id,
        begun_at=now,
    )
    db.session.add(asking)
    record_audit(
        action="invited_to_measure" if by_themselves else "measure_begun",
        staff_id=staff.id,
        person_id=person.id,
        detail=instrument.code,
        now=now,
    )
    db.session.flush()
    return asking


def answer(
    *, asking: Asking, question: Question, score: int | None, no_score: NoScore | None, language: str, now: datetime
) -> None:
    """Keep one answer, in place of the one before. Raises `Finished`, `ScoreOutOfRange`."""
    _lock(asking)
    if (score is None) == (no_score is None) or (score is not None and not question.lowest <= score <= question.highest):
        raise ScoreOutOfRange(score)
    given = asking.answer_to(question.code)
    if given is None:
        given = Answer(asking_id=asking.id, question=question.code)
        asking.answers.append(given)
    given.score, given.no_score, given.language, given.answered_at = score, no_score, language, now
    db.session.flush()


def finish(*, asking: Asking, staff_id: uuid.UUID | None, now: datetime) -> None:
    """Its answers count from now on, and do not change any more; a question without one was passed by. Raises `Finished`."""
    _lock(asking)
    asking.finished_at = now
    record_audit(
        action="measure_answered",
        staff_id=staff_id,
        person_id=asking.person_id,
        detail=f"{asking.instrument} {asking.id}",
        now=now,
    )
    db.session.flush()


def add_licensed(
    *, name: str, lowest: float, highest: float, licence_note: str, staff: Staff, now: datetime
) -> LicensedInstrument:
    """A licensed instrument of which scores may be written down, never its questions.

    Raises `NotLicensed` without a note of the licence, `ScoreOutOfRange` when the range does not go up, `NameTaken`.
    """
    if not licence_note.strip():
        raise NotLicensed(name)
    if not lowest < highest:
        raise ScoreOutOfRange(lowest)
    added = LicensedInstrument(
        name=name, lowest=lowest, highest=highest, licence_note=licence_note, added_by_id=staff.id, added_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError:
        raise NameTaken(name) from None
    record_audit(action="instrument_added", staff_id=staff.id, person_id=None, detail=name, now=now)
    return added


def end_licensed(*, instrument: LicensedInstrument, staff: Staff, now: datetime) -> None:
    """No new scores of it; those there are stay."""
    if instrument.ended_at is None:
        instrument.ended_at, instrument.ended_by_id = now, staff.id
        record_audit(action="instrument_ended", staff_id=staff.id, person_id=None, detail=instrument.name, now=now)


def take_up_licensed(*, instrument: LicensedInstrument, staff: Staff, now: datetime) -> None:
    """The licence goes on: scores may be written down again."""
    if instrument.ended_at is not None:
        instrument.ended_at = instrument.ended_by_id = None
        record_audit(action="instrument_taken_up", staff_id=staff.id, person_id=None, detail=instrument.name, now=now)


def write_score(
    *, person: Person, instrument: LicensedInstrument, score: float, on_day: date, staff: Staff, now: datetime
) -> LicensedScore:
    """The score of one day; another for the same day corrects it. Raises `NotLicensed`, `ScoreOutOfRange`."""
    if instrument.ended_at is not None:
        raise NotLicensed(instrument.name)
    if not instrument.lowest <= score <= instrument.highest:
        raise ScoreOutOfRange(score)
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    written = db.session.scalar(
        select(LicensedScore).where(
            LicensedScore.person_id == person.id,
            LicensedScore.instrument_id == instrument.id,
            LicensedScore.on_day == on_day,
        )
    )
    if written is None:
        written = LicensedScore(person_id=person.id, instrument_id=instrument.id, on_day=on_day)
        db.session.add(written)
    elif written.score == score:
        return written
    before = f", was {written.score:g}" if written.score is not None else ""
    written.score, written.staff_id, written.written_at = score, staff.id, now
    detail = f"{instrument.name} {on_day}: {score:g}{before}"
    record_audit(action="score_written", staff_id=staff.id, person_id=person.id, detail=detail, now=now)
    db.session.flush()
    return written


def _lock(asking: Asking) -> None:
    db.session.refresh(asking, with_for_update={"of": Asking}, attribute_names=["finished_at"])
    if asking.finished_at is not None:
        raise Finished(asking.id)
