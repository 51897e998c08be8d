"""What Amina and Ben talked about in the demonstration: written beforehand, said, planned, and how it has gone since."""

from datetime import datetime, timedelta

from navigator.conversations import carers_words, own_words, preparing, questions
from navigator.conversations import operations as conversations
from navigator.conversations.models import Conversation
from navigator.conversations.own_words_models import Heading, Writer
from navigator.measures import operations as measures
from navigator.measures.instruments import ONS4
from navigator.measures.models import NoScore
from navigator.people.circle_models import CircleMember
from navigator.people.models import Person, Staff
from navigator.reviews import operations as reviews
from navigator.reviews.models import NextStep
from navigator.steps import goals, plan_checks
from navigator.steps import operations as steps
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

LEVELS = {
    -2: "Alone all week",
    -1: "Somebody comes in once a week, nobody else",
    0: "Once a week out among people",
    1: "Out twice a week, once on my own",
    2: "Friends I ring up myself",
}
ONS4_AT_FIRST = (3, 4, 3, 8)
ONS4_SINCE = (5, 6, None, 5)  # of yesterday she would rather not say how happy it was


def write_beforehand(*, person: Person, navigator: Staff, now: datetime) -> None:
    """She was asked whether she would like to, wrote four answers on her phone, and showed them. It flushes."""
    preparation = preparing.invite(person_id=person.id, staff_id=navigator.id, now=now)
    for question, words in BEFOREHAND.items():
        preparing.save_answer(preparation=preparation, question=question, words=words, language="ur", now=now)
    preparing.show(preparation=preparation, helped_by="Joe", now=now + timedelta(minutes=8))


def joe_writes_beforehand(joe: CircleMember, *, now: datetime) -> None:
    """Her brother wrote, in his own name, what he would like Ben to know next time. It flushes."""
    said = {
        "hard": "She will not go out when it rains, and she does not say so.",
        questions.THEMSELVES: "A bit tired. I drive over after work, four days of seven.",
    }
    for question, words in said.items():
        carers_words.save_answer(member=joe, question=question, words=words, language="en", now=now)
    carers_words.show(member=joe, now=now)


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


def measure(*, step: Step, person: Person, navigator: Staff, now: datetime) -> None:
    """How she was at first and some days later, how far the goal has come, and the review. It flushes."""
    goals.change_goal(
        goal=step.goal,
        words=step.goal.words,
        importance=9,
        review_on=None,
        baseline=-2,
        levels=LEVELS,
        staff_id=navigator.id,
        now=now,
    )
    later = now + timedelta(days=4)
    goals.rate(goal=step.goal, level=-1, told_by=ToldBy.CONVERSATION, staff_id=navigator.id, now=later)
    for moment, scores in ((now, ONS4_AT_FIRST), (later, ONS4_SINCE)):
        asking = measures.begin(person=person, instrument=ONS4, staff=navigator, by_themselves=False, now=moment)
        for question, score in zip(ONS4.questions, scores, strict=True):
            no_score = NoScore.RATHER_NOT if score is None else None
            measures.answer(asking=asking, question=question, score=score, no_score=no_score, language="ur", now=moment)
        measures.finish(asking=asking, staff_id=navigator.id, now=moment)
    reviews.hold(
        person=person,
        words="Joe comes along as far as the hall. The bus is still the hard part.",
        levels={},
        next_step=NextStep.GO_ON,
        next_on=(later + timedelta(weeks=12)).date(),
        why=None,
        reason="",
        key=str(person.id),
        staff=navigator,
        now=later,
    )
