"""What machines ask: is the process up, is the service ready, how is it doing; and the static files."""

from flask import Blueprint, Response, request, send_from_directory

from navigator.web import static_files

blueprint = Blueprint("machine", __name__, template_folder="templates")


@blueprint.get("/static/<path:name>")
def static(name: str) -> Response:
    """A style sheet, script or picture; for ever when the address holds its hash."""
    response = send_from_directory(static_files.FOLDER, name)
    is_this_version = request.args.get("v") == static_files.fingerprint(name)
    response.headers["Cache-Control"] = static_files.FOREVER if is_this_version else static_files.BRIEFLY
    return response
