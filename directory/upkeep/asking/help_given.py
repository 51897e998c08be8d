"""Which needs it helps with, and what kind of help it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext

from directory.models import Attribute, Service, TaxonomyTerm
from directory.needs import names_of_needs
from directory.queries import list_terms
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, form_of
from navigator.forms import FormSchema, Several
from translations.locales import words as words_of

KINDS_OF_HELP = "Kinds of help"  # the taxonomy's name
LINKS = {"needs": "need", "kinds": "kind"}  # the field, and what its attributes are linked as

# The kinds of help as an editor looks for them. A kind that a locality added itself comes last, under "Other".
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        lazy_gettext("Meeting people"),
        ("befriending", "social-cafe", "warm-space", "games", "talking-group", "peer-support", "mens-shed", "lgbtq", "veterans"),
    ),
    (
        lazy_gettext("Food"),
        ("lunch-club", "meals-at-home", "food-bank", "community-fridge", "cooking", "shopping"),
    ),
    (
        lazy_gettext("Moving and being outdoors"),
        (
            *("walking-group", "strength-and-balance", "sport", "leisure-centre", "swimming", "sea-swimming", "gardening"),
            *("nature", "pets"),
        ),
    ),
    (lazy_gettext("Making and learning"), ("arts", "crafts", "music", "reading", "library", "learning", "digital-skills")),
    (lazy_gettext("Work and giving time"), ("employment", "volunteering")),
    (
        lazy_gettext("Money, rights and things for the home"),
        (
            *("debt-advice", "benefits-advice", "savings", "grants", "legal-advice", "energy-advice", "furniture", "clothing"),
            *("repair", "advocacy", "interpreting"),
        ),
    ),
    (
        lazy_gettext("Home and getting about"),
        (
            *("transport", "home-safety", "handyperson", "home-from-hospital", "equipment", "housing-advice", "damp"),
            *("homelessness", "care-assessment"),
        ),
    ),
    (lazy_gettext("Carers and loss"), ("carers-support", "sitting-service", "young-carers", "bereavement", "memory-cafe")),
    (lazy_gettext("Families and young people"), ("parent-and-toddler", "family-support", "young-people")),
    (lazy_gettext("Faith, language and culture"), ("faith-group", "language-culture")),
    (
        lazy_gettext("Living with a condition"),
        (
            *("breathing-group", "stroke-group", "diabetes-group", "heart-group", "parkinsons-group", "sight-loss"),
            *("hearing-loss", "learning-disability", "neurodiversity", "self-management", "stop-smoking", "weight-management"),
        ),
    ),
    (
        lazy_gettext("Worry and staying safe"),
        ("talking-therapy", "crisis-cafe", "substance-use", "domestic-abuse", "refuge", "helpline"),
    ),
)


def list_kinds() -> Sequence[TaxonomyTerm]:
    """The kinds of help a listing can be, by name."""
    return [term for term in list_terms() if term.taxonomy and term.taxonomy.name == KINDS_OF_HELP]


def grouped_kinds() -> list[tuple[str, list[TaxonomyTerm]]]:
    """The kinds of help in the groups they are looked for in, those that no group names under "Other"; no group is empty."""
    kinds = {str(term.code): term for term in list_kinds()}
    groups = [(str(heading), [kinds.pop(code) for code in codes if code in kinds]) for heading, codes in GROUPS]
    return [(heading, terms) for heading, terms in [*groups, (gettext("Other"), list(kinds.values()))] if terms]


def _ours() -> dict[str, dict[str, TaxonomyTerm]]:
    """The terms that each field offers, by code."""
    terms = list_terms()
    needs = names_of_needs(words_of("en"))
    return {
        "needs": {str(term.code): term for term in terms if term.code in needs},
        "kinds": {str(t.code): t for t in terms if t.taxonomy and t.taxonomy.name == KINDS_OF_HELP},
    }


def _read(service: Service) -> Answer:
    return {
        name: list(dict.fromkeys(str(a.term.code) for a in service.attributes if a.link_type == link and a.term.code in codes))
        for (name, link), codes in zip(LINKS.items(), _ours().values(), strict=True)
    }


def _form(service: Service, answer: Answer) -> FormSchema:
    ours = _ours()
    return form_of(needs=Several(tuple(ours["needs"])), kinds=Several(tuple(ours["kinds"])))


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    for (name, link), terms in zip(LINKS.items(), _ours().values(), strict=True):
        there = {str(a.term.code): a for a in service.attributes if a.link_type == link and a.term.code in terms}
        for attribute in [a for a in service.attributes if a.link_type == link and a.term.code in terms]:
            if attribute.term.code not in data[name]:
                service.attributes.remove(attribute)
        for code in data[name]:
            if code not in there:
                service.attributes.append(Attribute(term=terms[code], link_type=link, link_entity="service"))


def _lines(service: Service, reader: Reader) -> list[str]:
    needs = names_of_needs(words_of(reader.language))
    told = [
        (a.link_type or "", needs.get(str(a.term.code), a.term.name)) for a in service.attributes if a.link_type in LINKS.values()
    ]
    return [name for _, name in sorted(set(told), key=lambda pair: (pair[0] != "need", pair[1]))]


HELP = Question(
    name="help",
    label=lazy_gettext("What it helps with"),
    title=lazy_gettext("What does it help with?"),
    hint=lazy_gettext("People find you by this. Tick what you really do; three or four well chosen ones find more than ten."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
