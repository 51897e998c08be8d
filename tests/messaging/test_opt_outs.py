from datetime import datetime

from flask import Flask
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import OptOut
from messaging.purposes import Purpose
from navigator.db import db
from tests.messaging.recording import MOBILE


class TestOptOut:
    def test_keeps_no_number(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="text", now=now)

        kept = db.session.scalars(select(OptOut)).one()

        assert MOBILE[1:] not in kept.number_digest
        assert len(kept.number_digest) == 64

    def test_is_of_one_number(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="text", now=now)

        assert opt_outs.is_stopped(MOBILE)
        assert not opt_outs.is_stopped("+447700900456")

    def test_may_be_said_again_after_a_start(self, app: Flask, now: datetime) -> None:
        assert opt_outs.stop(number=MOBILE, how="text", now=now)
        assert opt_outs.start(number=MOBILE, now=now)
        assert not opt_outs.start(number=MOBILE, now=now)

        assert opt_outs.stop(number=MOBILE, how="page", now=now)
        assert opt_outs.is_stopped(MOBILE)


class TestStoppingOnePurpose:
    def test_leaves_the_others(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="page", now=now, purpose=Purpose.CHECK_IN)

        assert opt_outs.is_stopped(MOBILE, Purpose.CHECK_IN)
        assert not opt_outs.is_stopped(MOBILE, Purpose.REMINDER)
        assert not opt_outs.is_stopped(MOBILE)
        assert opt_outs.list_stopped(MOBILE) == {Purpose.CHECK_IN}

    def test_is_not_undone_by_stopping_and_starting_it_twice(self, app: Flask, now: datetime) -> None:
        assert opt_outs.stop(number=MOBILE, how="page", now=now, purpose=Purpose.CHECK_IN)
        assert not opt_outs.stop(number=MOBILE, how="text", now=now, purpose=Purpose.CHECK_IN)
        assert opt_outs.start(number=MOBILE, now=now, purpose=Purpose.CHECK_IN)
        assert not opt_outs.start(number=MOBILE, now=now, purpose=Purpose.CHECK_IN)

    def test_stop_to_everything_covers_every_purpose(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="text", now=now)

        assert all(opt_outs.is_stopped(MOBILE, purpose) for purpose in Purpose)

    def test_start_by_text_brings_all_of_it_back(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="page", now=now, purpose=Purpose.CHECK_IN)
        opt_outs.stop(number=MOBILE, how="text", now=now)

        assert opt_outs.start(number=MOBILE, now=now)

        assert not any(opt_outs.is_stopped(MOBILE, purpose) for purpose in Purpose)
