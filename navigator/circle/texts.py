"""What people who help somebody are texted, and when. Whom they help stands in none of it.

Hears `referrals.signals.appointment_news` and `visits.signals.visited_at_home`. What is private is told to nobody but the person.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from directory.queries import get_service, is_too_private_for_a_phone
from messaging import opt_outs
from messaging.models import Asks, Channel, OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Event
from messaging.sending import outbox
from messaging.wording import one_way
from messaging.wording.texts import PURPOSES
from navigator.circle import keys, queries
from navigator.people.circle_models import CircleGrant, CircleMember, Scope
from navigator.people.models import Person
from navigator.referrals.models import Referral
from navigator.referrals.queries import list_expected
from navigator.referrals.signals import News

NO_NEWS_AFTER = timedelta(days=2)
# Which texts a scope brings: they are cancelled when it ends.
BROUGHT_BY: Mapping[Scope, tuple[str, ...]] = {
    Scope.APPOINTMENT: ("carer_something_new", "carer_reminder"),
    Scope.VISITS: ("carer_visit",),
}


def text_carer(
    *,
    member: CircleMember,
    template: str,
    values: Mapping[str, str],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    about_id: uuid.UUID | None = None,
    asks: Asks | None = None,
    any_hour: bool = False,
) -> OutgoingMessage | None:
    """Plan a text (or an e-mail, for who has no mobile) to a member of a circle; None when they get none.

    Their STOP is their number's: it ends their texts and nobody else's.
    """
    if member.ended_at is not None or member.person.closed_at is not None:
        return None
    about: dict[str, Any] = {"template": template, "values": values, "dedupe_key": dedupe_key, "now": now, "about_id": about_id}
    about |= {"not_before": not_before, "expires_at": expires_at}
    if member.mobile:
        if opt_outs.is_stopped(member.mobile, PURPOSES[template]):
            return None
        return outbox.plan_text(
            to=outbox.Recipient(member.id, member.mobile, member.language), asks=asks, any_hour=any_hour, **about
        )
    if not member.email:
        return None
    try:
        one_way.without_reply(template, values, "en")
    except one_way.NeedsReply:
        return None
    return outbox.plan_instead_of_text(Channel.EMAIL, to=outbox.Recipient(member.id, member.email, member.language), **about)


def link_for(member: CircleMember, *, now: datetime, goes: datetime | None = None) -> str:
    """An address that opens this member's pages, once their phone has shown the code. `goes`: when its text does."""
    return f"{public_url()}{keys.path(keys.make_link(member_id=member.id, now=now, goes=goes))}"


def tell_of_appointment(sender: object, *, referral: Referral, person: Person, news: News, now: datetime) -> None:
    """Something of an appointment changed: whoever may know is told that there is something new, and reminded of the day."""
    if is_too_private_for_a_phone(get_service(referral.service_id)):
        return
    took_place = news is News.TOOK_PLACE
    scope, template = (Scope.VISITS, "carer_visit") if took_place else (Scope.APPOINTMENT, "carer_something_new")
    for member, grant in queries.list_given(person.id, scope, now=now):
        text_carer(
            member=member,
            template=template,
            values={"link": link_for(member, now=now)},
            dedupe_key=f"{template}:{member.id}:{referral.id}:{news}:{_version(referral, news)}",
            about_id=None if news is News.CANCELLED or took_place else referral.id,
            now=now,
        )
        if news in (News.MADE, News.CHANGED):
            _plan_reminders(member, grant, referral, now=now)


def tell_of_home_visit(sender: object, *, person: Person, contact_id: uuid.UUID, happened_at: datetime, now: datetime) -> None:
    """We were with the person at home: whoever may know hears that it took place. Written down days later, it is no news.

    Hears `visits.signals.visited_at_home`.
    """
    if now - happened_at > NO_NEWS_AFTER:
        return
    for member, grant in queries.list_given(person.id, Scope.VISITS, now=now):
        if grant.holds_at(happened_at):
            text_carer(
                member=member,
                template="carer_visit",
                values={"link": link_for(member, now=now)},
                dedupe_key=f"carer_visit:{member.id}:{contact_id}",
                about_id=contact_id,
                now=now,
            )


def catch_up(*, member: CircleMember, grant: CircleGrant, now: datetime) -> None:
    """The scope is given while something is arranged already: its reminder comes all the same."""
    if grant.scope is not Scope.APPOINTMENT or member.confirmed_at is None:
        return
    for referral in list_expected(member.person_id, now=now):
        if not is_too_private_for_a_phone(get_service(referral.service_id)):
            _plan_reminders(member, grant, referral, now=now)


def cancel_brought_by(scope: Scope, *, member: CircleMember, now: datetime) -> None:
    """What a scope brought is not sent any more."""
    for template in BROUGHT_BY.get(scope, ()):
        outbox.cancel_planned(recipient_id=member.id, template=template, cause="scope_ended", now=now)


def _plan_reminders(member: CircleMember, grant: CircleGrant, referral: Referral, *, now: datetime) -> None:
    """A reminder of their own, when the locality's plan reminds the person; within the days the scope is given for."""
    if referral.appointment_at is None:
        return
    for due in plans.come_to(Event.APPOINTMENT, event_at=referral.appointment_at, heard_at=now, now=now):
        if due.line.template != "reminder" or not grant.holds_at(due.not_before):
            continue
        text_carer(
            member=member,
            template="carer_reminder",
            values={
                "appointment_at": referral.appointment_at.isoformat(),
                "link": link_for(member, now=now, goes=due.not_before),
            },
            dedupe_key=f"carer-reminder:{grant.id}:{referral.id}:{_version(referral, News.MADE)}:{due.key}"[:160],
            about_id=referral.id,
            not_before=due.not_before,
            expires_at=due.expires_at,
            now=now,
        )


def _version(referral: Referral, news: News) -> str:
    """Tells one time and place of an appointment from the next."""
    return f"{referral.appointment_at:%Y%m%d%H%M}" if referral.appointment_at and news is not News.TOOK_PLACE else ""


def public_url() -> str:
    return str(current_app.extensions["settings"].public_url)
