import pytest
from bs4 import BeautifulSoup
from sqlalchemy.exc import OperationalError

from tests.cast import PASSWORD, Cast
from tests.strict_client import StrictClient


class TestHelpNow:
    def test_gives_numbers_that_can_be_pressed(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/help-now").get_data(as_text=True), "html.parser")

        assert [a["href"] for a in page.select("main a")] == ["tel:999", "tel:111", "tel:116123", "sms:85258?body=SHOUT"]

    def test_does_not_pretend_that_we_are_an_emergency_service(self, client: StrictClient) -> None:
        assert "We are not an emergency service" in client.get("/help-now").get_data(as_text=True)

    def test_stands_when_the_database_does_not_even_for_staff(
        self, client: StrictClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.submit("/sign-in", email=cast.ben.email, password=PASSWORD, follow=False)

        def away(*_: object, **__: object) -> None:
            raise OperationalError("SELECT", {}, Exception("no route to host"))

        monkeypatch.setattr("navigator.db.db.session.get", away)

        assert client.get("/help-now").status_code == 200
