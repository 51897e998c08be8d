"""Who asks for support in the demonstration: a surgery by its link, a ward in a hurry, somebody herself, a list."""

from datetime import date, datetime, timedelta
from typing import Any

from navigator.db import db, new_id
from navigator.people.models import ContactMethod, Staff
from navigator.referring_in import operations, proposals
from navigator.referring_in.models import Basis, Source
from navigator.times import LONDON

LIST = """First name,Surname,DOB,Phone,Band,Reason,Language,GP practice
Harold,Bolitho,4/2/1938,01632 960741,high,Two falls since the summer,English,Morvah Surgery
Krystyna,Wojcik,19/8/1945,07700 900741,middle,Newly alone,Polish,Morvah Surgery
Jenifer,,1/1/1940,,high,,,
"""
FROM_THE_SURGERY: dict[str, Any] = {
    "given_name": "Loveday",
    "family_name": "Kitto",
    "birth_date": date(1944, 5, 30),
    "phone": "01632 960742",
    "address": "3 Chapel Row, Newlyn",
    "gp_name": "Morvah Surgery",
    "needs": "company,getting-out",
    "reason": "Her husband died in August. She says the days are long, and she no longer drives.",
    "no_risks": True,
    "person_knows": "We talked about it on Friday. She expects a call.",
    "referrer_name": "Dr Priya Nair",
    "referrer_role": "GP",
    "referrer_organization": "Morvah Surgery",
    "referrer_email": "priya@morvah.example",
    "tells_referrer": True,
}
FROM_THE_WARD: dict[str, Any] = {
    "given_name": "Denzil",
    "family_name": "Curnow",
    "birth_date": date(1936, 9, 12),
    "phone": "01632 960743",
    "address": "Flat 2, Harbour View, Penzance",
    "gp_name": "Morvah Surgery",
    "needs": "food,home,getting-out",
    "reason": "Home alone after a new hip. Nobody to shop for him this week.",
    "risks": "Steep stairs to the door. A friendly dog.",
    "is_urgent": True,
    "from_hospital": True,
    "person_knows": "He knows, and would like a morning call.",
    "referrer_name": "Sue Hart",
    "referrer_role": "Discharge nurse",
    "referrer_organization": "Ward 4",
    "referrer_email": "sue@ward.example",
    "tells_referrer": True,
}
HERSELF: dict[str, Any] = {
    "given_name": "Bushra",
    "family_name": "Malik",
    "birth_date": date(1957, 1, 8),
    "phone": "07700 900744",
    "mobile": "+447700900744",
    "language": "ur",
    "contact_method": ContactMethod.TEXT,
    "needs": "company,online",
    "reason": "مجھے انٹرنیٹ پر اپنی بیٹی سے بات کرنا سیکھنا ہے۔",
    "may_text": True,
}


def let_them_arrive(*, administrator: Staff, lead: Staff, key: str, public_url: str, now: datetime) -> None:
    """A link for the surgery, three referrals in and a list of proposals, all undecided. It commits."""
    link, _ = operations.make_link(organization_name="Morvah Surgery", team=lead.team, by=administrator, now=now)
    operations.choose_front_desk(team=lead.team, by=administrator, now=now)
    came = (
        (Source.LINK, FROM_THE_SURGERY | {"link_id": link.id}, now - timedelta(days=1)),
        (Source.EMAIL, FROM_THE_WARD | {"home_on": now.astimezone(LONDON).date()}, now - timedelta(minutes=40)),
        (Source.SELF, HERSELF, now - timedelta(minutes=20)),
    )
    for source, values, at in came:
        words = "I agree that the team keeps what I have written, gets in touch with me and supports me."
        if source is not Source.SELF:
            words = "They agree to be referred, and that the team keeps what is written here, gets in touch and supports them."
        operations.receive(
            referral_id=new_id(),
            team=lead.team,
            source=source,
            values=values | {"basis": Basis.AGREED, "basis_words": words},
            key=key,
            public_url=public_url,
            now=at,
        )
    handed_in = proposals.hand_in(file_name="morvah.csv", content=LIST, team=lead.team, by=lead, now=now)
    proposals.add(handed_in=handed_in, key=key, now=now, today=now.astimezone(LONDON).date(), allows_test_numbers=True)
    db.session.commit()
