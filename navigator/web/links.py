"""The links of the frame: the menu by who is here, this same page in another language, this address with other words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app, request, url_for
from flask_babel import gettext

from directory.shortlists import keeping
from directory.upkeep.models import ListingEditor
from navigator.people.models import Person, Role, Staff


@dataclass(frozen=True)
class MenuLink:
    """One entry of the menu."""

    words: str
    address: str
    is_urgent: bool = False

    @property
    def is_here(self) -> bool:
        return request.path == self.address


def menu(staff: Staff | None, person: Person | None, editor: ListingEditor | None = None) -> list[MenuLink]:
    """What the menu offers to whoever is here."""
    links = [MenuLink(gettext("Find help"), "/services"), MenuLink(gettext("Help now"), "/help-now", is_urgent=True)]
    if kept := len(keeping.kept_ids()):
        links.append(MenuLink(gettext("My shortlist (%(count)s)", count=kept), "/shortlist"))
    if staff is not None and staff.role is not Role.ADMINISTRATOR:
        links += [
            MenuLink(gettext("My desk"), "/desk"),
            MenuLink(gettext("Texts"), "/threads"),
            *([MenuLink(gettext("Referrals in"), "/referrals-in")] if staff.role is not Role.VOLUNTEER else []),
            MenuLink(gettext("Add a person"), "/people/new"),
        ]
    if staff is not None and staff.role is Role.TEAM_LEAD:
        links.append(MenuLink(gettext("My team"), "/team"))
    if staff is not None and staff.role is Role.ADMINISTRATOR:
        links.append(MenuLink(gettext("Administration"), "/admin/listings"))
    if staff is None and person is None and editor is None:
        links.append(MenuLink(gettext("Ask for support"), "/refer"))
    if person is not None:
        links.append(MenuLink(gettext("My plan"), "/my"))
    if editor is not None:
        links.append(MenuLink(gettext("My listings"), "/listings"))
    if staff is None and person is None and editor is None and "staff_sign_in.sign_in" in current_app.view_functions:
        links.append(MenuLink(gettext("Staff sign in"), url_for("staff_sign_in.sign_in")))
    return links


def sign_out_address(staff: Staff | None, person: Person | None, editor: ListingEditor | None = None) -> str | None:
    """Where "sign out" is sent; None when nobody is signed in."""
    here = ((staff, "staff_sign_in.sign_out"), (person, "my_door.sign_out"), (editor, "editor_door.sign_out"))
    endpoint = next((endpoint for who, endpoint in here if who is not None), "")
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def link_with(**changes: object) -> str:
    """This address with some of its query changed; a value of None takes that word out."""
    words = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    words += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(words)}" if words else request.path


def in_language(code: str) -> str:
    """This same page in the language `code`."""
    return link_with(lang=code)
