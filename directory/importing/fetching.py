"""Fetching a source from the web: politely, one page at a time, never more than can be held, and never from within.

An address within this machine or its own network is fetched only when whoever runs the service says so: behind it may stand
what is not meant to be seen. Whoever answers from the internet may not send us to one in any case.
"""

import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx

from directory.importing.rows import SourceUnreadable
from navigator.outside import PinnedTransport
from navigator.outside import is_private as is_private
from navigator.outside import list_addresses as list_addresses

LARGEST_BODY = 100 * 1024 * 1024
LARGEST_FEED = 2 * 1024 * 1024 * 1024  # all pages together; they lie on disk, not in memory
LONGEST = 60.0  # seconds for one page, redirects and all
TRIES = 3
HOW_TO_ALLOW = "it is fetched only with --allow-private, or with the setting NAVIGATOR_PRIVATE_SOURCES=allow"
HEADERS = {
    "User-Agent": "CareNavigator/1 (imports of open listings)",
    "Accept": "application/json, application/zip;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
# How long to wait for the next word of an answer; `LONGEST` ends one that drips.
TIMEOUT = httpx.Timeout(30.0, connect=10.0)


def is_address(source: str) -> bool:
    """Whether a source is given as a web address. Raises SourceUnreadable for a scheme that is not the web's."""
    scheme, separator, _ = source.partition("://")
    if not separator:
        return False
    if scheme.lower() not in ("http", "https"):
        raise SourceUnreadable(f"{source} is neither a file nor an http or https address")
    if not urlsplit(source).hostname:
        raise SourceUnreadable(f"{source} names no host")
    return True


def leads_inside(address: str) -> bool:
    """Whether the host of a web address is, or by its name leads to, this machine or its own network."""
    return any(is_private(found) for found in list_addresses(urlsplit(address).hostname or ""))


class _Hurried(httpx.SyncByteStream):
    """An answer that must have come by a moment, however many drops it comes in."""

    def __init__(self, stream: httpx.SyncByteStream, until: float) -> None:
        self.stream = stream
        self.until = until

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.stream:
            if time.monotonic() > self.until:
                raise httpx.ReadTimeout("too slow")
            yield piece

    def close(self) -> None:
        self.stream.close()


class Fetcher:
    """One visit to a publisher. `pause` is how long, in seconds, to leave it in peace between two requests.

    Unless it `allows_inside`, nothing is fetched from this machine or its own network, whatever name leads there.
    """

    def __init__(
        self,
        *,
        allows_inside: bool = False,
        pause: float = 0.2,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Callable[[str], list[str]] = list_addresses,
        is_inside: Callable[[str], bool] = is_private,
    ) -> None:
        self.allows_inside = allows_inside
        self.pause = pause
        self.sleep = sleep
        self.resolve = resolve
        self.is_inside = is_inside
        # Every hop goes through here. Behind a proxy it is the proxy that resolves names and connects.
        is_behind_a_proxy = bool(urllib.request.getproxies().keys() & {"http", "https", "all"})
        self._client = httpx.Client(
            headers=HEADERS,
            timeout=TIMEOUT,
            follow_redirects=True,
            max_redirects=5,
            transport=None if is_behind_a_proxy else PinnedTransport(resolve, self._refuse_way_in),
            event_hooks={"request": [self._ask_before_the_proxy] if is_behind_a_proxy else []},
        )
        self._asked_before = False
        self._is_outside = False  # whether the hop before was on the internet
        self._fetched = 0

    def close(self) -> None:
        self._client.close()

    def get(self, address: str) -> bytes:
        """What is at the address. Raises SourceUnreadable, with the reason in plain words, when that cannot be had."""
        problem = ""
        for attempt in range(TRIES):
            if self._asked_before:
                self.sleep(self.pause * (1 + 10 * attempt))
            self._asked_before = True
            self._is_outside = False
            until = time.monotonic() + LONGEST
            try:
                with self._client.stream("GET", address) as answer:
                    assert isinstance(answer.stream, httpx.SyncByteStream)  # noqa: S101 - told to mypy: the client is no asynchronous one
                    answer.stream = _Hurried(answer.stream, until)
                    if "," in answer.headers.get("Content-Encoding", ""):  # packed twice, a few bytes can be a thousand million
                        raise SourceUnreadable(f"{address} is packed more than once")
                    if answer.status_code == httpx.codes.OK:
                        return b"".join(self._pieces(answer, address))
                    problem = f"answered {answer.status_code} {answer.reason_phrase}".strip()
                    if answer.status_code != httpx.codes.TOO_MANY_REQUESTS and answer.status_code < 500:
                        break
            except httpx.TooManyRedirects:
                problem = "redirects more than five times"
                break
            except httpx.TimeoutException:
                problem = "did not answer in time"
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                problem = f"cannot be reached ({str(error) or type(error).__name__})"
        raise SourceUnreadable(f"{address} {problem}")

    def _pieces(self, answer: httpx.Response, address: str) -> Iterator[bytes]:
        size = 0
        for piece in answer.iter_bytes():
            size += len(piece)
            self._fetched += len(piece)
            if size > LARGEST_BODY:
                raise SourceUnreadable(f"{address} is larger than {LARGEST_BODY >> 20} MB")
            if self._fetched > LARGEST_FEED:
                raise SourceUnreadable(f"{address}, with the pages before it, is larger than {LARGEST_FEED >> 20} MB")
            yield piece

    def _ask_before_the_proxy(self, request: httpx.Request) -> None:
        self._refuse_way_in(request, self.resolve(request.url.host))

    def _refuse_way_in(self, request: httpx.Request, addresses: list[str]) -> None:
        is_inside = any(self.is_inside(address) for address in addresses)
        if is_inside and self._is_outside:
            raise SourceUnreadable(f"a redirect leads to {request.url}, which is inside this network: it is not followed")
        if is_inside and not self.allows_inside:
            raise SourceUnreadable(f"{request.url} is on this machine or inside its own network: {HOW_TO_ALLOW}")
        self._is_outside = not is_inside
