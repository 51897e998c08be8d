from datetime import date
from pathlib import Path

import pytest
from click import Command
from flask import Flask

from directory.commands import bank_holidays, term_dates
from directory.queries import special_days


class TestTheCommands:
    def run(self, app: Flask, command: Command, *words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(command, words)
        return done.exit_code, done.output

    def test_bring_in_bank_holidays_and_list_them(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "days.csv"
        file.write_text("day,name\n2090-06-05,Jubilee\n")

        assert self.run(app, bank_holidays, "import", str(file)) == (
            0,
            "1 bank holidays written, from 2090-06-05 to 2090-06-05.\n",
        )
        code, listed = self.run(app, bank_holidays, "list")

        assert code == 0
        assert "2090-06-05  Jubilee" in listed
        assert "2028-12-26  Boxing Day" in listed
        assert special_days().is_bank_holiday(date(2090, 12, 25))

    def test_bring_in_terms_in_place_of_those_of_their_time(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "terms.csv"
        for last_day in ("2026-10-23", "2026-10-16"):
            file.write_text(f"first_day,last_day,name\n2026-09-03,{last_day},Autumn term\n")
            assert self.run(app, term_dates, "import", str(file))[0] == 0

        assert self.run(app, term_dates, "list") == (0, "2026-09-03 to 2026-10-16  Autumn term\n")

    @pytest.mark.parametrize("command", [bank_holidays, term_dates])
    def test_write_nothing_of_a_file_that_is_not_right(self, app: Flask, tmp_path: Path, command: Command) -> None:
        file = tmp_path / "days.csv"
        file.write_text("day,name,first_day,last_day\n2090-06-05,Jubilee,2090-01-01,2090-02-01\nsoon,Easter,soon,later\n")

        code, said = self.run(app, command, "import", str(file))

        assert code == 1
        assert "days.csv line 3" in said
        assert date(2090, 6, 5) not in special_days().bank_holidays
        assert special_days().terms == ()
