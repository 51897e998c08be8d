"""What tests of the desk stand on: what tests of referrals stand on."""

from tests.referrals.conftest import agrees_to_texts, ben, clock, outbox, refer, signed_in, step

__all__ = ["agrees_to_texts", "ben", "clock", "outbox", "refer", "signed_in", "step"]
