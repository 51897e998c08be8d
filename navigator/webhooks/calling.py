"""Calling an address: only where it leads to the internet, following no redirect, and never for long."""

from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from navigator.outside import PinnedTransport, is_private, list_addresses

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST = 500  # characters of an address


class AddressRefused(Exception):
    """Not an https address, or one that leads inside this network."""


class Caller(Protocol):
    def call(self, url: str, body: bytes, headers: dict[str, str]) -> str:
        """Post `body`, and say what was answered: a status such as "204", or what went wrong in one word."""
        ...


class WebCaller:
    """Posts over the internet. `allows_inside`: also to this machine and its network, and without https, to try things out."""

    def __init__(self, *, allows_inside: bool) -> None:
        self._allows_inside = allows_inside
        is_behind_a_proxy = bool(getproxies().keys() & {"http", "https", "all"})  # which resolves names and connects itself
        self._client = httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=False,
            transport=None if is_behind_a_proxy and not allows_inside else PinnedTransport(list_addresses, self._refuse),
            event_hooks={"request": [self._look_before_the_proxy] if is_behind_a_proxy else []},
        )

    def call(self, url: str, body: bytes, headers: dict[str, str]) -> str:
        try:
            check(url, allows_inside=self._allows_inside)
            with self._client.stream("POST", url, content=body, headers=headers) as answer:
                return str(answer.status_code)
        except AddressRefused:
            return "inside"
        except httpx.TimeoutException:
            return "timeout"
        except (httpx.HTTPError, httpx.InvalidURL):
            return "unreachable"

    def _look_before_the_proxy(self, request: httpx.Request) -> None:
        self._refuse(request, list_addresses(request.url.host))

    def _refuse(self, request: httpx.Request, addresses: list[str]) -> None:
        if not self._allows_inside and any(is_private(address.split("%")[0]) for address in addresses):
            raise AddressRefused(request.url.host)


def check(url: str, *, allows_inside: bool) -> None:
    """Raises `AddressRefused` for what is no https address, carries a password, or can only be an address inside."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressRefused(url) from None
    schemes = ("https", "http") if allows_inside else ("https",)
    if parts.scheme not in schemes or not host or port == 0 or parts.username or len(url) > LONGEST or not url.isprintable():
        raise AddressRefused(url)


def check_where_it_leads(url: str, *, allows_inside: bool) -> None:
    """As `check`, and asks where the name leads. It is asked again at every call."""
    check(url, allows_inside=allows_inside)
    if not allows_inside and any(is_private(address.split("%")[0]) for address in list_addresses(urlsplit(url).hostname or "")):
        raise AddressRefused(url)
