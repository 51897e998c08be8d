"""One question a page, whoever answers: what the pages of an editor's listing, of a new one and of an application share.

A `Desk` is the place where one edit is worked on: whose it is, where its pages stand, and what it is an edit of.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import abort, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time, get_locale, gettext

from directory.access_needs import names_of_access
from directory.circumstances import ANYBODY, names_of_circumstances
from directory.finding.public.listing_view import view_of
from directory.models import Service
from directory.needs import names_of_needs
from directory.queries import has_secret_place
from directory.upkeep import editors, edits
from directory.upkeep.asking import for_whom, help_given, languages_spoken, room_there, times_in_rows, where
from directory.upkeep.asking.question import MOST_ROWS, SPOKEN, Answer, Question, Reader, numbers_of_rows
from directory.upkeep.edit_moves import OPEN, EditCannotMove
from directory.upkeep.models import EditState, ListingEdit
from directory.upkeep.questions import QUESTIONS
from directory.upkeep.staging import AnswersWrong, Staged, edit_is_behind, staged
from navigator.db import begin_writing, db
from navigator.forms import Form, read
from navigator.times import LONDON, utc_now
from translations.locales import words

NAMES = tuple(QUESTIONS)
ROW_STEMS = {"where": "id", "times": "id", "cost": "id", "contact": "id"}  # the questions a row can be added to


@dataclass(frozen=True)
class Desk:
    """Where one edit is worked on. `find` reads the edit (one with nothing in it, when none was begun); `begin` begins it.

    `address` is what the pages' addresses begin with, `home` where "save and go back" leads.
    """

    address: str
    home: str
    home_words: str
    find: Callable[[], ListingEdit]
    begin: Callable[[], ListingEdit]

    def question(self, name: str) -> str:
        return f"{self.address}/questions/{name}"

    @property
    def review(self) -> str:
        return f"{self.address}/review"


def show_question(desk: Desk, name: str) -> ResponseReturnValue:
    """The question, as far as it was answered, or as the listing answers it now."""
    return _page(desk, _get_question(name), None)


def save_question(desk: Desk, name: str) -> ResponseReturnValue:
    """Keep what was typed, whatever it is; then say what is wrong, or go where the pressed button says."""
    question, now = _get_question(name), utc_now()
    then = request.form.get("then", "next")
    answer, form, heard = _read_typed(desk, question)
    if heard is not None and not then.startswith("remove_"):
        return _show_what_was_heard(desk, question, *heard)
    if then == "hear" and not answer.get(SPOKEN):
        form = form.with_error(SPOKEN, gettext("Write when it happens, then press “Read this”."))
    if then.startswith("remove_"):
        answer = {field: value for field, value in answer.items() if not field.endswith(f"_{then.removeprefix('remove_')}")}
    try:
        _keep(desk, question, answer)
    except EditCannotMove:
        return _decided_meanwhile(desk)
    if then == "add" or then.startswith("remove_"):
        more = "?more=yes#new" if then == "add" else ""
        return redirect(f"{desk.question(name)}{more}", 303)
    if not form.is_valid:
        return _page(desk, question, form), 422
    if then == "back":
        flash(_saved_words(now), "success")
        return redirect(desk.home, 303)
    following = NAMES.index(name) + 1
    return redirect(desk.question(NAMES[following]) if following < len(NAMES) else desk.review, 303)


def autosave(desk: Desk, name: str) -> ResponseReturnValue:
    """Keep what was typed so far. Answers `saved`, words to show, and the ids that new rows have got."""
    question, now = _get_question(name), utc_now()
    answer, _, _ = _read_typed(desk, question)
    try:
        kept = _keep(desk, question, answer)
    except EditCannotMove:
        db.session.rollback()
        return jsonify(saved=gettext("Not saved: somebody has decided about these changes meanwhile. Press Save to see.")), 409
    ids = {field: value for field, value in kept.items() if value and field.rpartition("_")[0] in ("id", "online_id")}
    return jsonify(saved=_saved_words(now), **ids)


def review(desk: Desk, status: int = 200, told: str = "") -> ResponseReturnValue:
    """What would change, before and after; and the button that sends it."""
    edit = desk.find()
    waiting = [other.editor.name for other in edits.list_others_waiting(edit) if other.editor]
    state, note, is_trusted = edit.state, edit.note, _is_trusted(edit)
    with _staged(edit) as result:
        page = render_template(
            "upkeep/review.html",
            desk=desk,
            state=state or EditState.DRAFT,
            is_open=state is None or state in OPEN,
            note=note,
            told=told,
            is_trusted=is_trusted,
            others_waiting=waiting,
            compared=result.compared,
            revision=result.revision,
            service=result.service,
            unanswered=_unanswered(result.service, _reader()) if edit_is_new(result) else [],
            states=EditState,
        )
    return page, status


def preview(desk: Desk) -> ResponseReturnValue:
    """The listing's public page as it would be. Nothing is written, and no search finds it."""
    with _staged(desk.find()) as result:
        view = view_of(result.service, near=None, now=utc_now(), language=_language())
        return render_template("upkeep/preview.html", desk=desk, view=view, back=desk.review)


def send(desk: Desk) -> ResponseReturnValue:
    """The editor is done."""
    seen = request.form.get("revision", "")
    edit = desk.begin()
    try:
        state = edits.send(edit=edit, seen_revision=int(seen) if seen.isascii() and seen.isdigit() else -1, now=utc_now())
    except edits.NothingToSend:
        db.session.rollback()
        flash(gettext("There is nothing to send: nothing was changed."), "warning")
        return redirect(desk.home, 303)
    except edits.ListingMoved:
        db.session.rollback()
        return review(desk, 409, gettext("The listing has changed since you looked. Here is what it says now."))
    except AnswersWrong as problem:
        db.session.rollback()
        first = next(name for name in NAMES if name in problem.forms)
        return _page(desk, QUESTIONS[first], problem.forms[first]), 422
    except EditCannotMove:
        return _decided_meanwhile(desk)
    db.session.commit()
    if state is EditState.PUBLISHED:
        flash(gettext("Thank you. Your changes are live now."), "success")
    else:
        flash(gettext("Thank you. Somebody will look at your changes, and we will write to you."), "success")
    return redirect(desk.home, 303)


def withdraw(desk: Desk) -> ResponseReturnValue:
    """Throw the changes away; the listing stays as it is."""
    try:
        edits.withdraw(edit=desk.begin(), now=utc_now())
    except EditCannotMove:
        return _decided_meanwhile(desk)
    db.session.commit()
    flash(gettext("Your changes are thrown away. The listing is as it was."), "success")
    return redirect(desk.home, 303)


def take_up_again(desk: Desk) -> ResponseReturnValue:
    """What was rejected can be changed, and sent again."""
    try:
        edits.take_up_again(edit=desk.find(), now=utc_now())
    except EditCannotMove:
        return _decided_meanwhile(desk)
    db.session.commit()
    return redirect(desk.review, 303)


def edit_is_new(result: Staged) -> bool:
    """Whether it is about a listing that is not there yet."""
    return result.revision == 0


def _get_question(name: str) -> Question:
    if name not in QUESTIONS:
        abort(404)
    return QUESTIONS[name]


Heard: TypeAlias = tuple[Answer, list[int]]


def _read_typed(desk: Desk, question: Question) -> tuple[Answer, Form, Heard | None]:
    """What was typed, as an answer, as the question's form reads it, and with what was said in words put into its fields."""
    with _staged(desk.find(), without=question.name) as result:
        schema = question.form(result.service, dict(request.form))
        form = read(schema, request.form)
        known = {name: value for name, value in form.values.items() if name in schema.fields}
        heard = question.hear(result.service, known)
    return known, Form(known, {name: said for name, said in form.errors.items() if name in schema.fields}, form.data), heard


def _show_what_was_heard(desk: Desk, question: Question, answer: Answer, rows: list[int]) -> ResponseReturnValue:
    """Keep what was understood as a draft, and show it before it counts."""
    try:
        _keep(desk, question, answer)
    except EditCannotMove:
        return _decided_meanwhile(desk)
    return redirect(f"{desk.question(question.name)}?heard={'-'.join(map(str, rows))}", 303)


def _keep(desk: Desk, question: Question, answer: Answer) -> Answer:
    begin_writing()
    edit = desk.begin()
    kept = edits.keep_answer(edit=edit, name=question.name, answer=answer, now=utc_now())
    db.session.commit()
    if edits.forget_secret_whereabouts(edit=edit, now=utc_now()):
        db.session.commit()
    return kept


def _page(desk: Desk, question: Question, form: Form | None) -> str:
    """The question's page; `form` when something typed is wrong."""
    edit = desk.find()
    kept, before = edit.answers.get(question.name), edit.before.get(question.name)
    with _staged(edit, without=question.name) as result:
        values = dict(form.values if form else kept if kept is not None else question.read(result.service))
        shown = form or Form(values)
        number = NAMES.index(question.name)
        return render_template(
            f"upkeep/questions/{question.name}.html",
            desk=desk,
            question=question,
            form=shown,
            service=result.service,
            number=number + 1,
            total=len(NAMES),
            previous=desk.question(NAMES[number - 1]) if number else desk.home,
            is_last=number + 1 == len(NAMES),
            now_says=result.lines_said if edit_is_behind(before, result.said) else None,
            rows=_rows(question, values),
            **_EXTRAS.get(question.name, _nothing)(result.service, values),
        )


def _rows(question: Question, values: Mapping[str, Any]) -> list[int]:
    """The rows to show: those there are, and an empty one when there are none or one was asked for."""
    stem = ROW_STEMS.get(question.name, "place")
    numbers = numbers_of_rows(values, stem)
    if question.name in ROW_STEMS and (not numbers or request.args.get("more")) and len(numbers) < MOST_ROWS:
        numbers.append(max(numbers, default=0) + 1)
    return numbers


def _nothing(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _for_help(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    needs = names_of_needs(words(_language()))
    return {
        "needs": list(needs.items()),
        "groups": [(heading, [(t.code, t.name, t.description) for t in terms]) for heading, terms in help_given.grouped_kinds()],
    }


def _for_where(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    online = numbers_of_rows(values, "online_id")
    return {
        "ways": list(where.WAYS.items()),
        "online_rows": [*online, max(online, default=0) + 1],
        "is_secret": has_secret_place(service),
        "unknown": where.unknown_postcodes(service, values),
    }


def _for_times(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    asked = re.findall(r"\d{1,2}", request.args.get("heard", "")[:80])
    heard = [int(number) for number in asked if int(number) in numbers_of_rows(values)]
    return {
        "places": list(times_in_rows.place_choices(service).items()),
        "kept": times_in_rows.kept_lines(service, _reader()),
        "days": times_in_rows.names_of_days(_language()),
        "may_be_fortnightly": any(values.get(f"which_{number}") == ["2"] for number in heard),
        "understood": times_in_rows.rows_in_words(values, heard, _reader()),
    }


def _for_access(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    places = where.physical(service)
    answered = {values.get(f"place_{n}"): n for n in numbers_of_rows(values, "place")}
    number, rows = max(answered.values(), default=0), []
    for place in places:
        if str(place.id) in answered:
            rows.append((answered[str(place.id)], str(place.id), where.name_of(place)))
        else:
            number += 1
            rows.append((number, str(place.id), where.name_of(place)))
    return {
        "place_rows": rows,
        "ticks": list(names_of_access(words(_language())).items()),
        "is_secret": has_secret_place(service),
    }


def _for_circumstances(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    names = names_of_circumstances(words(_language()))
    groups = [(heading, [(code, names[code]) for code in codes]) for heading, codes in for_whom.GROUPS]
    nobody_special = (gettext("Nobody in particular"), [(ANYBODY, gettext("Anybody, whoever they are"))])
    return {"groups": [*groups, nobody_special]}


def _for_languages(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"offered": languages_spoken.choices(_language())}


def _for_room(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"rooms": list(room_there.ROOMS.items()), "waits": list(room_there.WAITS.items()), "not_said": room_there.NOT_SAID}


_EXTRAS: dict[str, Callable[[Service, Mapping[str, Any]], dict[str, Any]]] = {
    "help": _for_help,
    "where": _for_where,
    "times": _for_times,
    "access": _for_access,
    "circumstances": _for_circumstances,
    "languages": _for_languages,
    "room": _for_room,
}


def _unanswered(service: Service, reader: Reader) -> list[Question]:
    return [question for question in QUESTIONS.values() if not question.lines(service, reader)]


def _is_trusted(edit: ListingEdit) -> bool:
    return edit.organization_id is not None and editors.is_trusted(edit.organization_id)


def _decided_meanwhile(desk: Desk) -> ResponseReturnValue:
    db.session.rollback()
    flash(gettext("Somebody has decided about these changes meanwhile. Here is what became of them."), "warning")
    return redirect(desk.review, 303)


def _staged(edit: ListingEdit, without: str | None = None) -> AbstractContextManager[Staged]:
    return staged(edit, now=utc_now(), reader=_reader(), without=without)


def _reader() -> Reader:
    return Reader(_language(), utc_now().astimezone(LONDON).date())


def _language() -> str:
    return str(get_locale() or "en")


def _saved_words(now: Any) -> str:
    return str(gettext("Saved %(time)s", time=format_time(now, "HH:mm")))
