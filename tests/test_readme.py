"""The README lists every setting and every command there is, and no other."""

import dataclasses
import re
from pathlib import Path

import click

from navigator.cli import COMMANDS
from navigator.config import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECIDED_IN_CODE = {"staff_idle", "staff_longest"}  # not settings an operator has; see navigator/config.py


class TestReadme:
    def test_names_every_setting(self) -> None:
        named = set(re.findall(r"`NAVIGATOR_(\w+)`", README))
        for line in README.splitlines():
            if "`NAVIGATOR_TWILIO_ACCOUNT_SID`" in line:
                named |= {f"TWILIO{suffix}" for suffix in re.findall(r"`(_\w+)`", line)}

        settings = {field.name.upper() for field in dataclasses.fields(Settings) if field.name not in DECIDED_IN_CODE}

        assert settings - named == set()
        assert named - settings == set()

    def test_names_every_command(self) -> None:
        unnamed = []
        for command in COMMANDS:
            words = (
                [f"{command.name} {name}" for name in command.commands]
                if isinstance(command, click.Group) and command.name != "db"
                else [command.name]
            )
            unnamed += [word for word in words if not re.search(rf"`(navigator )?{re.escape(str(word))}[ `]", README)]

        assert unnamed == []

    def test_has_a_page_for_every_decision(self) -> None:
        linked = set(re.findall(r"\(docs/decisions/([\w-]+\.md)\)", README))

        assert linked == {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")}

    def test_draws_folders_that_exist(self) -> None:
        drawn = re.findall(r"^(?:├── |└── )?([a-z_]+/)\s", README.split("## The tree")[1].split("## The arrows")[0], re.M)
        here = {
            path.relative_to(ROOT).as_posix() + "/"
            for part in ("", "navigator", "directory", "messaging")
            for path in (ROOT / part).iterdir()
        }

        assert [name for name in drawn if not any(place.endswith(f"/{name}") or place == name for place in here)] == []
