"""The needs a conversation finds."""

from datetime import datetime

from navigator.conversations import operations, queries
from navigator.conversations.models import Conversation
from navigator.db import db
from tests.cast import Cast
from tests.strict_client import StrictClient


def begin(cast: Cast, now: datetime) -> Conversation:
    return operations.open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)


class TestNeeds:
    def test_ticked_on_two_pages_at_once_are_all_kept(self, cast: Cast, now: datetime) -> None:
        kept = begin(cast, now)
        operations.record_needs(conversation=kept, codes=["company"], seen=[], now=now)

        operations.record_needs(conversation=kept, codes=["money"], seen=[], now=now)

        assert set(queries.list_needs_of(kept.id)) == {"company", "money"}

    def test_taken_away_on_one_page_stay_away(self, cast: Cast, now: datetime) -> None:
        kept = begin(cast, now)
        operations.record_needs(conversation=kept, codes=["company", "money"], seen=[], now=now)

        operations.record_needs(conversation=kept, codes=["money"], seen=["company", "money"], now=now)
        operations.record_needs(conversation=kept, codes=["company", "money", "food"], seen=["company", "money"], now=now)

        assert set(queries.list_needs_of(kept.id)) == {"money", "food"}

    def test_are_kept_with_the_page_and_read_again_afterwards(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"
        page = ben.get(address).get_data(as_text=True)
        token, seen = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "seen"))
        form = {"csrf_token": token, "seen": seen, "needs_seen": "", "needs": ["company", "money"], "matters": "A chat"}

        answer = ben.post(f"{address}/autosave", data=form)
        ben.post(address, data={**form, "needs_seen": str((answer.json or {})["needs_seen"]), "then": "finish"})

        db.session.rollback()
        told = queries.list_told(cast.amina.id)[0].conversation
        assert queries.list_latest_needs(cast.amina.id) == ["company", "money"]
        assert "Needs we found together" in ben.get(f"{address}s/{told.id}").get_data(as_text=True)

    def test_of_the_last_conversation_that_found_any_count(self, cast: Cast, now: datetime) -> None:
        operations.record_needs(conversation=begin(cast, now), codes=["food"], seen=[], now=now)
        operations.finish_conversation(conversation=begin(cast, now), now=now)
        begin(cast, now.replace(hour=12))

        assert queries.list_latest_needs(cast.amina.id) == ["food"]
