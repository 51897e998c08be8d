"""Conversations."""

from datetime import datetime

import pytest

from navigator.conversations import operations
from navigator.conversations.models import Conversation
from tests.cast import Cast


@pytest.fixture
def conversation(cast: Cast, now: datetime) -> Conversation:
    return operations.open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)


class TestAConversation:
    def test_is_opened_again_until_it_is_finished(self, cast: Cast, conversation: Conversation, now: datetime) -> None:
        again = operations.open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
        operations.finish_conversation(conversation=conversation, now=now)
        another = operations.open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)

        assert again.id == conversation.id
        assert another.id != conversation.id

    def test_knows_its_headings(self, conversation: Conversation, now: datetime) -> None:
        with pytest.raises(ValueError, match="weather"):
            operations.save_conversation(conversation=conversation, answers={"weather": "wet"}, now=now)
