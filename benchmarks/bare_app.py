"""What the service's pages are measured beside: a Flask application whose one page is so many constant letters."""

from flask import Flask


def create_app() -> Flask:
    app = Flask("bare")

    @app.get("/<int:length>")
    def constant(length: int) -> str:
        return "x" * length

    return app
