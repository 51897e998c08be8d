"""Words of danger in somebody's own words when they ask for support: whom to ring at once, and urgent for the team."""

from bs4 import BeautifulSoup

from tests.cast import Cast
from tests.referring_in.test_asking import ANSWERS, ask, go_on, how_many, the_one
from tests.strict_client import StrictClient

DARK = "Some nights I want to die."
NUMBERS = ("tel:999", "tel:111", "tel:116123")


def says_whom_to_ring(page: str) -> bool:
    found = BeautifulSoup(page, "html.parser").select_one("section[aria-labelledby=help-said]")
    return found is not None and all(number in str(found) for number in NUMBERS)


class TestWordsOfDanger:
    def test_are_answered_on_the_next_question_with_the_numbers_before_anything_is_sent(
        self, client: StrictClient, cast: Cast
    ) -> None:
        page = client.get("/refer/me").get_data(as_text=True)
        for question in ("who", "reach"):
            page = go_on(client, page, **ANSWERS[question])

        page = go_on(client, page, needs="company", reason=DARK)

        assert says_whom_to_ring(page)
        assert "Nobody may read it straight away" in page
        assert how_many() == 0

    def test_make_it_urgent_when_it_is_sent_and_say_the_numbers_again(
        self, client: StrictClient, ben: StrictClient, cast: Cast
    ) -> None:
        page = ask(client, "me", help={"needs": "company", "reason": DARK})

        asked = the_one()
        assert says_whom_to_ring(page)
        assert asked.reference in page
        assert asked.is_urgent
        assert "Urgent" in ben.get(f"/referrals-in/{asked.id}").get_data(as_text=True)

    def test_of_a_carer_about_somebody_else_count_as_well(self, client: StrictClient, cast: Cast) -> None:
        why = {"basis": "best_interest", "best_interest": "She cannot decide any more."}

        ask(client, "carer", know={"should_know": "She wants to kill herself.", "risks": ""}, consent=why)

        assert the_one().is_urgent

    def test_that_are_ordinary_change_nothing(self, client: StrictClient, cast: Cast) -> None:
        page = ask(client, "me")

        assert not says_whom_to_ring(page)
        assert not the_one().is_urgent
