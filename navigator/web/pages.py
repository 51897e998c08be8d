"""Pages that belong to no feature: help now."""

from flask import Blueprint, render_template

blueprint = Blueprint("site", __name__, template_folder="templates")


@blueprint.get("/help-now")
def help_now() -> str:
    """Whom to ring when it cannot wait. It needs no database, so that it stands when little else does."""
    return render_template("site/help_now.html")
