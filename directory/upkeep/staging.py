"""A listing as it would be with an edit's answers: for pages that preview, compare or go on asking. Nothing of it is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from directory.models import Organization, Service, ServiceStatus
from directory.queries import get_service
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, says_the_same
from directory.upkeep.models import EditState, ListingEdit, ListingEditor
from directory.upkeep.questions import QUESTIONS
from directory.upkeep.word_changes import WordByWord, pair_up
from navigator.db import db, new_id
from navigator.forms import Form


class AnswersWrong(Exception):
    """Some answers do not make sense yet: `forms`, by the question, with what is wrong by the field."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        super().__init__(", ".join(forms))
        self.forms = forms


@dataclass(frozen=True)
class Compared:
    """One question of an edit: what the listing says now and would say, a fact a line."""

    question: Question
    before: list[str]
    after: list[str]
    is_wrong: bool = False  # the answer cannot be read yet; `after` is then what the listing says now
    changed_meanwhile: bool = False  # somebody else changed the listing since the editor answered

    @property
    def gone(self) -> list[str]:
        return [line for line in self.before if line not in self.after]

    @property
    def came(self) -> list[str]:
        return [line for line in self.after if line not in self.before]

    @cached_property
    def word_by_word(self) -> WordByWord:
        """What went and came, with the lines that became others compared word by word."""
        return pair_up(self.gone, self.came)


@dataclass
class Staged:
    """The listing with the answers in it; the forms of those that could not be read; and every answer compared.

    `said`, `lines_said`: what it says now to the question left out.
    """

    service: Service
    revision: int
    said: Answer = field(default_factory=dict)
    lines_said: list[str] = field(default_factory=list)
    wrong: dict[str, Form] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)


def published_of(edit: ListingEdit) -> Service:
    """The listing an edit is about as it stands, or for a new one a listing with nothing in it, that no session knows."""
    if edit.service_id is not None:
        return get_service(edit.service_id)
    owner = edit.organization
    if owner is not None:
        return blank_service(Organization(id=owner.id, name=owner.name, website=owner.website))
    application = edit.application
    return blank_service(
        Organization(
            name=application.organization_name if application else "", website=application.website if application else None
        )
    )


def blank_service(organization: Organization) -> Service:
    """A listing with nothing in it. It is not in the session until somebody adds it."""
    service = Service(id=new_id(), name="", description="", status=ServiceStatus.ACTIVE, revision=0)
    service.organization = organization
    return service


@contextmanager
def staged(edit: ListingEdit, *, now: datetime, reader: Reader | None = None, without: str | None = None) -> Iterator[Staged]:
    """Within it, the edit's listing with its answers (but the one to `without`). At its end all of it is forgotten.

    Ends the transaction, so objects read before are read again. With a `reader`, every answer is compared in their words.
    """
    answers = {name: answer for name, answer in edit.answers.items() if name in QUESTIONS and name != without}
    before = dict(edit.before)
    try:
        with db.session.no_autoflush:
            service = published_of(edit)
            was = {name: QUESTIONS[name].read(service) for name in answers}
            lines = {name: QUESTIONS[name].lines(service, reader) for name in answers} if reader else {}
            result = Staged(service, service.revision)
            if without is not None:
                result.said = QUESTIONS[without].read(service)
                result.lines_said = QUESTIONS[without].lines(service, reader) if reader else []
            result.wrong = _write(service, answers, Writing(db.session(), now))
            if reader:
                result.compared = [
                    Compared(
                        QUESTIONS[name],
                        lines[name],
                        QUESTIONS[name].lines(service, reader),
                        is_wrong=name in result.wrong,
                        changed_meanwhile=edit_is_behind(before.get(name), was[name]),
                    )
                    for name in QUESTIONS
                    if name in answers
                ]
            yield result
    finally:
        db.session.rollback()


def unbegun(*, service: Service, editor: ListingEditor) -> ListingEdit:
    """An edit with nothing in it, which no session knows: for looking at a listing's questions before anything is answered."""
    return ListingEdit(
        service_id=service.id,
        organization_id=service.organization_id,
        editor_id=editor.id,
        state=EditState.DRAFT,
        answers={},
        before={},
    )


def edit_is_behind(before: Answer | None, now: Answer) -> bool:
    """Whether the listing has changed since the editor answered."""
    return before is not None and not says_the_same(before, now)


def write_answers(service: Service, answers: Mapping[str, Any], writing: Writing) -> None:
    """Write the answers to the listing's rows. Raises `AnswersWrong` when any cannot be read; the caller rolls back."""
    wrong = _write(service, answers, writing)
    if wrong:
        raise AnswersWrong(wrong)


def _write(service: Service, answers: Mapping[str, Any], writing: Writing) -> dict[str, Form]:
    """In the questions' order, for places come before their times. An answer that says what is there already writes nothing."""
    wrong: dict[str, Form] = {}
    for name, question in QUESTIONS.items():
        if name not in answers or says_the_same(answers[name], question.read(service)):
            continue
        form = question.check(service, answers[name])
        if form.is_valid:
            question.write(service, form.data, writing)
        else:
            wrong[name] = form
    return wrong
