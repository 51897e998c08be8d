"""When something goes wrong, for people and for programs: what happened, what was kept, what to do."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Teach `app` to fail kindly."""
