"""What pyproject.toml installs is what there is."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


class TestPackages:
    def test_named_in_pyproject_are_the_folders_that_hold_one(self) -> None:
        setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]

        assert setuptools["packages"] == sorted(
            ".".join(found.parent.relative_to(ROOT).parts)
            for product in ("directory", "messaging", "navigator", "translations")
            for found in (ROOT / product).rglob("__init__.py")
        )
