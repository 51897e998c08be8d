"""The table of what may follow what."""

from pathlib import Path

import pytest

from navigator.referrals.models import ReferralStatus as Status
from navigator.referrals.states import (
    DECLINED,
    ENDS,
    MOVES,
    OPENS_TO,
    REOPENS,
    TASKS,
    MoveNotAllowed,
    Outcome,
    State,
    TaskStatus,
    check,
    check_reopening,
    is_allowed,
    outcome_of,
    reason_of,
    state_of,
)


class TestMoves:
    def test_say_something_of_every_status(self) -> None:
        assert set(MOVES) == set(Status)

    @pytest.mark.parametrize("answer", [Status.ACCEPTED, Status.NO_ROOM, Status.NOT_RIGHT, Status.WITHDRAWN])
    def test_let_a_sent_referral_be_answered_or_taken_back(self, answer: Status) -> None:
        check(Status.SENT, answer)

    def test_let_somebody_correct_what_they_pressed(self) -> None:
        assert is_allowed(Status.ATTENDED, Status.DID_NOT_ATTEND)
        assert is_allowed(Status.DID_NOT_ATTEND, Status.ATTENDED)

    @pytest.mark.parametrize("status", list(Status))
    def test_never_stand_still(self, status: Status) -> None:
        assert not is_allowed(status, status)

    def test_name_both_ends_of_a_move_that_is_refused(self) -> None:
        with pytest.raises(MoveNotAllowed) as refused:
            check(Status.WITHDRAWN, Status.ACCEPTED)

        assert (refused.value.origin, refused.value.target) == (Status.WITHDRAWN, Status.ACCEPTED)

    def test_end_where_the_table_says(self) -> None:
        assert {status for status in Status if not MOVES[status]} <= ENDS
        assert Status.SENT not in ENDS
        assert Status.ACCEPTED not in ENDS


class TestReopening:
    @pytest.mark.parametrize("ended", sorted(REOPENS))
    def test_is_for_all_that_ended_but_what_was_recalled(self, ended: Status) -> None:
        check_reopening(ended, Status.SENT)

    def test_is_not_for_what_was_recalled(self) -> None:
        with pytest.raises(MoveNotAllowed):
            check_reopening(Status.RECALLED, Status.SENT)

    def test_leads_to_nothing_that_has_ended(self) -> None:
        assert not OPENS_TO & ENDS


class TestTheWordsOthersUse:
    def test_are_there_for_every_status(self) -> None:
        assert {state_of(status) for status in Status} == set(State)
        assert set(TASKS) == set(Status)

    def test_keep_the_values_programs_have_read_since_the_first_version(self) -> None:
        first = {
            "sent", "accepted", "waiting_list", "no_room", "not_right", "attended", "did_not_attend", "withdrawn",
        }  # fmt: skip

        assert first <= {status.value for status in Status}

    @pytest.mark.parametrize("status", DECLINED)
    def test_name_the_reason_of_a_no(self, status: Status) -> None:
        assert (state_of(status), reason_of(status)) == (State.DECLINED, status.value)

    @pytest.mark.parametrize("status", [status for status in Status if status in ENDS and status is not Status.ATTENDED])
    def test_give_fhir_a_reason_for_every_end_but_the_good_ones(self, status: Status) -> None:
        task = TASKS[status]

        assert bool(task.reason) is (task.status is not TaskStatus.COMPLETED)

    def test_start_at_requested(self) -> None:
        assert TASKS[Status.SENT].status is TaskStatus.REQUESTED

    def test_say_what_came_of_getting_there(self) -> None:
        assert outcome_of(Status.ATTENDED, None) is Outcome.GOT_THERE
        assert outcome_of(Status.COMPLETED, Outcome.HELPED) is Outcome.HELPED
        assert outcome_of(Status.ACCEPTED, Outcome.HELPED) is None


class TestTheDecisionPage:
    def test_has_the_table_as_the_code_has_it(self) -> None:
        page = (Path(__file__).parents[2] / "docs" / "decisions" / "referral-states.md").read_text()

        for status, task in TASKS.items():
            after = ", ".join(f"`{target.value}`" for target in Status if target in MOVES[status])
            row = f"| `{status.value}` | {state_of(status).value} | {after or '–'} | {task.status.value} | {task.reason or '–'} |"
            assert row in page, row
