"""The same call of the API again: a POST with an `Idempotency-Key` is done once, and answered alike each time.

The key is written down in the transaction of what it was sent with, so either both are kept or neither. Its answer is kept
beside it for a day.
"""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256

from flask import Response, g, request
from flask_smorest import abort
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.people.models import ApiToken, RepeatedCall

HEADER = "Idempotency-Key"
SHORTEST, LONGEST = 8, 64
KEPT = timedelta(days=1)


def answer_or_begin(*, token: ApiToken, now: datetime) -> Response | None:
    """The answer this call had before; None when it is the first, which then goes on."""
    key = request.headers[HEADER].strip()
    if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        wrong = f"Between {SHORTEST} and {LONGEST} letters, digits and signs."
        abort(422, message=f"The {HEADER} is wrong.", errors={"headers": {HEADER: [wrong]}})
    asked = sha256(b"\n".join((request.method.encode(), request.full_path.encode(), request.get_data()))).hexdigest()
    token_id = token.id
    before = db.session.scalar(select(RepeatedCall).where(RepeatedCall.token_id == token_id, RepeatedCall.key == key))
    if before is None:
        before = RepeatedCall(token_id=token_id, key=key, asked=asked, made_at=now)
        db.session.add(before)
        try:
            db.session.flush()
        except IntegrityError:  # the same call, at the same moment
            db.session.rollback()
            before = db.session.scalars(
                select(RepeatedCall).where(RepeatedCall.token_id == token_id, RepeatedCall.key == key)
            ).one()
        else:
            g.repeated_call_id = before.id
            return None
    if before.asked != asked:
        abort(409, message=f"This {HEADER} stood for another call.")
    if before.status is None:
        abort(409, message="This call was done, and its answer was lost. Look at what there is now; do not send it again.")
    return Response(before.body, before.status, mimetype="application/json", headers={"Idempotent-Replayed": "true"})


def find_key() -> str:
    """A key of our own for what this call does once, made of its `Idempotency-Key` and whose it is; "" without one."""
    key, token = request.headers.get(HEADER, "").strip(), g.get("api_token")
    return f"api-{sha256(f'{token.id} {key}'.encode()).hexdigest()[:56]}" if key and token else ""


def key_for(person_id: uuid.UUID) -> str:
    """A key of 36 signs for what this call does once for a person; another each time without an `Idempotency-Key`."""
    key = find_key()
    return str(uuid.uuid5(person_id, key) if key else uuid.uuid4())


def keep_answer(response: Response) -> Response:
    """Keep what a first call is answered. One that failed was not done, and its key stays free."""
    call_id = g.pop("repeated_call_id", None)
    if call_id is not None and response.status_code < 300:
        call = db.session.get_one(RepeatedCall, call_id)
        call.status, call.body = response.status_code, response.get_data(as_text=True)
        db.session.commit()
    return response


def tidy(*, now: datetime) -> None:
    db.session.execute(delete(RepeatedCall).where(RepeatedCall.made_at < now - KEPT))
