"""What people type, put to the demonstration directory: the first results are of the right kind."""

import csv
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

from flask import Flask

from directory.commands import services
from directory.finding.index.on_disk import listing_index
from directory.finding.results.search import Wanted, search

SEED = Path(__file__).parents[4] / "seed_services"
LAY_WORDS = {
    "i look after my mum": "carers-support",
    "black mold": "damp",
    "heating": "energy-advice",
    "cant pay bills": "debt-advice energy-advice",
    "can't pay my bills": "debt-advice energy-advice",
    "hungry": "food-bank community-fridge",
    "jedzenie": "food-bank",
    "bieda": "food-bank grants",
    "کھانا": "food-bank lunch-club",
    "hoover broken": "repair",
    "my house is freezing": "energy-advice",
    "i am behind with the rent": "housing-advice",
    "i have no one to talk to": "befriending talking-group",
    "my washing machine is broken": "repair",
    "i keep falling over": "strength-and-balance",
    "i am going blind": "sight-loss",
    "my wife died last month": "bereavement",
    "i want to learn english": "learning",
    "nowhere to sleep tonight": "homelessness",
    "nie mam z kim porozmawiać": "befriending",
    "nie mam na rachunki": "energy-advice debt-advice",
    "opiekuję się mamą": "carers-support",
    "grzyb w łazience": "damp",
    "mój mąż zmarł": "bereavement",
    "میں اکیلی ہوں": "befriending",
    "بل نہیں دے سکتی": "energy-advice debt-advice",
    "امی کی دیکھ بھال": "carers-support",
    "مجھے نوکری چاہیے": "employment",
    "kill myself": "helpline crisis-cafe",
    "chest pain": "helpline",
}


def test_lay_words_find_the_right_kind_of_help_first(app: Flask, now: datetime) -> None:
    app.test_cli_runner().invoke(services, ["import", str(SEED)])
    wrong = {}
    for typed, right in LAY_WORDS.items():
        found = search(Wanted(words=typed, per_page=2), index=listing_index(app, now=now), now=now, language="en")
        first = [{code for code, _ in result.service.terms} for result in found.results]
        if not first or not all(codes & set(right.split()) for codes in first):
            wrong[typed] = [result.service.name for result in found.results]

    assert wrong == {}


def test_the_thesaurus_is_counted_in_its_readme() -> None:
    with (SEED / "thesaurus.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = re.search(
        r"`thesaurus\.csv` \| (\d+) .* (\d+) groups .* (\d+) words .*\((\d+) English, (\d+) Polish, (\d+) Urdu",
        (SEED / "README.md").read_text(),
    )
    words: Counter[str] = Counter()
    for row in rows:
        words[row["language"]] += len(row["words"].split("|"))

    assert said
    assert list(map(int, said.groups())) == [
        len(rows),
        len({row["idea"] for row in rows}),
        words.total(),
        *(words[language] for language in ("en", "pl", "ur")),
    ]
