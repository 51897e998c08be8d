import re
import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from messaging import opt_outs, stop_links
from messaging.gateways import choosing
from messaging.models import OutgoingMessage, State
from navigator.config import Settings
from navigator.db import db
from tests.fake_provider import ACCOUNT, TOKEN, fake_provider
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan
from tests.strict_client import StrictClient


class TestLink:
    @pytest.mark.parametrize("number", range(20))
    def test_leads_to_its_message_only_with_our_key(self, number: int) -> None:
        message_id = uuid.uuid4()
        token = stop_links.path(message_id, key="ours").removeprefix("/stop/")

        assert stop_links.find_message_id(token, key="ours") == message_id
        assert stop_links.find_message_id(token, key="theirs") is None

    @pytest.mark.parametrize("token", ["", "a" * 33, "a" * 34, "a" * 35, "ł" * 34, "=" * 34, "../" * 10 + "etc/"])
    def test_of_nobodys_making_leads_nowhere(self, token: str) -> None:
        assert stop_links.find_message_id(token, key="ours") is None


class TestStopPage:
    @pytest.fixture
    def link(self, app: Flask, settings: Settings, now: datetime) -> str:
        """The link in a text that came from a name, sent as it really is."""
        with fake_provider() as provider:
            named = replace(
                settings,
                sms_gateway="twilio",
                twilio_account_sid=ACCOUNT,
                twilio_auth_token=TOKEN,
                twilio_from="CareNav",
                twilio_api_url=provider.url,
            )
            plan(now=now, locale="pl")
            deliver_all(choosing.from_settings(named), now)
            found = re.search(r"http://localhost(/stop/\S+)", provider.accepted[0].body)
        assert found
        return found[1]

    def test_stops_with_one_tap_and_not_by_looking(self, client: StrictClient, link: str, now: datetime) -> None:
        later = plan(now=now)
        assert 'lang="pl"' in client.get(link).text
        client.get(link)
        assert not opt_outs.is_stopped(MOBILE)

        page = client.submit(link)

        assert opt_outs.is_stopped(MOBILE)
        assert page.status_code == 200
        db.session.rollback()
        assert db.session.get_one(OutgoingMessage, later.id).state is State.CANCELLED

    def test_lets_nothing_go_afterwards(self, client: StrictClient, link: str, now: datetime) -> None:
        client.submit(link)
        gateway = RecordingGateway()
        plan(now=now)
        deliver_all(gateway, now)

        assert [parcel.body for parcel in gateway.taken if "STOP" not in parcel.body and "START" not in parcel.body] == []

    def test_starts_again(self, client: StrictClient, link: str) -> None:
        client.submit(link)
        client.submit(link)

        assert not opt_outs.is_stopped(MOBILE)

    def test_shows_no_more_than_the_end_of_the_number(self, client: StrictClient, link: str) -> None:
        page = client.get(link).text

        assert "123" in page
        assert "7700" not in page

    def test_does_not_work_with_a_link_of_somebodys_making(self, client: StrictClient, link: str) -> None:
        other = link[:-1] + ("a" if link[-1] != "a" else "b")

        assert client.get(other[:-4] + "aaaa").status_code == 404
        assert client.get("/stop/x").status_code == 404
