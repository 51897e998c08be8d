"""Calling addresses that others give us, and never one within: a name may lead to this machine, or to its own network."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: an address of version 4 in the dress of version 6


def list_addresses(host: str) -> list[str]:
    """The addresses a host's name leads to; none when nobody here knows it."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def is_private(address: str) -> bool:
    """Whether an address is this machine's or its own network's, and not the internet's."""
    parsed: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        elif carried := parsed.sixtofour or (IPv4Address(int(parsed) & 0xFFFFFFFF) if parsed in _TRANSLATED else None):
            return not (parsed.is_global and carried.is_global)
    return not parsed.is_global or parsed.is_multicast


class PinnedTransport(httpx.BaseTransport):
    """Connects to the very address that was looked at: a name that is asked for twice may answer twice differently."""

    def __init__(self, resolve: Callable[[str], list[str]], refuse: Callable[[httpx.Request, list[str]], None]) -> None:
        self.resolve = resolve
        self.refuse = refuse
        self.inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        addresses = self.resolve(host)
        self.refuse(request, addresses)
        if not addresses:
            raise httpx.ConnectError("nobody here knows its name", request=request)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=addresses[0].split("%")[0]),
            headers=request.headers,  # Host among them, as it was asked for
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},  # whose certificate it must be
        )
        return self.inner.handle_request(pinned)

    def close(self) -> None:
        self.inner.close()
