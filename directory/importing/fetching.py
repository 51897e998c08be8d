"""Fetching a source from the web: politely, one page at a time, never more than can be held, and never from within.

Whoever types an address may mean a machine of their own; whoever answers from the internet may not send us to one.
"""

import socket
import time
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx

from directory.importing.rows import SourceUnreadable

LARGEST_BODY = 100 * 1024 * 1024
LARGEST_FEED = 500 * 1024 * 1024  # all pages together
LONGEST = 60.0  # seconds for one page, redirects and all
TRIES = 3
HEADERS = {
    "User-Agent": "CareNavigator/1 (imports of open listings)",
    "Accept": "application/json, application/zip;q=0.9, */*;q=0.1",
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


def list_addresses(host: str) -> list[str]:
    """The addresses a host's name leads to; none when nobody here knows it."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def is_private(address: str) -> bool:
    """Whether an address is this machine's or its own network's, and not the internet's."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return not parsed.ipv4_mapped.is_global
    return not parsed.is_global


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
    """One visit to a publisher. `pause` is how long, in seconds, to leave it in peace between two requests."""

    def __init__(
        self,
        *,
        pause: float = 0.2,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Callable[[str], list[str]] = list_addresses,
    ) -> None:
        self.pause = pause
        self.sleep = sleep
        self.resolve = resolve
        self._client = httpx.Client(
            headers=HEADERS,
            timeout=TIMEOUT,
            follow_redirects=True,
            max_redirects=5,
            event_hooks={"request": [self._refuse_way_in]},  # asked at every hop
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

    def _refuse_way_in(self, request: httpx.Request) -> None:
        is_inside = any(is_private(address) for address in self.resolve(request.url.host))
        if is_inside and self._is_outside:
            raise SourceUnreadable(f"a redirect leads to {request.url}, which is inside this network: it is not followed")
        self._is_outside = not is_inside
