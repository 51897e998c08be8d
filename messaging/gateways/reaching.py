"""Telling a provider that was never reached from one that may have heard us: only the first is certain to have nothing."""

import requests

NEVER_ARRIVED = (requests.exceptions.ConnectTimeout, requests.exceptions.InvalidURL, requests.exceptions.SSLError)


def never_connected(problem: BaseException) -> bool:
    """Whether no connection was made at all, so nothing can have been accepted."""
    seen: set[int] = set()
    waiting: list[object] = [problem]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, BaseException):
            continue
        seen.add(id(one))
        if type(one).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectionRefusedError"):
            return True
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return False
