from datetime import datetime

from flask import Flask
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import OptOut
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
