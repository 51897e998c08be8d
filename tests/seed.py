"""The demonstration's listings, for tests that need real ones but search for nothing in people's words."""

import shutil
from pathlib import Path

from flask import Flask

from directory.commands import services
from navigator.demo import SEED


def bring_in_the_listings(app: Flask, folder: Path) -> None:
    """Import the seed but for its thesaurus, which takes longer than all listings. `folder` is an empty one to write to."""
    listings = folder / "seed_services"
    shutil.copytree(SEED, listings, ignore=shutil.ignore_patterns("thesaurus.csv"))
    brought_in = app.test_cli_runner().invoke(services, ["import", str(listings), "--strict"])
    assert brought_in.exit_code == 0, brought_in.output
