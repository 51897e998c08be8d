"""What Amina and Ben talked about in the demonstration: written beforehand, said, planned, and how it has gone since."""

from datetime import datetime, timedelta

from navigator.conversations import operations as conversations
from navigator.conversations import own_words, preparing
from navigator.conversations.models import Conversation
from navigator.conversations.own_words_models import Heading, Writer
from navigator.people.models import Person, Staff
from navigator.steps import operations as steps
from navigator.steps import plan_checks
from navigator.steps.models import Happening, HowMuch, Step, ToldBy

BEFOREHAND = {  # in Urdu, as she wrote them
    "matters": "میری بہن کے بعد گھر بہت خاموش ہے۔ کسی سے بات کرنے کو دل چاہتا ہے۔",
    "hard": "اکیلے بس میں جانے سے ڈر لگتا ہے، اور انگریزی میں مجھے دیر لگتی ہے۔",
    "about_communication": "اردو میں، آہستہ۔ فون پر جو ساتھ ہو تو اچھا ہے۔",
    "about_please_do": "مہربانی کر کے جوتے اتار دیں۔ میرے لیے بات نہ کریں، مجھ سے بات کریں۔",
}
SAID = {
    "going_well": "I cook for my brother and the neighbours' children on Fridays. They like my parathas.",
    "opportunity": "The bus stop is far, and I have nobody to go with.",
    "motivation": "In the morning I am tired. After ten it is better.",
    "who_helps": "Joe, my brother, comes on most days. Mrs Pascoe next door has my key.",
    "how_supported": "Go with me the first time. After that remind me the evening before.",
}
ABOUT_ME = {
    Heading.IMPORTANT: "My prayers, my kitchen, and paying my own way.",
    Heading.PEOPLE: "Joe, my brother. My niece Sana in Leeds, who rings on Sundays.",
    Heading.SUPPORT: "After ten in the morning. Show me once, then let me do it.",
}
CARD = {
    Heading.NOTICE: "I stop cooking, and I do not open the curtains.",
    Heading.CAN_DO: "Ring Sana. Sit at the window with tea. Say my prayers aloud.",
    Heading.RING: "Joe first: 07700 900181. Then Ben at the team.",
}


def write_beforehand(*, person: Person, navigator: Staff, now: datetime) -> None:
    """She was asked whether she would like to, wrote four answers on her phone, and showed them. It flushes."""
    preparation = preparing.invite(person_id=person.id, staff_id=navigator.id, now=now)
    for question, words in BEFOREHAND.items():
        preparing.save_answer(preparation=preparation, question=question, words=words, language="ur", now=now)
    preparing.show(preparation=preparation, helped_by="Joe", now=now + timedelta(minutes=8))


def talk(*, conversation: Conversation, navigator: Staff, now: datetime) -> None:
    """What else they said, and the needs they found. It flushes."""
    conversations.save_conversation(conversation=conversation, answers=SAID, now=now)
    conversations.record_needs(conversation=conversation, codes=["company", "getting-out"], seen=[], now=now)
    own_words.write(
        person_id=conversation.person_id,
        texts=ABOUT_ME | CARD,
        language="en",
        writer=Writer.STAFF,
        staff_id=navigator.id,
        now=now,
    )


def live_with(*, step: Step, person: Person, navigator: Staff, now: datetime) -> None:
    """How it has gone since, told on the plan's page, on the telephone and when asked. It flushes."""
    steps.agree_on_priorities(person_id=person.id, now=now)
    steps.note(step=step, what=Happening.NOT_YET, told_by=ToldBy.PLAN, now=now + timedelta(days=2))
    steps.note(
        step=step,
        what=Happening.NOTE,
        words="Joe and I walked past the hall to see where the door is.",
        told_by=ToldBy.CONVERSATION,
        staff_id=navigator.id,
        now=now + timedelta(days=4),
    )
    steps.record_confidence(step=step, score=8, told_by=ToldBy.CONVERSATION, now=now + timedelta(days=4))
    plan_checks.answer(
        person=person,
        knows=HowMuch.YES,
        is_right=HowMuch.PARTLY,
        would_change="I should like somebody who speaks Urdu to be there the first time.",
        told_by=ToldBy.CONVERSATION,
        staff_id=navigator.id,
        now=now + timedelta(days=4),
    )
