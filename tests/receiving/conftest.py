"""What tests of answering stand on: the same desk and the same referral as those of referring."""

from tests.referrals.conftest import agrees_to_texts as agrees_to_texts
from tests.referrals.conftest import ben as ben
from tests.referrals.conftest import clock as clock
from tests.referrals.conftest import link as link
from tests.referrals.conftest import outbox as outbox
from tests.referrals.conftest import refer as refer
from tests.referrals.conftest import signed_in as signed_in
from tests.referrals.conftest import step as step
