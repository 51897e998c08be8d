"""Keys for the API: never more than their holder, seldom enough, and the same call twice is one call."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people import repeats
from navigator.people.models import ApiToken, Person, RepeatedCall, Role, Staff
from navigator.people.staff_operations import make_token
from navigator.people.token_scopes import MAY_HOLD, ScopeNotAllowed, TokenScope
from tests.cast import Cast, make_staff
from tests.people.test_api import DOROTA
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


def key_of(staff: Staff, *scopes: TokenScope) -> dict[str, str]:
    token = make_token(staff_id=staff.id, label="test", scopes=scopes or None, now=datetime.now(UTC))
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def ada(cast: Cast, now: datetime) -> Staff:
    return make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)


class TestScopes:
    def test_are_listed_for_every_role(self) -> None:
        assert set(MAY_HOLD) == set(Role)

    def test_let_a_key_do_only_what_it_was_made_for(self, client: StrictClient, cast: Cast) -> None:
        reads = key_of(cast.ben, TokenScope.PEOPLE_READ)

        looked = client.get("/api/v1/people", headers=reads)
        added = client.post("/api/v1/people", json=DOROTA, headers=reads)

        assert looked.status_code == 200
        assert added.status_code == 403
        assert added.get_json()["errors"] == {"scope": ["people:write"]}

    def test_are_never_more_than_the_role_allows(self, cast: Cast, ada: Staff) -> None:
        with pytest.raises(ScopeNotAllowed):
            make_token(staff_id=cast.ben.id, label="test", scopes=[TokenScope.WEBHOOKS], now=datetime.now(UTC))
        with pytest.raises(ScopeNotAllowed):
            make_token(staff_id=ada.id, label="test", scopes=[TokenScope.PEOPLE_READ], now=datetime.now(UTC))

    def test_shrink_with_the_role_of_their_holder(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        db.session.execute(update(Staff).where(Staff.id == cast.ben.id).values(role=Role.ADMINISTRATOR))
        db.session.commit()

        assert client.get("/api/v1/people", headers=bens).status_code == 403

    def test_are_named_by_every_operation_of_the_document(self, client: StrictClient) -> None:
        document = client.get("/api/v1/openapi.json").get_json()

        guarded = [
            operation
            for path, operations in document["paths"].items()
            if not path.startswith("/api/v1/services")
            for method, operation in operations.items()
            if method != "parameters"
        ]
        assert guarded
        assert {operation.get("x-scope") for operation in guarded} <= {scope.value for scope in TokenScope}


class TestCallingTooOften:
    def test_is_told_when_to_call_again_and_another_key_still_works(self, app: Flask, client: StrictClient, cast: Cast) -> None:
        bens, caryss = key_of(cast.ben), key_of(cast.carys)
        settings = app.extensions["settings"]
        app.extensions["settings"] = type(settings)(**{**settings.__dict__, "api_calls_a_minute": 2})
        try:
            answers = [client.get("/api/v1/people", headers=bens) for _ in range(3)]
            other = client.get("/api/v1/people", headers=caryss)
        finally:
            app.extensions["settings"] = settings

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 1 <= int(answers[2].headers["Retry-After"]) <= 61
        assert set(answers[2].get_json()) == {"code", "status", "message", "errors"}
        assert other.status_code == 200

    def test_is_forgotten_after_its_minute(self, app: Flask, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
        db.session.execute(update(ApiToken).values(window_began_at=an_hour_ago, window_calls=10_000))
        db.session.commit()

        answer = client.get("/api/v1/people", headers=bens)

        token = db.session.scalars(select(ApiToken)).one()
        db.session.refresh(token)
        assert answer.status_code == 200
        assert token.window_calls == 1
        assert token.last_used_at is not None


class TestTheSameCallAgain:
    def test_is_done_once_and_answered_alike(self, client: StrictClient, cast: Cast) -> None:
        headers = key_of(cast.ben) | {"Idempotency-Key": "dorota-2026-11-23"}

        first = client.post("/api/v1/people", json=DOROTA, headers=headers)
        second = client.post("/api/v1/people", json=DOROTA, headers=headers)

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.get_json() == second.get_json()
        assert second.headers["Idempotent-Replayed"] == "true"
        assert db.session.scalar(select(func.count()).select_from(Person).where(Person.given_name == "Dorota")) == 1

    def test_with_other_words_under_its_key_is_refused(self, client: StrictClient, cast: Cast) -> None:
        headers = key_of(cast.ben) | {"Idempotency-Key": "dorota-2026-11-23"}
        client.post("/api/v1/people", json=DOROTA, headers=headers)

        answer = client.post("/api/v1/people", json=DOROTA | {"family_name": "Nowacka"}, headers=headers)

        assert answer.status_code == 409

    def test_may_be_put_right_after_it_failed(self, client: StrictClient, cast: Cast) -> None:
        headers = key_of(cast.ben) | {"Idempotency-Key": "dorota-2026-11-23"}

        wrong = client.post("/api/v1/people", json=DOROTA | {"birth_date": "x"}, headers=headers)
        right = client.post("/api/v1/people", json=DOROTA, headers=headers)

        assert (wrong.status_code, right.status_code) == (422, 201)

    def test_by_another_key_holder_is_another_call(self, client: StrictClient, cast: Cast) -> None:
        again: dict[str, Any] = {"Idempotency-Key": "the very same key"}
        client.post("/api/v1/people", json=DOROTA, headers=key_of(cast.ben) | again)

        other = client.post("/api/v1/people", json=DOROTA | {"confirmed_not_duplicate": True}, headers=key_of(cast.carys) | again)

        assert "Idempotent-Replayed" not in other.headers
        assert other.status_code == 201

    @pytest.mark.parametrize("key", ["short", "x" * 65])
    def test_needs_a_sensible_key(self, client: StrictClient, cast: Cast, key: str) -> None:
        answer = client.post("/api/v1/people", json=DOROTA, headers=key_of(cast.ben) | {"Idempotency-Key": key})

        assert answer.status_code == 422

    def test_is_forgotten_after_a_day(self, client: StrictClient, cast: Cast) -> None:
        client.post("/api/v1/people", json=DOROTA, headers=key_of(cast.ben) | {"Idempotency-Key": "dorota-2026-11-23"})

        repeats.tidy(now=datetime.now(UTC) + timedelta(days=2))

        assert db.session.scalar(select(func.count()).select_from(RepeatedCall)) == 0


class TestThePageOfKeys:
    def test_shows_a_new_key_once_and_it_works(self, app: Flask, client: StrictClient, cast: Cast) -> None:
        browser = browser_of_staff(app, cast.ben)

        made = press(browser, "/tokens", on="/tokens", label="Practice system", scopes=["people:read"], days="30")
        later = browser.get("/tokens")

        token = made.text.split("cn_")[1].split("<")[0]
        assert client.get("/api/v1/people", headers={"Authorization": f"Bearer cn_{token}"}).status_code == 200
        assert "cn_" not in later.text
        assert "Practice system" in later.text

    def test_offers_no_more_than_the_role_allows(self, app: Flask, cast: Cast) -> None:
        browser = browser_of_staff(app, cast.ben)

        page = browser.get("/tokens")
        refused = press(browser, "/tokens", on="/tokens", label="Hooks", scopes=["webhooks"], days="30")

        assert 'value="webhooks"' not in page.text
        assert refused.status_code == 422
        assert "Hooks" in refused.text
        assert db.session.scalar(select(func.count()).select_from(ApiToken)) == 0

    def test_ends_ones_own_key_and_nobody_elses(self, app: Flask, client: StrictClient, cast: Cast) -> None:
        bens, caryss = key_of(cast.ben), key_of(cast.carys)
        ids = {token.staff_id: token.id for token in db.session.scalars(select(ApiToken))}
        browser = browser_of_staff(app, cast.ben)

        own = press(browser, f"/tokens/{ids[cast.ben.id]}/end", on="/tokens")
        others = press(browser, f"/tokens/{ids[cast.carys.id]}/end", on="/tokens")

        assert (own.status_code, others.status_code) == (303, 404)
        assert client.get("/api/v1/people", headers=bens).status_code == 401
        assert client.get("/api/v1/people", headers=caryss).status_code == 200

    def test_of_everybody_is_for_administrators(self, app: Flask, client: StrictClient, cast: Cast, ada: Staff) -> None:
        bens = key_of(cast.ben)
        token = db.session.scalars(select(ApiToken)).one()

        listed = browser_of_staff(app, ada).get("/admin/tokens")
        ended = press(browser_of_staff(app, ada), f"/admin/tokens/{token.id}/end", on="/admin/tokens")

        assert "Ben Carter" in listed.text
        assert ended.status_code == 303
        assert client.get("/api/v1/people", headers=bens).status_code == 401
        assert browser_of_staff(app, cast.ben).get("/admin/tokens").status_code == 403
