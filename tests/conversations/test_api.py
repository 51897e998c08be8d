"""Conversations and About me, for programs acting for a member of staff."""

from navigator.conversations.operations import open_conversation, save_conversation
from navigator.db import db
from navigator.times import utc_now
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient


class TestConversations:
    def test_are_written_down_and_read_again(self, client: StrictClient, cast: Cast) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/conversations"
        said = {"matters": "My garden", "who_helps": "My daughter", "needs": ["company"]}

        saved = client.post(address, json=said, headers=bens)

        listed = client.get(address, headers=bens).get_json()
        one = client.get(f"{address}/{saved.get_json()['id']}", headers=bens).get_json()
        assert saved.status_code == 201
        assert (one["matters"], one["listener"], one["needs"], one["finished_at"] is None) == (
            "My garden", "Ben Carter", ["company"], False
        )  # fmt: skip
        assert listed["contents"] == [one]

    def test_never_write_over_what_somebody_is_typing(self, client: StrictClient, cast: Cast) -> None:
        now = utc_now()
        draft = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
        save_conversation(conversation=draft, answers={"matters": "Typed on the page"}, now=now)
        db.session.commit()
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/conversations"

        refused = client.post(address, json={"matters": "Sent by a program"}, headers=bens)
        meant = {"matters": "Sent by a program", "conversation_id": str(draft.id)}
        written = client.post(address, json=meant, headers=bens)

        assert refused.status_code == 409
        assert refused.get_json()["errors"] == {"conversation_id": [str(draft.id)], "headings": ["matters"]}
        assert written.get_json()["matters"] == "Sent by a program"


class TestAboutMe:
    def test_changes_one_heading_and_leaves_the_others(self, client: StrictClient, cast: Cast) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/about-me"
        client.patch(address, json={"about_important": "My garden", "worse_ring": "My daughter"}, headers=bens)

        client.patch(address, json={"about_important": "My garden, and the sea", "language": "en"}, headers=bens)

        told = client.get(address, headers=bens).get_json()
        assert [(one["heading"], one["words"], one["writer"]) for one in told] == [
            ("about_important", "My garden, and the sea", "staff"),
            ("worse_ring", "My daughter", "staff"),
        ]
