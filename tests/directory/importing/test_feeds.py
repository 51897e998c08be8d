"""Feeds fetched page by page from a publisher that stands on this machine."""

import gzip
import time
from collections.abc import Iterator
from typing import Any

import pytest

from directory.importing import sources
from directory.importing.fetching import Fetcher, is_private, list_addresses
from directory.importing.rows import SourceUnreadable
from tests.directory.importing.publisher import Packed, Publisher, names, service


class TestAFeed:
    @pytest.mark.parametrize("first", [1, 0])
    def test_of_version_1_is_fetched_to_its_last_page(self, publisher: Publisher, fetcher: Fetcher, first: int) -> None:
        def answer(query: dict[str, str]) -> tuple[int, Any]:
            number = int(query.get("page", first))
            content = [service(2 * (number - first) + 1), service(2 * (number - first) + 2)]
            return 200, {"totalPages": 3, "number": number, "content": content}

        publisher.answer = answer

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert names(reading) == [f"Listing {number}" for number in range(1, 7)]
        assert [query.get("page") for _, query in publisher.asked] == [None, str(first + 1), str(first + 2)]
        assert {query["per_page"] for _, query in publisher.asked} == {"2"}
        assert all(agent.startswith("CareNavigator") for agent, _ in publisher.asked)

    def test_of_the_standard_is_fetched_to_its_last_page(self, publisher: Publisher, fetcher: Fetcher) -> None:
        def answer(query: dict[str, str]) -> tuple[int, Any]:
            number = int(query.get("page", 1))
            return 200, {"total_pages": 2, "page_number": number, "contents": [service(number)]}

        publisher.answer = answer

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert names(reading) == ["Listing 1", "Listing 2"]

    def test_that_gives_the_same_page_again_is_left_there(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda _query: (200, {"totalPages": 900, "number": 1, "content": [service(1)]})

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert names(reading) == ["Listing 1"]
        assert len(publisher.asked) == 2
        assert reading.notes == ["Page 2 of services repeats an earlier one, so no further page was fetched."]

    def test_that_claims_too_many_pages_is_refused(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda _query: (200, {"totalPages": 10**9, "number": 1, "content": [service(1)]})

        with pytest.raises(SourceUnreadable, match="says it has 1000000000 pages; at most 5000 are fetched"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_that_falters_once_is_asked_again(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda _query: (503, b"") if len(publisher.asked) == 1 else (200, [service(1)])

        assert names(sources.read(publisher.address, fetcher=fetcher)) == ["Listing 1"]

    @pytest.mark.parametrize(
        ("status", "message"),
        [(404, "answered 404 Not Found"), (500, "answered 500 Internal Server Error"), (302, "redirects more than five times")],
    )
    def test_that_will_not_answer_says_why(self, publisher: Publisher, fetcher: Fetcher, status: int, message: str) -> None:
        publisher.answer = lambda _query: (status, b"")

        with pytest.raises(SourceUnreadable, match=message):
            sources.read(publisher.address, fetcher=fetcher)

    def test_that_breaks_off_halfway_brings_nothing(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda query: (
            (200, b'{"content": [') if "page" in query else (200, {"totalPages": 2, "number": 1, "content": [service(1)]})
        )

        with pytest.raises(SourceUnreadable, match="page=2 is not whole JSON"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_too_large_to_hold_is_refused(self, publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("directory.importing.fetching.LARGEST_BODY", 1 << 20)
        publisher.answer = lambda _query: (200, b"[" + b" " * (2 << 20))

        with pytest.raises(SourceUnreadable, match="is larger than 1 MB"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_too_large_with_all_its_pages_is_refused(
        self, publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("directory.importing.fetching.LARGEST_FEED", 1 << 20)
        publisher.answer = lambda query: (
            200,
            {
                "totalPages": 3,
                "number": int(query.get("page", 1)),
                "content": [service(len(publisher.asked))],
                "x": "x" * 600_000,
            },
        )

        with pytest.raises(SourceUnreadable, match="page=2, with the pages before it, is larger than 1 MB"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_that_drips_is_given_up(self, publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
        def drip() -> Iterator[bytes]:
            for _ in range(12):
                time.sleep(0.1)
                yield b" "

        monkeypatch.setattr("directory.importing.fetching.LONGEST", 0.2)
        monkeypatch.setattr("directory.importing.fetching.TRIES", 1)
        publisher.answer = lambda _query: (200, drip())

        with pytest.raises(SourceUnreadable, match="did not answer in time"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_on_the_internet_may_not_lead_into_our_network(self, publisher: Publisher) -> None:
        fetcher = Fetcher(
            allows_inside=True,
            pause=0,
            sleep=lambda _seconds: None,
            resolve=lambda host: ["127.0.0.1"] if host == "council.example" else [host],
            is_inside=lambda address: address != "127.0.0.1",
        )
        publisher.answer = lambda _query: (302, publisher.address.replace("127.0.0.1", "10.0.0.7").encode())

        with pytest.raises(SourceUnreadable, match="inside this network"):
            sources.read(publisher.address.replace("127.0.0.1", "council.example"), fetcher=fetcher)

        assert len(publisher.asked) == 1

    def test_is_asked_at_the_very_address_that_was_looked_at(self, publisher: Publisher) -> None:
        answers = iter([["127.0.0.1"], ["10.0.0.7"]])  # a name server that changes its mind between two questions
        fetcher = Fetcher(allows_inside=True, pause=0, resolve=lambda _host: next(answers))
        publisher.answer = lambda _query: (200, [service(1)])

        reading = sources.read(publisher.address.replace("127.0.0.1", "council.example"), fetcher=fetcher)

        assert names(reading) == ["Listing 1"]
        assert next(answers) == ["10.0.0.7"]  # it was not asked a second time

    def test_with_a_bomb_in_its_packing_is_refused(
        self, publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("directory.importing.fetching.LARGEST_BODY", 1 << 20)
        publisher.answer = lambda _query: (200, Packed(gzip.compress(b" " * (64 << 20)), "gzip"))

        with pytest.raises(SourceUnreadable, match="is larger than 1 MB"):
            sources.read(publisher.address, fetcher=fetcher)

    def test_packed_twice_is_not_unpacked(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda _query: (200, Packed(gzip.compress(gzip.compress(b" " * (64 << 20))), "gzip, gzip"))

        with pytest.raises(SourceUnreadable, match="is packed more than once"):
            sources.read(publisher.address, fetcher=fetcher)

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "council.example"])
    def test_within_our_network_is_refused_unless_it_is_allowed(self, publisher: Publisher, host: str) -> None:
        fetcher = Fetcher(
            pause=0,
            sleep=lambda _seconds: None,
            resolve=lambda asked: ["127.0.0.1"] if asked == "council.example" else list_addresses(asked),
        )
        publisher.answer = lambda _query: (200, [service(1)])

        with pytest.raises(SourceUnreadable, match="inside its own network: it is fetched only with --allow-private"):
            sources.read(publisher.address.replace("127.0.0.1", host), fetcher=fetcher)

        assert publisher.asked == []

    def test_with_one_address_outside_and_one_inside_is_refused(self, publisher: Publisher) -> None:
        fetcher = Fetcher(pause=0, sleep=lambda _seconds: None, resolve=lambda _host: ["93.184.215.14", "127.0.0.1"])

        with pytest.raises(SourceUnreadable, match="inside its own network"):
            sources.read(publisher.address.replace("127.0.0.1", "council.example"), fetcher=fetcher)

    def test_within_our_network_is_refused_to_the_command_until_it_says_so(self, run: Any, publisher: Publisher) -> None:
        publisher.answer = lambda _query: (200, [service(1)])

        refused, allowed = run("import", publisher.address), run("import", publisher.address, "--allow-private")

        assert (refused.exit_code, allowed.exit_code) == (1, 0)
        assert "inside its own network" in refused.stderr
        assert len(publisher.asked) == 1

    def test_within_our_network_may_lead_on_within_it(self, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = lambda query: (
            (200, [service(1)]) if "there" in query else (302, f"{publisher.address}&there=1".encode())
        )

        assert names(sources.read(publisher.address, fetcher=fetcher)) == ["Listing 1"]

    @pytest.mark.parametrize(
        ("address", "is_inside"),
        [
            ("127.0.0.1", True),
            ("10.1.2.3", True),
            ("169.254.169.254", True),
            ("::1", True),
            ("fe80::1%eth0", True),
            ("::ffff:127.0.0.1", True),
            ("64:ff9b::7f00:1", True),
            ("2002:7f00:1::", True),
            ("224.0.0.251", True),
            ("93.184.215.14", False),
            ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", False),
        ],
    )
    def test_knows_our_network_by_its_addresses(self, address: str, is_inside: bool) -> None:
        assert is_private(address) is is_inside

    def test_from_nobody_cannot_be_reached(self, fetcher: Fetcher) -> None:
        with pytest.raises(SourceUnreadable, match="cannot be reached"):
            sources.read("http://127.0.0.1:9/services", fetcher=fetcher)
