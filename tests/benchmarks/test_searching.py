from pathlib import Path

from benchmarks.searching import measure


class TestMeasure:
    def test_times_every_way_of_finding_among_the_same_listings(self, tmp_path: Path) -> None:
        table, building, changed = measure(150, tmp_path, database_url=None, questions=3)

        others = ["tantivy, bare", "SQLite FTS5", "SQLite FTS5 + RapidFuzz"]
        assert {row[1] for row in table.rows} == {"ours, the whole search", "ours, the index alone", *others}
        assert table.rows[0][-1] == "100 %"
        assert [row[1] for row in building] == [
            "our index, read from the database",
            *(f"{name}, rows in hand" for name in others),
        ]
        assert changed == []  # measured among a hundred thousand only
