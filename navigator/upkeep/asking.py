"""What the worker does for listings: asks whether they are still correct, and takes out of the search what is too old."""

from datetime import datetime

from directory.upkeep import asking_contacts, confirmations, editors
from messaging import dead_addresses
from navigator.db import db, only_reading
from navigator.times import LONDON
from navigator.upkeep import telling


def ask_one(now: datetime, *, public_url: str) -> bool:
    """Ask one organisation whether its listings are still correct: each of its editors, once for all of them.

    False when nobody needs asking. Commits.
    """
    with only_reading():  # a look costs nobody a lock; most looks find nothing
        organization_id = confirmations.find_organization_to_ask(now=now)
        db.session.rollback()
    if organization_id is None:
        return False
    services = confirmations.begin_asking(organization_id=organization_id, now=now)
    if services:
        for editor in editors.list_editors([organization_id]):
            telling.ask_if_still_correct(editor=editor, services=services, public_url=public_url, now=now)
    db.session.commit()
    return True


def write_to_one(now: datetime, *, public_url: str) -> bool:
    """Ask one organisation that has no editor, at the address that stands in its listings. False when there is none. Commits.

    Where e-mails to it come back, nothing is written: it is rung.
    """
    with only_reading():
        dead = dead_addresses.all_dead(now=now)
        organization_id = asking_contacts.find_organization_to_write_to(now=now, dead=dead)
        db.session.rollback()
    if organization_id is None:
        return False
    by_address = asking_contacts.begin_writing_to(organization_id=organization_id, now=now, dead=dead)
    for address, services in by_address.items():
        telling.ask_contact_if_still_correct(email=address, services=services, public_url=public_url, now=now)
    db.session.commit()
    return bool(by_address)


def keep_search_honest(now: datetime) -> bool:
    """Take out of the search what nobody has checked for a year, and bring back what somebody has. False when all is well."""
    today = now.astimezone(LONDON).date()
    with only_reading():
        has_work = confirmations.needs_honesty(today=today)
        db.session.rollback()
    if not has_work:
        return False
    confirmations.keep_search_honest(today=today)
    db.session.commit()
    return True
