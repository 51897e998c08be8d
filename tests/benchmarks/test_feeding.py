from benchmarks import feeding


class TestTheBenchmarkOfTheFeed:
    def test_asks_for_pages_of_fifty_and_says_what_each_way_took(self) -> None:
        pages, looking = feeding.run(short=True)

        assert {row[1] for row in pages.rows} >= {"ours, whole listings", "the same documents in hand, orjson"}
        assert all(row[0] in ("SQLite", "PostgreSQL") for row in looking.rows)
