"""What goes on with the demonstration's listings: editors, a change to look at, what visitors say is wrong, a parish's list."""

from datetime import datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import select

from directory.history.models import Origin
from directory.history.recording import record
from directory.importing.spreadsheets import columns, operations
from directory.importing.spreadsheets.workbooks import read_grid
from directory.marks import operations as marks
from directory.models import Organization, Service
from directory.upkeep import duplicates, editors, edits, reports
from directory.upkeep.models import ListingEditor
from directory.upkeep.questions import QUESTIONS
from directory.upkeep.report_models import WhatIsWrong
from navigator.db import db
from navigator.people.models import Staff
from navigator.times import LONDON
from navigator.upkeep import telling

# Who keeps listings: name, address, organisation, and whether its word goes live at once.
EDITORS = (
    ("Jan Trewhella", "jan@teaandtalk.example", "Tea & Talk", True),
    ("Loveday Bray", "loveday@carersharbour.example", "Carers' Harbour", False),
)
PARISH_LIST = "Gwinear parish list.csv"
PARISH_ROWS = """Ref,Name,Organisation,About,Phone,Venue,Town,Postcode,When,Cost,Category
1,Gwinear Warm Room,Gwinear Parish Helpers,"{about}",01632 960811,Gwinear Reading Room,Hayle,TR27 5JZ,{when},£1,Company
2,Gwinear Wheels,Gwinear Parish Helpers,A neighbour drives you to the surgery.,01632 960812,,,,,Free,Transport
"""


def settle_listings(*, administrator: Staff, public_url: str, now: datetime) -> None:
    """The editors are invited, and there is something to see on each page of those who look after the listings. Commits."""
    loveday = [_invite(*about, administrator=administrator, public_url=public_url, now=now) for about in EDITORS][-1]
    _send_a_change(loveday, now=now)
    _hear_from_visitors(now=now)
    _award_a_mark(administrator, now=now)
    db.session.commit()
    _bring_in_twice(administrator, now=now)
    duplicates.find_all(now=now)
    db.session.commit()


def _invite(
    name: str, email: str, owner: str, is_trusted: bool, *, administrator: Staff, public_url: str, now: datetime
) -> ListingEditor:
    """The invitation waits in the editor's inbox."""
    organization = db.session.scalars(select(Organization).where(Organization.name == owner)).one()
    editor = editors.invite(
        organization=organization, name=name, email=email, phone=None, language="en", invited_by=administrator.name, now=now
    )
    editors.set_trust(organization_id=organization.id, is_trusted=is_trusted, decided_by=administrator.name, now=now)
    telling.send_invitation(editor=editor, staff=administrator, public_url=public_url, now=now)
    db.session.commit()
    return editor


def _send_a_change(editor: ListingEditor, *, now: datetime) -> None:
    """Nobody has looked at Carers' Harbour's words before they go live: this one waits since yesterday."""
    yesterday, service = now - timedelta(days=1), _listing("Carers' Harbour Drop-in")
    edit = edits.begin_edit(editor=editor, service=service, now=yesterday)
    about = QUESTIONS["about"].read(service)
    about["description"] += "\n\nFrom this month somebody can sit with the person you look after while you are with us."
    edits.keep_answer(edit=edit, name="about", answer=about, now=yesterday)
    joining = {"way": "ring_first", "words": "Tell us if you would like somebody to sit with them, so that Loveday is there."}
    edits.keep_answer(edit=edit, name="joining", answer=joining, now=yesterday)
    db.session.commit()
    with force_locale("en"):  # there is no page here to choose a language for
        edits.send(edit=edit, seen_revision=service.revision, now=yesterday)
    db.session.commit()


def _hear_from_visitors(*, now: datetime) -> None:
    told = (
        (
            "Gwav Promenade Stroll",
            WhatIsWrong.TIMES,
            "We came at ten. A lady said that it is half past now.",
            "",
        ),
        ("Newlyn Men's Shed", WhatIsWrong.CONTACT, "The number rings and rings.", "07700 900188"),
    )
    for days_ago, (name, what, words, reach) in enumerate(told, start=1):
        reports.report(service=_listing(name), what=what, words=words, reach=reach, now=now - timedelta(days=days_ago))


def _award_a_mark(administrator: Staff, *, now: datetime) -> None:
    mark = marks.define_mark(
        name="Kernow Kind Welcome",
        text="Somebody meets you at the door, helpers are checked and trained, and people are asked every year how it was.",
        awarded_by="West Cornwall Volunteer Network",
        months=24,
        now=now,
    )
    holder = _listing("Tea & Talk").organization_id
    marks.award(mark=mark, organization_id=holder, entered_by=administrator.name, today=now.astimezone(LONDON).date())


def _bring_in_twice(administrator: Staff, *, now: datetime) -> None:
    """The parish sends its list. Asha says more about the warm room; then the parish says something else: somebody decides."""
    first = PARISH_ROWS.format(about="A warm room with soup and papers.", when="Mondays 10am to 2pm")
    _bring_in(first, administrator, now=now - timedelta(days=20))
    with record(db.session(), origin=Origin.STAFF, made_by=administrator.name, now=now - timedelta(days=10)):
        _listing("Gwinear Warm Room").description = "A warm room with soup, papers, and Pat to talk to."
    db.session.commit()
    second = PARISH_ROWS.format(about="A warm room with soup, papers and a jigsaw.", when="Mondays 10am to 3pm")
    _bring_in(second, administrator, now=now)


def _bring_in(rows: str, administrator: Staff, *, now: datetime) -> None:
    """As on the page: handed in, its columns as they are guessed, looked through, and brought in."""
    content = rows.encode()
    sheet = operations.hand_in(content=content, file_name=PARISH_LIST, tab="", by=administrator.name, now=now)
    headings = read_grid(content, name=PARISH_LIST, tab="").headings
    fields = columns.guess(headings, [[] for _ in headings])
    operations.remember_mapping(
        sheet, name="Parish lists", headings=headings, fields=fields, organization="", by=administrator.name, now=now
    )
    db.session.commit()
    identity = sheet.id
    operations.work_on(identity, now=now)
    operations.say_yes(db.session.get_one(type(sheet), identity))
    db.session.commit()
    operations.work_on(identity, now=now)


def _listing(name: str) -> Service:
    return db.session.scalars(select(Service).where(Service.name == name)).one()
