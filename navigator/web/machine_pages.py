"""What machines ask: is the process up, is the service ready, how is it doing; and where it keeps its icon."""

import logging
import threading
from datetime import timedelta

from flask import Blueprint, Flask, Response, current_app, redirect
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from directory.finding.index import on_disk
from messaging import events
from messaging.webhooks import call_counts
from navigator.db import begin_reading, db
from navigator.times import utc_now
from navigator.web import measuring, queries, static_files

blueprint = Blueprint("machine", __name__, template_folder="templates")

log = logging.getLogger(__name__)
MAKING = "making the index"
WORKER_IS_SILENT_AFTER = timedelta(seconds=60)
ROBOTS = """\
User-agent: *
Disallow: /api/
Disallow: /my
Disallow: /t/
Disallow: /stop/
Disallow: /reply/
Disallow: /people/
Disallow: /desk
Disallow: /simulator
Disallow: /admin/
Disallow: /open-referral/

Sitemap: {base}/sitemap.xml
"""


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(static_files.address("icon.svg"))


@blueprint.get("/service-worker.js")
def service_worker() -> Response:
    """What shows notifications. It stands at the root, because it speaks for the whole site; browsers ask for it anew."""
    script = (static_files.FOLDER / "service-worker.js").read_text("utf-8")
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@blueprint.get("/robots.txt")
def robots() -> Response:
    """The listings are for everybody to find; people's own pages are not."""
    return Response(ROBOTS.format(base=current_app.extensions["settings"].public_url), mimetype="text/plain")


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is up. Asks nothing of anything else."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether the service can do its work: the database answers, the index can be read, a worker is alive. 503 if not."""
    parts = {"database": _why_not_database(), "index": _why_not_index(), "worker": _why_not_worker()}
    is_ready = not any(parts.values())
    return {"ready": is_ready, **{name: {"ok": why == "", "why": why} for name, why in parts.items()}}, 200 if is_ready else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """What Prometheus gathers."""
    now = utc_now()
    try:
        outbox, oldest = queries.count_messages_by_state(), queries.find_oldest_due(now=now)
        told = events.count_outcomes(since=now - timedelta(hours=1))
    except SQLAlchemyError:
        outbox, oldest, told = None, None, {}
    waited = (now - oldest).total_seconds() if oldest else 0.0
    words = measuring.report(
        current_app.extensions["measures"], outbox=outbox, oldest_due_seconds=waited, calls=call_counts, told=told
    )
    return Response(words, content_type=CONTENT_TYPE_LATEST)


def _why_not_database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as problem:
        db.session.remove()
        return f"the database does not answer ({type(problem).__name__})"
    return ""


def _why_not_index() -> str:
    """Nobody searches a service that is not ready, so a missing index is made here, beside the question."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's target, for another thread
    if on_disk.is_readable(app.extensions["settings"].index_dir):
        return ""
    if not any(thread.name == MAKING for thread in threading.enumerate()):
        threading.Thread(target=_make_the_index, args=(app,), name=MAKING, daemon=True).start()
    return "there was no index that can be read; it is being made"


def _make_the_index(app: Flask) -> None:
    with app.app_context():
        begin_reading()
        try:
            on_disk.listing_index(app, now=utc_now())
        except Exception:
            log.exception("the index could not be made; the next question tries again")


def _why_not_worker() -> str:
    try:
        beat = queries.find_last_beat()
    except SQLAlchemyError:
        db.session.remove()
        return "the database does not say"
    if beat is None:
        return "no worker has ever run"
    silence = utc_now() - beat
    return f"no worker for {int(silence.total_seconds())} seconds" if silence > WORKER_IS_SILENT_AFTER else ""
