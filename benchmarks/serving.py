"""Pages under load: the service as `navigator serve` serves it, beside a bare Flask page of the same length, served alike."""

import http.cookiejar
import re
import sys
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from sqlalchemy import select

from benchmarks.figures import Table, WrongAnswer, milliseconds, quantile
from benchmarks.generated_listings import Locality, write
from benchmarks.installations import (
    bring_in_the_seed,
    environment_of,
    new_installation,
    scratch_folder,
    settings_in,
    teach_words_and_places,
)
from benchmarks.load import Load, fetch, press
from benchmarks.served import PATIENCE, free_port, served
from directory.finding.index.on_disk import listing_index
from directory.models import Service
from navigator import demo_people
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.people.demo_sign_ins import DEMO_DOMAIN, DEMO_PASSWORD
from navigator.times import utc_now

LISTINGS, LISTINGS_SHORT = 20_000, 0  # generated ones, beside the seed's
SECONDS, SECONDS_SHORT = 1.0, 0.15
ROUNDS, ROUNDS_SHORT = 3, 1
CONCURRENCY = (1, 8)
LOOKED_AT = "Hayle Lunch Club"  # a listing of the seed with a place, times, a cost and somebody to ask for
# As `navigator serve` starts it: see navigator/cli.py.
GUNICORN = ("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--timeout", "60", "--log-level", "warning")


@dataclass(frozen=True)
class Asked:
    """One address, and who asks: `cookie` is a navigator's session."""

    name: str
    path: str
    cookie: str = ""


def run(*, short: bool) -> list[Table]:
    """Measure every address. Raises `WrongAnswer` when one does not answer with 200."""
    seconds, rounds = (SECONDS_SHORT, ROUNDS_SHORT) if short else (SECONDS, ROUNDS)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_folder())
        ours, theirs = free_port(), free_port()
        settings = settings_in(folder, public_url=f"http://127.0.0.1:{ours}")
        listing, count = _fill(settings, LISTINGS_SHORT if short else LISTINGS)
        stack.enter_context(
            served([sys.executable, "-m", "navigator", "serve", "--port", str(ours)], environment_of(settings), ours, "/healthz")
        )
        bare = [sys.executable, "-m", "gunicorn", "benchmarks.bare_app:create_app()", "--bind", f"127.0.0.1:{theirs}", *GUNICORN]
        stack.enter_context(served(bare, {}, theirs, "/1"))
        address, beside = f"http://127.0.0.1:{ours}", f"http://127.0.0.1:{theirs}"
        asked = [
            Asked("`/`", "/"),
            Asked(
                "`/services?q=walking group&near=Penzance`", f"/services?{urlencode({'q': 'walking group', 'near': 'Penzance'})}"
            ),
            Asked("`/services?q=lonly` (misspelt)", "/services?q=lonly"),
            Asked("`/services/<id>`", f"/services/{listing}"),
            Asked("`/api/v1/services?q=lunch&near=Hayle`", "/api/v1/services?q=lunch&near=Hayle"),
            Asked("`/healthz`", "/healthz"),
            Asked("`/desk`, signed in", "/desk", _signed_in(address)),
        ]
        rows = [row for one in asked for row in _press(one, address, beside, seconds, rounds)]
    header = ("address", "kB", "at once", "a second", "p50 ms", "p95 ms", "bare, a second", "bare p50 ms", "bare p95 ms")
    return [Table(f"Pages, with {count:,} listings and the demonstration's people", header, rows)]


def _press(one: Asked, address: str, beside: str, seconds: float, rounds: int) -> list[list[str]]:
    """Ours and the bare page by turns."""
    url = f"{address}{one.path}"
    length = len(fetch(url, one.cookie))
    rows = []
    for concurrency in CONCURRENCY:
        loads = {url: Load(), f"{beside}/{length}": Load()}
        for where in loads:  # untimed: connections, caches and templates warm up
            press(where, seconds=min(seconds, 0.3), concurrency=concurrency, cookie=one.cookie)
        for _ in range(rounds):
            for where, load in loads.items():
                load.add(press(where, seconds=seconds, concurrency=concurrency, cookie=one.cookie))
        ours, bare = loads.values()
        if not ours.seconds or not bare.seconds:
            raise WrongAnswer(f"{one.path} gave no answer")
        first = [one.name, f"{length / 1000:.1f}"] if concurrency == CONCURRENCY[0] else ["", ""]
        rows.append([*first, str(concurrency), *_figures(ours), *_figures(bare)])
    return rows


def _figures(load: Load) -> list[str]:
    return [f"{load.rate:,.0f}", milliseconds(quantile(load.seconds, 0.5)), milliseconds(quantile(load.seconds, 0.95))]


def _fill(settings: Settings, generated: int) -> tuple[str, int]:
    """Listings, staff and people; gives the id of a listing to look at and how many can be found."""
    app = new_installation(settings)
    with app.app_context():
        begin_writing()
        now = utc_now()
        bring_in_the_seed(db.session())
        teach_words_and_places()
        listing_index(app, now=now)
        with redirect_stdout(StringIO()):  # the e-mails it sends are told there
            demo_people.settle_in(app, now=now)
        db.session.remove()
        if generated:
            write(Locality(generated, today=now.date()), db.session())
            teach_words_and_places()
        index = listing_index(app, now=now)
        listing = db.session.scalars(select(Service.id).where(Service.name == LOOKED_AT)).first()
        count = index.count()
        db.session.remove()
        db.engine.dispose()
    if listing is None:
        raise WrongAnswer("the listing to look at is not in the seed")
    return str(listing), count


def _signed_in(address: str) -> str:
    """The cookie of Ben, the demonstration's navigator, signed in as a browser would."""
    cookies = http.cookiejar.CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    page = browser.open(f"{address}/sign-in", timeout=PATIENCE).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise WrongAnswer("the sign-in page has no form")
    form = urlencode({"csrf_token": token[1], "email": f"ben@{DEMO_DOMAIN}", "password": DEMO_PASSWORD, "then": ""})
    answer = browser.open(f"{address}/sign-in", form.encode(), timeout=PATIENCE)
    if not answer.url.endswith("/desk"):
        raise WrongAnswer(f"signing in led to {answer.url}")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)
