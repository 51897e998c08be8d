"""The import contracts of pyproject.toml hold."""

import sys
from pathlib import Path
from subprocess import run

ROOT = Path(__file__).parent.parent


class TestArrows:
    def test_point_down_only(self) -> None:
        linter = Path(sys.executable).with_name("lint-imports")

        checked = run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

        assert checked.returncode == 0, checked.stdout
