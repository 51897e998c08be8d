"""The service on a home screen: its name, its icons and where it begins (a web app manifest). iPhones show notifications only
of what stands there.
"""

import json

from flask import Blueprint, Response, abort
from flask_babel import force_locale, gettext

from navigator.web import static_files
from translations.locales import LANGUAGES

blueprint = Blueprint("installing", __name__)

BEGINS = "/my"
GREEN, WHITE = "#0b5560", "#ffffff"


@blueprint.get("/<code>.webmanifest")
def manifest(code: str) -> Response:
    """Browsers ask for it without a cookie, so its address says the language. In each it is the same app (`id`)."""
    if code not in LANGUAGES:
        abort(404)
    with force_locale(code):
        says = {
            "name": gettext("Care Navigator"),
            "short_name": gettext("My plan"),
            "description": gettext("My plan: what happens next, and whom to ask."),
        }
    about = {
        **says,
        "id": BEGINS,
        "start_url": BEGINS,
        "scope": "/",
        "display": "standalone",
        "lang": code,
        "dir": LANGUAGES[code].direction,
        "theme_color": GREEN,
        "background_color": WHITE,
        "icons": [
            {"src": static_files.address("built/icons/192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static_files.address("built/icons/512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static_files.address("built/icons/full-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(json.dumps(about, ensure_ascii=False), mimetype="application/manifest+json", headers=headers)
