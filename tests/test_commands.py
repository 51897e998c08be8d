"""The `navigator` command as somebody at a keyboard meets it: what went wrong is one plain line, and the exit code says so."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from messaging.commands import push
from messaging.gateways.push import public_key
from navigator.config import PUSH_KEY

ENOUGH = {"NAVIGATOR_SECRET_KEY": "x" * 40, "NAVIGATOR_PUBLIC_URL": "http://127.0.0.1:8000"}


def navigator(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NAVIGATOR_")}
    environment = inherited | {"NAVIGATOR_DATA_DIR": str(folder)} | settings
    return subprocess.run(
        [sys.executable, "-m", "navigator", *words], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


class TestACommandThatCannotBeDone:
    @pytest.mark.parametrize(
        ("words", "settings", "said"),
        [
            (["serve"], {}, "NAVIGATOR_SECRET_KEY is missing"),
            (["serve", "--port", "99999999"], ENOUGH, "99999999 is not in the range"),
            (["worker"], {"NAVIGATOR_SMS_GATEWAY": "twilio"}, "NAVIGATOR_TWILIO_AUTH_TOKEN is missing"),
            (["db", "upgrade"], {"NAVIGATOR_DATABASE_URL": "foo"}, "NAVIGATOR_DATABASE_URL must begin with"),
            (["users", "list"], {"NAVIGATOR_DATA_DIR": "/proc/nowhere"}, "cannot be made"),
            (["users", "list"], {}, "run `navigator db upgrade`"),
            (["services", "import", "nowhere"], {}, "nowhere"),
            (["thesaurus"], {}, "--help"),
            (["sing"], {}, "No such command 'sing'"),
        ],
    )
    def test_says_why_in_one_line(self, tmp_path: Path, words: list[str], settings: dict[str, str], said: str) -> None:
        done = navigator(tmp_path, *words, **settings)

        assert done.returncode != 0
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr

    def test_says_that_a_port_is_taken(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])

            done = navigator(tmp_path, "serve", "--port", port, **ENOUGH)

        assert done.returncode != 0
        assert f"port {port} cannot be used" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


class TestACommand:
    @pytest.mark.parametrize("words", [[], ["services", "import"], ["users", "add"], ["worker"], ["places", "import"]])
    def test_explains_itself(self, tmp_path: Path, words: list[str]) -> None:
        done = navigator(tmp_path, *words, "--help")

        assert done.returncode == 0
        assert "Usage: " in done.stdout

    def test_with_nothing_to_do_is_soon_done(self, tmp_path: Path) -> None:
        assert navigator(tmp_path, "db", "upgrade").returncode == 0

        done = navigator(tmp_path, "worker", "--until-idle")

        assert done.returncode == 0
        assert "nothing more is due" in done.stdout


class TestPushKeys:
    def test_are_made_as_the_setting_takes_them(self, app: Flask) -> None:
        made = app.test_cli_runner().invoke(push, ["keys"])

        key = made.stdout.strip().removeprefix("NAVIGATOR_PUSH_KEY=")
        assert PUSH_KEY.fullmatch(key)
        assert len(public_key(key)) == 87
