"""Long texts compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.upkeep.word_changes import Kind, Piece, find_word_changes, pair_up

GONE, CAME, STAYS = Kind.GONE, Kind.CAME, Kind.STAYS
TEA = "A weekly table with tea, biscuits and company. Come to the side door on Tuesdays at ten."


class TestWordChanges:
    def test_mark_the_words_that_went_and_came_and_nothing_else(self) -> None:
        assert find_word_changes(TEA, TEA.replace("Tuesdays", "Thursdays")) == [
            Piece(STAYS, "A weekly table with tea, biscuits and company. Come to the side door on "),
            Piece(GONE, "Tuesdays "),
            Piece(CAME, "Thursdays "),
            Piece(STAYS, "at ten. "),
        ]

    def test_take_a_lone_word_between_two_changes_along(self) -> None:
        changed = find_word_changes(
            "We meet in the hall at ten on Mondays, all year", "We meet in the church at one on Fridays, all year"
        )

        assert [piece.text.strip() for piece in changed if piece.kind is CAME] == ["church at one on Fridays,"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Ring first.", "Ring Bev first."),  # short: side by side is easier
            (TEA, "Swimming for beginners, every week in the big pool of the leisure centre."),  # another text
            ("", TEA),
        ],
    )
    def test_are_none_where_two_texts_are_better_read_whole(self, before: str, after: str) -> None:
        assert find_word_changes(before, after) == []

    def test_are_found_in_urdu_and_in_a_script_without_spaces(self) -> None:
        urdu = find_word_changes("ہم منگل کو صبح دس بجے ہال میں ملتے ہیں", "ہم جمعرات کو صبح دس بجے ہال میں ملتے ہیں")
        chinese = find_word_changes("我们每星期二上午十点在大厅见面", "我们每星期四上午十点在大厅见面")

        assert [piece.text.strip() for piece in urdu if piece.kind is not STAYS] == ["منگل", "جمعرات"]
        assert [piece.text.strip() for piece in chinese if piece.kind is not STAYS] == ["二", "四"]

    def test_of_a_book_take_no_time(self) -> None:
        assert find_word_changes("tea and talk " * 4000, "talk and tea " * 4000) == []

    @given(
        before=st.lists(st.sampled_from(["tea", "talk", "hall", "ten\n", "چائے"]), min_size=6, max_size=30),
        after=st.lists(st.sampled_from(["tea", "talk", "hall", "ten\n", "چائے"]), min_size=6, max_size=30),
    )
    def test_lose_no_word_of_either(self, before: list[str], after: list[str]) -> None:
        old, new = " ".join(before), " ".join(after)

        pieces = find_word_changes(old, new)

        if pieces:
            assert "".join(piece.text for piece in pieces if piece.kind is not GONE).split() == new.split()
            assert "".join(piece.text for piece in pieces if piece.kind is not CAME).split() == old.split()


class TestLines:
    def test_that_became_others_are_paired_and_the_rest_stays_whole(self) -> None:
        told = pair_up([TEA, "Bring a mug."], ["There is cake.", TEA.replace("ten", "eleven")])

        assert [[piece.text for piece in pieces if piece.kind is CAME] for pieces in told.changed] == [["eleven. "]]
        assert (told.gone, told.came) == (["Bring a mug."], ["There is cake."])
