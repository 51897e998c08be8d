import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from messaging.wording.segments import GSM_BASIC, GSM_EXTENDED, Encoding, count, safe_downgrade

GSM_TEXT = st.text(alphabet=sorted(GSM_BASIC | GSM_EXTENDED), max_size=1000)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400)


class TestSegments:
    @pytest.mark.parametrize(
        ("text", "encoding", "segments"),
        [
            ("", Encoding.GSM_7, 0),
            ("a" * 160, Encoding.GSM_7, 1),
            ("a" * 161, Encoding.GSM_7, 2),
            ("a" * 306, Encoding.GSM_7, 2),
            ("a" * 307, Encoding.GSM_7, 3),
            ("€" * 80, Encoding.GSM_7, 1),
            ("a" * 152 + "[" + "a" * 152, Encoding.GSM_7, 3),  # the escape pair moves whole to the next piece
            ("a" * 304 + "[", Encoding.GSM_7, 2),
            ("a" * 304 + "[]", Encoding.GSM_7, 3),
            ("ą" * 70, Encoding.UCS_2, 1),
            ("ą" * 71, Encoding.UCS_2, 2),
            ("ہ" * 134, Encoding.UCS_2, 2),
            ("Ŵ" + "a" * 65 + "😀" + "a" * 66, Encoding.UCS_2, 3),  # so does a surrogate pair
            ("[" * 69 + "ą", Encoding.UCS_2, 1),  # an extended sign is one unit there
        ],
    )
    def test_are_counted_as_the_pieces_are_packed(self, text: str, encoding: Encoding, segments: int) -> None:
        counted = count(text)

        assert (counted.encoding, counted.segments) == (encoding, segments)

    @given(GSM_TEXT)
    def test_agree_with_another_reading_of_the_standard(self, text: str) -> None:
        oracle = smsutil.split(text)

        assert count(text).encoding is Encoding.GSM_7
        assert count(text).segments == (len(oracle.parts) if text else 0)

    @given(ANY_TEXT)
    def test_agree_with_it_on_any_letters(self, text: str) -> None:
        if text and count(text).encoding is Encoding.UCS_2:
            assert count(text).segments == len(smsutil.split(text).parts)

    @given(ANY_TEXT)
    def test_hold_all_units_and_no_piece_too_many(self, text: str) -> None:
        counted = count(text)
        part = 153 if counted.encoding is Encoding.GSM_7 else 67

        assert counted.segments <= 1 or counted.segments * part >= counted.units
        assert counted.segments <= 1 or counted.units > (counted.segments - 1) * (part - 1)


class TestDowngrade:
    def test_makes_typography_plain(self) -> None:
        text = "Tea\u00a0–\u200b “yes”,\tit’s\u200e on…"

        assert safe_downgrade(text) == 'Tea - "yes", it\'s on...'

    @pytest.mark.parametrize("text", ["Zadzwoń – „dziś”: 116\u00a0123…", "فون کریں: 01632\u00a0960101 – “آج”…"])
    def test_leaves_typography_alone_where_it_would_save_nothing(self, text: str) -> None:
        assert safe_downgrade(text) == text

    def test_leaves_it_alone_where_it_would_cost_more(self) -> None:
        text = "…" * 70  # one piece as it is, two of three dots each

        assert safe_downgrade(text) == text

    def test_takes_invisible_marks_out_of_any_text(self) -> None:
        assert safe_downgrade("\u200fآج\u200b \u2068Ben\u2069") == "آج Ben"

    @pytest.mark.parametrize("text", ["José", "Siân", "łódź", "Ffôn", "naïve", "اردو"])
    def test_never_changes_a_letter(self, text: str) -> None:
        assert safe_downgrade(text) == text

    def test_keeps_the_joiner_that_shapes_urdu(self) -> None:
        text = "کیا\u200cہے"

        assert safe_downgrade(text) == text

    @given(ANY_TEXT)
    def test_costs_nothing(self, text: str) -> None:
        assert count(safe_downgrade(text)).segments <= count(text).segments
        assert safe_downgrade(safe_downgrade(text)) == safe_downgrade(text)

    @given(st.text(alphabet="aą–…“\u00a0\u200b\u200d[€😀", max_size=200))
    def test_costs_nothing_however_odd_the_signs(self, text: str) -> None:
        assert count(safe_downgrade(text)).segments <= count(text).segments
        assert safe_downgrade(safe_downgrade(text)) == safe_downgrade(text)
