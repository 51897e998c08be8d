"""Two thousand listings with everything wrong: what goes out is right, and what stays in says which question to answer."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from directory.publishing.gate import catch_up, count_cleared, list_held_back
from directory.publishing.problems import MESSAGES, QUESTIONS
from tests.conftest import MORNING, needs
from tests.directory.publishing.nasty_listings import SECRET_POSTCODE, SECRET_STREET, make_nasty_listings
from tests.directory.publishing.schemas_of_others import UK, faults, our_judge, uk_judge
from tests.strict_client import StrictClient

COUNT = 2_000


def lines_of(client: StrictClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).splitlines()


@pytest.mark.parametrize("seed", [1])
def test_what_goes_out_is_valid_and_what_does_not_says_why(app: Flask, client: StrictClient, seed: int) -> None:
    make_nasty_listings(COUNT, seed=seed)

    catch_up(now=MORNING, patience=timedelta(hours=1))  # however busy the machine is
    held_back = list_held_back()
    services = lines_of(client, "/open-referral/services?format=ndjson&full=true&ended=true")
    places = lines_of(client, "/open-referral/service_at_locations?format=ndjson&full=true&ended=true")
    organizations = lines_of(client, "/open-referral/organizations?format=ndjson&full=true")

    assert len(services) + len(held_back) == COUNT
    assert len(services) > COUNT / 4
    assert len(held_back) > COUNT / 10
    assert all(problems for *_, problems in held_back)
    assert {problem.question for *_, problems in held_back for problem in problems} <= QUESTIONS.keys()
    assert {problem.name for *_, problems in held_back for problem in problems} == MESSAGES.keys()
    assert 0 < count_cleared() < len(services)  # what has ended is only in the larger of the two
    wrong = []
    for thing, lines in (("service", services), ("service_at_location", places), ("organization", organizations)):
        judges = [our_judge(thing), *([uk_judge(thing)] if UK.exists() else [])]
        wrong += [(line[:60], fault) for line in lines for judge in judges for fault in faults(judge, json.loads(line))]
    assert wrong == []
    everything = "\n".join((*services, *places, *organizations)).lower()
    assert "refuge" in everything
    for secret in (SECRET_STREET, SECRET_POSTCODE, SECRET_POSTCODE.replace(" ", ""), "checker@secret.example"):
        assert secret.lower() not in everything
    if not UK.exists():
        needs("the schemas of the UK profile (../shared/data)")
