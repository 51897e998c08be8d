"""Small first things somebody can do themselves, or with the people close to them, by need. Data, in the reader's words."""

from directory.times.opening_hours import Translator


def by_oneself(need: str, words: Translator) -> tuple[str, ...]:
    """Ideas for one need (a code of the directory's), in the language of the catalogue `words`."""
    ideas = {
        "company": (
            words.gettext("Ring one person you have not spoken to for a while"),
            words.gettext("Say good morning to a neighbour each day"),
        ),
        "getting-out": (
            words.gettext("Stand at the open door for five minutes each morning"),
            words.gettext("Walk to the end of the street and back"),
        ),
        "caring": (
            words.gettext("Take ten minutes a day that are only yours"),
            words.gettext("Tell your surgery that you look after somebody"),
        ),
        "money": (
            words.gettext("Put all letters about money in one box"),
            words.gettext("Write down what comes in and what goes out, for one week"),
        ),
        "home": (
            words.gettext("Take a picture of what is wrong, with the day on it"),
            words.gettext("Open the window for ten minutes after a bath or cooking"),
        ),
        "food": (
            words.gettext("Cook one pot that lasts two days"),
            words.gettext("Eat one meal a day at the table"),
        ),
        "moving": (
            words.gettext("Stand up and sit down five times, three times a day"),
            words.gettext("Walk for ten minutes after lunch"),
        ),
        "worry": (
            words.gettext("Write your worries on paper at a fixed hour, then put it away"),
            words.gettext("Go to bed and get up at the same time for a week"),
        ),
        "after-hospital": (
            words.gettext("Put what you need each day where you need not bend or reach"),
            words.gettext("Write down your questions before the nurse rings"),
        ),
        "online": (
            words.gettext("Send one text or picture to somebody in the family"),
            words.gettext("Look up one thing you like on the telephone, with somebody beside you"),
        ),
        "family": (
            words.gettext("Read one story with the children before bed"),
            words.gettext("Have one meal together without a screen"),
        ),
        "learning-and-work": (
            words.gettext("Write down three things you are good at"),
            words.gettext("Ask at the library what courses there are"),
        ),
        "health-conditions": (
            words.gettext("Note for a week when it is better and when it is worse"),
            words.gettext("Write down one question for the pharmacist"),
        ),
        "faith-and-culture": (
            words.gettext("Cook or listen to something from home once a week"),
            words.gettext("Find out when the next service or gathering is"),
        ),
        "safety": (
            words.gettext("Agree on a word with somebody you trust that means: please come"),
            words.gettext("Keep your telephone charged and beside you at night"),
        ),
        "loss": (
            words.gettext("Tell somebody one good story about the person you miss"),
            words.gettext("Light a candle, or visit a place that was theirs"),
        ),
    }
    return ideas.get(need, ())


def with_others(words: Translator) -> tuple[str, ...]:
    """What those close to somebody can do, whatever the need."""
    return (
        words.gettext("Ask somebody close to come along the first time"),
        words.gettext("Ask somebody to ring you the evening before"),
        words.gettext("Tell one person in the family what you would like to try"),
    )
