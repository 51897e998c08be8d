"""For administrators: which listings are held back from the open feed, and what their editors should answer."""

from flask import Blueprint, render_template

from directory.publishing.gate import StillChecking, catch_up, count_cleared, list_held_back
from navigator.times import utc_now

blueprint = Blueprint("held_back", __name__, template_folder="templates")


@blueprint.get("/held-back")
def held_back() -> str:
    """Every listing that does not go out, and why."""
    left = 0
    try:
        catch_up(now=utc_now())
    except StillChecking as problem:
        left = problem.left
    return render_template("open_data/held_back.html", listings=list_held_back(), going_out=count_cleared(), left=left)
