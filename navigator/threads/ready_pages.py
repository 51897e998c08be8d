"""The locality's ready answers: all of them, a new one, changing one."""

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from navigator.db import db
from navigator.forms import Form, blank, read
from navigator.people.models import Role, Staff
from navigator.people.staff_sessions import current_staff
from navigator.threads import ready
from navigator.threads.models import ReadyAnswer
from navigator.threads.schemas import ReadyForm
from navigator.times import utc_now
from translations.locales import LANGUAGES


def ready_answers() -> ResponseReturnValue:
    """Every answer that is kept ready: the locality's own, and the service's."""
    locale = str(get_locale())
    own = ready.list_own()
    return render_template(
        "threads/ready_answers.html",
        own=own,
        ours=[one for one in ready.list_ready((locale,)) if one.key in ready.OURS],
        locale=locale,
        named={code: spoken.own_name for code, spoken in LANGUAGES.items()},
        may_write=_may_write(current_staff()),
    )


def ready_answer(answer_id: uuid.UUID | None = None) -> ResponseReturnValue:
    """A new ready answer, or one to change."""
    staff, now = current_staff(), utc_now()
    if not _may_write(staff):
        abort(403)
    answer = ready.find_own(answer_id) if answer_id else None
    if answer_id and answer is None:
        abort(404)
    if request.method == "GET":
        return _show(_as_form(answer), answer)
    if answer is not None and request.form.get("then") == "withdraw":
        ready.withdraw(answer=answer, staff=staff, now=now)
        db.session.commit()
        flash(gettext("Nobody is offered it any more."), "success")
        return redirect(url_for("threads.ready_answers"), 303)
    form = _check(read(ReadyForm(), request.form))
    if form.is_valid:
        try:
            ready.save(answer=answer, title=form.data["title"], words=_words(form.data), staff=staff, now=now)
        except ready.TitleTaken:
            form = form.with_error("title", gettext("There is an answer of this title already."))
    if not form.is_valid:
        db.session.rollback()
        return _show(form, ready.find_own(answer_id) if answer_id else None), 422
    db.session.commit()
    flash(gettext("Saved. It stands by the box where you answer."), "success")
    return redirect(url_for("threads.ready_answers"), 303)


def _check(form: Form) -> Form:
    if not form.is_valid:
        return form
    words = _words(form.data)
    if not words:
        return form.with_error("words_en", gettext("Write it in one language at least."))
    for code, said in words.items():
        if wrong := ready.list_wrong_holes(said):
            known = " ".join(f"{{{name}}}" for name in ready.PLACEHOLDERS)
            message = gettext("We cannot fill in %(wrong)s. What we can: %(known)s", wrong=" ".join(wrong), known=known)
            form = form.with_error(f"words_{code}", message)
    return form


def _words(data: Any) -> dict[str, str]:
    return {code: data[f"words_{code}"] for code in LANGUAGES if data[f"words_{code}"]}


def _as_form(answer: ReadyAnswer | None) -> Form:
    if answer is None:
        return blank()
    return blank(title=answer.title, **{f"words_{code}": said for code, said in answer.words.items()})


def _may_write(staff: Staff) -> bool:
    return staff.role in (Role.NAVIGATOR, Role.TEAM_LEAD)


def _show(form: Form, answer: ReadyAnswer | None) -> str:
    return render_template(
        "threads/ready_answer.html", form=form, answer=answer, languages_to_write=LANGUAGES, placeholders=ready.PLACEHOLDERS
    )
