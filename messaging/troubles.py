"""What can be the matter with a text, whichever provider says so. Pure data.

Each provider module has a table from its own codes to these, so that nothing above the gateways knows anybody's codes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why a text was not accepted, or did not arrive."""

    STOPPED = "stopped"  # the person said STOP, and the carrier holds them to it
    WRONG_NUMBER = "wrong_number"  # no telephone has that number, or has it any more
    NOT_A_MOBILE = "not_a_mobile"
    COUNTRY = "country"  # our account may not text there
    OUT_OF_REACH = "out_of_reach"  # switched off, no signal, full
    BLOCKED = "blocked"  # the phone or its network will not take texts from us
    SPAM = "spam"  # taken for it
    WORDS = "words"  # too long, or empty
    TOO_FAST = "too_fast"  # we send faster than we may
    OUR_SENDER = "our_sender"  # the number or name we send from is not allowed to
    OUR_ACCOUNT = "our_account"  # the provider does not know us, or has suspended us
    PROVIDER_DOWN = "provider_down"  # it is out of service, or cannot be reached
    NOT_SAID = "not_said"  # it did not arrive, and nobody says why


# The provider's or ours, and not the person's: another provider would very likely have taken the same text.
NOT_THE_PERSONS = frozenset({Trouble.OUR_SENDER, Trouble.OUR_ACCOUNT, Trouble.PROVIDER_DOWN})


@dataclass(frozen=True)
class Code:
    """What one of a provider's codes means; `is_permanent`: sending the same again through it cannot help."""

    trouble: Trouble
    meaning: str
    is_permanent: bool
