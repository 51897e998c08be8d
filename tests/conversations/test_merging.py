"""Two pages open on one conversation."""

from navigator.conversations.merging import mark_all, merge


class TestTwoPagesOnOneText:
    def test_keep_what_was_typed_when_nobody_else_wrote(self) -> None:
        merged = merge(stored={"a": "old"}, typed={"a": "new"}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": "new"}
        assert not merged.both_changed

    def test_keep_what_the_other_wrote_when_this_one_did_not_touch_it(self) -> None:
        merged = merge(stored={"a": "theirs"}, typed={"a": "old"}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": "theirs"}
        assert not merged.both_changed

    def test_keep_both_texts_when_both_wrote(self) -> None:
        merged = merge(stored={"a": "theirs"}, typed={"a": "mine"}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": "theirs\n\nmine"}
        assert merged.both_changed == {"a"}

    def test_agree_when_both_wrote_the_same(self) -> None:
        merged = merge(stored={"a": "same\nwords"}, typed={"a": "same\r\nwords "}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": "same\nwords"}
        assert not merged.both_changed

    def test_take_the_longer_when_it_holds_the_other(self) -> None:
        merged = merge(stored={"a": "to walk"}, typed={"a": "to walk again"}, seen=mark_all({"a": ""}))

        assert merged.kept == {"a": "to walk again"}
        assert not merged.both_changed

    def test_can_empty_a_text_that_only_they_wrote(self) -> None:
        merged = merge(stored={"a": "old"}, typed={"a": ""}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": ""}

    def test_never_empty_what_the_other_has_just_written(self) -> None:
        merged = merge(stored={"a": "theirs"}, typed={"a": ""}, seen=mark_all({"a": "old"}))

        assert merged.kept == {"a": "theirs"}

    def test_show_both_when_the_marks_make_no_sense(self) -> None:
        merged = merge(stored={"a": "theirs", "b": "x"}, typed={"a": "mine", "b": "x"}, seen="nonsense")

        assert merged.both_changed == {"a"}
