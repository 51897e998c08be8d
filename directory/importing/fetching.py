"""Fetching a source from the web: politely, one page at a time, never more than can be held."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx

from directory.importing.rows import SourceUnreadable

LARGEST_BODY = 100 * 1024 * 1024
TRIES = 3
HEADERS = {
    "User-Agent": "CareNavigator/1 (imports of open listings)",
    "Accept": "application/json, application/zip;q=0.9, */*;q=0.1",
}
# One request must answer within this; a whole feed may take as long as it has pages.
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


class Fetcher:
    """One visit to a publisher. `pause` is how long, in seconds, to leave it in peace between two requests."""

    def __init__(self, *, pause: float = 0.2, sleep: Callable[[float], None] = time.sleep) -> None:
        self.pause = pause
        self.sleep = sleep
        self._client = httpx.Client(headers=HEADERS, timeout=TIMEOUT, follow_redirects=True, max_redirects=5)
        self._asked_before = False

    def close(self) -> None:
        self._client.close()

    def get(self, address: str) -> bytes:
        """What is at the address. Raises SourceUnreadable, with the reason in plain words, when that cannot be had."""
        problem = ""
        for attempt in range(TRIES):
            if self._asked_before:
                self.sleep(self.pause * (1 + 10 * attempt))
            self._asked_before = True
            try:
                with self._client.stream("GET", address) as answer:
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
            if size > LARGEST_BODY:
                raise SourceUnreadable(f"{address} is larger than {LARGEST_BODY >> 20} MB")
            yield piece
