"""The needs people come with: the taxonomy "Needs" by its codes, in the reader's words."""

from directory.times.opening_hours import Translator

FRONT_PAGE = ("company", "getting-out", "caring", "money", "home", "food", "moving", "worry", "after-hospital", "online")


def names_of_needs(words: Translator) -> dict[str, str]:
    """Every need's name by its code, in the language of the catalogue `words`."""
    return {
        "company": words.gettext("Company"),
        "getting-out": words.gettext("Getting out and about"),
        "caring": words.gettext("Caring for someone"),
        "money": words.gettext("Money"),
        "home": words.gettext("Home and damp"),
        "food": words.gettext("Food"),
        "moving": words.gettext("Moving more"),
        "worry": words.gettext("Worry and low mood"),
        "after-hospital": words.gettext("After hospital"),
        "online": words.gettext("Getting online"),
        "family": words.gettext("Family and children"),
        "learning-and-work": words.gettext("Learning and work"),
        "health-conditions": words.gettext("Living with a condition"),
        "faith-and-culture": words.gettext("Faith, language and culture"),
        "safety": words.gettext("Feeling safe"),
        "loss": words.gettext("Loss"),
    }
