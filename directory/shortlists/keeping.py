"""A browser's own shortlist: the ids of listings, in a signed cookie, in the order they were put there."""

import uuid

from flask import session

KEY = "shortlist"
MOST = 30  # a cookie holds no more than four thousand letters, and nobody reads a longer list


class ListFull(Exception):
    """There are MOST listings on it already."""


def kept_ids() -> list[uuid.UUID]:
    """What is on the list; empty when the cookie makes no sense."""
    found = session.get(KEY)
    if not isinstance(found, list):
        return []
    return [uuid.UUID(hex=text) for text in found if isinstance(text, str) and len(text) == 32][:MOST]


def keep(service_id: uuid.UUID) -> None:
    """Put a listing at the end of the list; one that is there stays where it is. Raises `ListFull`."""
    ids = kept_ids()
    if service_id in ids:
        return
    if len(ids) >= MOST:
        raise ListFull
    _set([*ids, service_id])


def let_go(service_id: uuid.UUID) -> None:
    """Take a listing off the list."""
    _set([other for other in kept_ids() if other != service_id])


def keep_all(service_ids: list[uuid.UUID]) -> int:
    """Put these at the end of the list, as far as there is room; how many there was no room for."""
    ids = list(dict.fromkeys([*kept_ids(), *service_ids]))
    _set(ids[:MOST])
    return max(0, len(ids) - MOST)


def put_back(service_id: uuid.UUID, place: int) -> None:
    """Undo `let_go`: the listing stands at `place` (from 0) again."""
    ids = [other for other in kept_ids() if other != service_id]
    ids.insert(place, service_id)
    _set(ids[:MOST])


def empty() -> None:
    """Leave nothing on the list."""
    _set([])


def _set(ids: list[uuid.UUID]) -> None:
    if ids:
        session[KEY] = [identity.hex for identity in ids]
    else:
        session.pop(KEY, None)
