"""For how long a text is of use. One that would arrive later is not sent: it expires, and its row says so. Pure data."""

from datetime import timedelta

from messaging.purposes import Purpose

# From the moment it was to go. Whoever plans a text may know better: a reminder ends with its appointment, a code with the code.
OF_USE_FOR: dict[Purpose, timedelta] = {
    Purpose.ASKED_FOR: timedelta(days=2),
    Purpose.ANSWER: timedelta(days=1),  # a thank-you two days on only puzzles
    Purpose.SAFETY: timedelta(days=1),
    Purpose.CONVERSATION: timedelta(days=2),
    Purpose.REFERRAL: timedelta(days=7),
    Purpose.REMINDER: timedelta(hours=12),
    Purpose.CHECK_IN: timedelta(days=3),  # "did you get there?" long after is a reproach
    Purpose.PLAN: timedelta(days=7),
    Purpose.CARER: timedelta(days=7),
    Purpose.LISTING: timedelta(days=14),
}
