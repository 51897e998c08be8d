"""What a message is for. A person may stop what is for one purpose and keep the rest. Pure data."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why we write. Every template has one (`wording.texts.PURPOSES`)."""

    ASKED_FOR = "asked_for"  # a code or a link somebody is waiting for
    ANSWER = "answer"  # the one text back to what a person wrote
    SAFETY = "safety"  # whom to ring in danger
    CONVERSATION = "conversation"  # a member of staff writes
    REFERRAL = "referral"  # what became of a referral
    REMINDER = "reminder"  # of an appointment, or of a day agreed
    CHECK_IN = "check_in"  # did you get there, how sure are you, how is the step going
    PLAN = "plan"  # something new in the plan, a review, a page to read
    CARER = "carer"  # to a carer, about being one
    LISTING = "listing"  # to a listing editor


# What a person may stop alone. The others are answers to them, or what a member of staff writes by hand: STOP ends those.
STOPPABLE = (Purpose.REMINDER, Purpose.CHECK_IN, Purpose.REFERRAL, Purpose.PLAN, Purpose.CARER, Purpose.LISTING)
# They answer something the person, or a member of staff, has just done: limits on how often we write do not count them.
PROMPTED = (Purpose.ASKED_FOR, Purpose.ANSWER, Purpose.SAFETY, Purpose.CONVERSATION)
