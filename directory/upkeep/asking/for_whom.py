"""Whether it is made for people in a particular situation: carers, veterans, refugees. A tick each.

As long as nobody has ticked anything, the ticks stand where the listing's words, ages and kinds of help say it, and nothing is
written by leaving them so. What an editor ticks counts alone, in the filter of the search and in the open feed, where each
tick is an attribute with the link type "eligibility".
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, validates_schema
from sqlalchemy import select

from directory.circumstances import (
    ANYBODY,
    ELIGIBILITY,
    SORTS,
    TERM_PREFIX,
    codes_of,
    is_tick,
    names_of_circumstances,
    ticked_codes,
)
from directory.models import Attribute, Service, Taxonomy, TaxonomyTerm
from directory.upkeep.asking.question import Answer, Question, Reader, Writing
from navigator.forms import FormSchema, Several
from translations.locales import words as words_of

TAXONOMY = "Circumstances"
ENGLISH = names_of_circumstances(words_of("en"))  # as they stand in the data, whoever reads it
TERM_NAMES = {**ENGLISH, ANYBODY: "Anybody"}

# The ticks as somebody looks for them.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (lazy_gettext("Age and family"), ("older", "young", "parents", "pregnant", "carers", "bereaved")),
    (
        lazy_gettext("Health and disability"),
        (
            *("disabled", "learning-disability", "autism", "deaf", "blind", "dementia", "long-term-illness", "mental-health"),
            "addictions",
        ),
    ),
    (lazy_gettext("Home, work and money"), ("homeless", "unemployed", "debt", "low-income", "domestic-abuse")),
    (lazy_gettext("Who people are"), ("women", "men", "lgbt", "refugees", "veterans")),
)


class CircumstancesForm(FormSchema):
    """Any of the circumstances, or that it is for anybody."""

    made_for = Several(TERM_NAMES)

    @validates_schema(skip_on_field_errors=True)
    def one_or_the_other(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if ANYBODY in data["made_for"] and len(data["made_for"]) > 1:
            raise ValidationError(
                lazy_gettext("You ticked that it is for anybody, and somebody in particular. Which is right?"), "made_for"
            )


def _ticks(service: Service) -> list[Attribute]:
    return [a for a in service.attributes if is_tick(a.term.code, a.link_type)]


def _ticked(service: Service) -> set[str]:
    return ticked_codes(a.term.code for a in _ticks(service))


def _said(service: Service) -> list[str]:
    """What the listing says now: its ticks, or what is recognised in it."""
    others = [a for a in service.attributes if not is_tick(a.term.code, a.link_type)]
    found = _ticked(service) or codes_of(
        who_for=service.eligibility_description,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        kinds=[a.term.code for a in others if a.term.code],
        said=[(a.term.code, a.term.name) for a in others if a.link_type in SORTS],
    )
    return [code for code in TERM_NAMES if code in found]


def _read(service: Service) -> Answer:
    return {"made_for": _said(service)}


def _form(service: Service, answer: Answer) -> FormSchema:
    return CircumstancesForm()


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    wanted = [code for code in TERM_NAMES if code in data["made_for"]]
    if wanted == _said(service):
        return
    wanted = wanted or [ANYBODY]  # everything unticked: the words are not to be read otherwise
    there = {str(a.term.code): a for a in _ticks(service)}
    for term_code, attribute in there.items():
        if term_code not in {f"{TERM_PREFIX}{code}" for code in wanted}:
            service.attributes.remove(attribute)
    terms = _Terms(writing)
    for code in wanted:
        if f"{TERM_PREFIX}{code}" not in there:
            service.attributes.append(Attribute(term=terms[code], link_type=ELIGIBILITY, link_entity="service"))


class _Terms(dict[str, TaxonomyTerm]):
    """The term of each circumstance, by its code; made when nobody ticked it before."""

    def __init__(self, writing: Writing) -> None:
        found = writing.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code.startswith(TERM_PREFIX)))
        super().__init__({str(term.code).removeprefix(TERM_PREFIX): term for term in found})
        taxonomy = writing.session.scalars(select(Taxonomy).where(Taxonomy.name == TAXONOMY).limit(1)).first()
        self.taxonomy = taxonomy or Taxonomy(name=TAXONOMY, description="Whom a listing is made for.")

    def __missing__(self, code: str) -> TaxonomyTerm:
        name = TERM_NAMES[code]
        term = TaxonomyTerm(code=f"{TERM_PREFIX}{code}", name=name, description=f"For: {name}.", taxonomy=self.taxonomy)
        self[code] = term
        return term


def _lines(service: Service, reader: Reader) -> list[str]:
    words = words_of(reader.language)
    names = names_of_circumstances(words) | {ANYBODY: words.gettext("Anybody, whoever they are")}
    return [names[code] for code in _said(service)]


CIRCUMSTANCES = Question(
    name="circumstances",
    label=lazy_gettext("Made for"),
    title=lazy_gettext("Is it made for people in a particular situation?"),
    hint=lazy_gettext(
        "Tick only whom it was made for, not everybody who may come. "
        "Somebody who looks for “veterans” sees only what is ticked so."
    ),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
