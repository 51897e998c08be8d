"""The doors whose key is a secret in the address: each opens to its own secret, and to none that was made for another door."""

import pytest

from tests.access.doors import read_table
from tests.access.planting import Planted
from tests.access.world import COUNTERS, World

pytestmark = pytest.mark.walk

# The door → the table whose secret opens it, and what of its person may stand behind it.
OPENS = {
    "/h/<token>": ("circle_links", set()),
    "/inbox/<token>": ("inbox_links", {"referrals"}),
    "/inbox/<token>/<referral_id>": ("inbox_links", {"referrals", "referral_notes"}),
    "/join/<token>": ("invitations", set()),
    "/listings/apply/open/<token>": ("listing_applications", set()),
    "/listings/ask/<token>": ("contact_links", set()),
    "/listings/open/<token>": ("editor_links", set()),
    "/refer/<token>": ("referrer_links", set()),
    "/referred/<token>": ("referrals_in", {"referrals_in"}),
    "/reply/<token>": ("reply_links", {"referrals"}),
    "/round/<secret>.ics": ("round_feeds", set()),
    "/t/<token>": ("person_links", set()),
}
SIGNED = {
    "/stop/<token>",
    "/unsubscribe/<token>",
    "/listings/check/<token>",
    "/listings/check/<token>/<service_id>",
    "/shown/<token>",
}
ABOUT_NOBODY = {"/s/<token>", "/s/<token>/keep", "/s/<token>/qr.svg"}  # a shortlist of listings
DEEPER = {  # behind a door above, by the same secret
    "/h/<token>/code",
    "/listings/ask/<token>/<service_id>",
    "/reply/<token>/inbox",
    "/t/<token>/code",
}
INSTEAD = {
    "/reply/<token>": 410,  # the group has said yes: its inbox has the rest
    "/listings/ask/<token>": 404,  # the group has an editor, who is asked instead
}
METHODS = {
    address: [method for (method, there), row in read_table().items() if there == address and row == "whoever holds the link"]
    for address in OPENS
}


def _filled(address: str, token: str, whose: Planted) -> str:
    return address.replace("<token>", token).replace("<secret>", token).replace("<referral_id>", str(whose.ids["referrals"]))


class TestLinks:
    def test_have_a_line_for_every_door_of_their_kind(self) -> None:
        doors = {address for (_, address), row in read_table().items() if row == "whoever holds the link"}

        assert doors == set(OPENS) | SIGNED | ABOUT_NOBODY | DEEPER

    @pytest.mark.parametrize("address", OPENS)
    def test_open_to_their_own_secret_and_show_what_it_is_for(self, world: World, address: str) -> None:
        table, may_be_read = OPENS[address]

        answer = world.ask("nobody", "GET", _filled(address, world.amina.tokens[table], world.amina))

        assert (answer.status, answer.problem) == (INSTEAD.get(address, 200), "")
        assert world.amina.read_in(answer.body) <= may_be_read
        assert world.bola.read_in(answer.body) == set()

    @pytest.mark.parametrize("address", OPENS)
    def test_open_to_no_secret_of_another_door(self, world: World, address: str) -> None:
        wrong = []
        for table, token in world.amina.tokens.items():
            if table == OPENS[address][0]:
                continue
            for method in METHODS[address]:
                answer = world.ask("nobody", method, _filled(address, token, world.amina))
                read = world.amina.read_in(answer.body) | world.bola.read_in(answer.body)
                if answer.status not in (400, 404, 410, 422) or read or answer.wrote - COUNTERS:
                    wrong.append(f"{method} {address} by a secret of {table}: {answer.status} {answer.location} {read}")

        assert wrong == []

    def test_of_one_group_do_not_open_another_groups_referral(self, world: World) -> None:
        address = _filled("/inbox/<token>/<referral_id>", world.amina.tokens["inbox_links"], world.bola)

        for method in ("GET", "POST"):
            answer = world.ask("nobody", method, address)
            assert (answer.status, world.bola.read_in(answer.body)) == (404, set())
