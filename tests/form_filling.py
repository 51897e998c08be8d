"""Filling in one of several forms on a page, as a person would: what stands in the boxes goes along, unless typed over."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def fill(client: FlaskClient, address: str, *, to: str = "", follow: bool = False, **typed: str) -> TestResponse:
    """Open `address` and send the form in its main part; with `to`, the form whose address ends so."""
    form = _form_on(client, address, to)
    return client.post(str(form.get("action") or address), data=standing_in(form) | typed, follow_redirects=follow)


def filled_in(client: FlaskClient, address: str, *, to: str = "", **typed: str) -> dict[str, str]:
    """What `fill` would send, to be sent twice, or with something wrong in it."""
    return standing_in(_form_on(client, address, to)) | typed


def _form_on(client: FlaskClient, address: str, to: str) -> Tag:
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")
    main = page.find("main")
    assert isinstance(main, Tag), f"{address} has no main part"
    form = next((form for form in main.find_all("form") if str(form.get("action") or address).endswith(to)), None)
    assert isinstance(form, Tag), f"{address} has no form that goes to …{to}"
    return form


def standing_in(form: Tag) -> dict[str, str]:
    """What a form's boxes hold already."""
    values = {}
    for box in form.find_all(["input", "textarea", "select"]):
        if box.name == "select":
            chosen = box.find("option", selected=True) or box.find("option")
            values[str(box["name"])] = str(chosen["value"]) if isinstance(chosen, Tag) else ""
        elif box.name == "textarea":
            values[str(box["name"])] = box.get_text().removeprefix("\n")
        elif box.get("type") not in ("radio", "checkbox") or box.has_attr("checked"):
            values[str(box["name"])] = str(box.get("value", ""))
    return values
