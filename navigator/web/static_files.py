"""The addresses of the site's own style sheets, scripts and pictures, kept by browsers for as long as they do not change."""

from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent.resolve() / "static"
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"


@cache
def _hash_of(path: Path, changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def fingerprint(name: str) -> str | None:
    """A short hash of the content of the static file `name`; None when there is no such file (it was not built)."""
    path = (FOLDER / name).resolve()
    if not path.is_relative_to(FOLDER) or not path.is_file():
        return None
    return _hash_of(path, path.stat().st_mtime_ns)


def address(name: str) -> str:
    """Where a browser finds the static file `name`: "/static/built/site.css?v=0f3a…". Without the hash when it was not built."""
    mark = fingerprint(name)
    return f"/static/{name}?v={mark}" if mark else f"/static/{name}"
