"""The site's own style sheets, scripts and pictures: where they are, and how long browsers may keep them.

WhiteNoise answers for them before the application is asked, so they carry no cookie and go out compressed.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent.resolve() / "static"
A_YEAR = 31_536_000  # seconds: every address holds a hash of its content, so what it gives never changes


def init_app(app: Flask) -> None:
    """Let `app` serve the files that are there now; those built later need a restart."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the way Flask's own manual wraps an application
        app.wsgi_app,
        root=str(FOLDER),
        prefix="static/",
        max_age=A_YEAR,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )


def address(name: str) -> str:
    """Where a browser finds the static file `name`: "/static/built/site.css?v=0f3a…". Without the hash when it was not built."""
    path = FOLDER / name
    return f"/static/{name}?v={_hash_of(path, path.stat().st_mtime_ns)}" if path.is_file() else f"/static/{name}"


@cache
def _hash_of(path: Path, changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def _add_headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
