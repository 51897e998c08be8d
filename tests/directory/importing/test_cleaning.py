import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.importing.cleaning import CHARACTERS_MENDED, HTML_MADE_PLAIN, one_line, plain_text, shortened


class TestPlainText:
    def test_keeps_paragraphs_and_lists(self) -> None:
        text, mends = plain_text(
            "<p>Come along.</p><ul><li>Tea<ul><li>green</li></ul></li><li>Talk</li></ul><ol><li>Knock</li></ol><p>Bye</p>"
        )

        assert text == "Come along.\n\n- Tea\n  - green\n- Talk\n\n1. Knock\n\nBye"
        assert mends == [HTML_MADE_PLAIN]

    def test_keeps_where_a_link_leads_unless_it_says_so_itself(self) -> None:
        text, _ = plain_text(
            '<a href="https://tea.example/join">Join us</a> or <a href="https://www.tea.example/">tea.example</a>, '
            '<a href="mailto:jan@tea.example?subject=Hello">write</a> or <a href="javascript:alert(1)">click</a>'
        )

        assert text == "Join us (https://tea.example/join) or tea.example, write (jan@tea.example) or click"

    @pytest.mark.parametrize(
        ("broken", "right"),
        [
            ("Â£10 a head", "£10 a head"),
            ("Itâ€™s â€˜openâ€™ â€“ come", "It’s ‘open’ – come"),
            ("CafÃ©", "Café"),
        ],
    )
    def test_mends_broken_characters(self, broken: str, right: str) -> None:
        assert plain_text(broken) == (right, [CHARACTERS_MENDED])

    @pytest.mark.parametrize(
        "right", ["Tea & Talk", "Łódź café, £5", "5 < 10 and 7 > 3", "I <3 walks", "چائے اور گپ شپ", "One\nTwo\n\nThree"]
    )
    def test_leaves_right_text_alone(self, right: str) -> None:
        assert plain_text(right) == (right, [])

    @pytest.mark.parametrize(
        "nasty",
        [
            "<script>alert(1)</script>Hello",
            "&lt;script&gt;alert(1)&lt;/script&gt;Hello",
            "&amp;lt;b&amp;gt;Hello&amp;lt;/b&amp;gt;",
            "<img src=x onerror=alert(1)>Hello",
            "<b onmouseover='x'>Hello",
            "Hel\x00lo",
            "<!-- secret -->Hello",
        ],
    )
    def test_lets_no_mark_up_through(self, nasty: str) -> None:
        assert plain_text(nasty)[0] == "Hello"

    @settings(max_examples=200, deadline=None)
    @given(st.text(alphabet=st.sampled_from("ab <>/&;pliu1.-\n\xa0Ââ€™£&lt;&amp;"), max_size=60))
    def test_is_the_same_when_read_again(self, raw: str) -> None:
        once, _ = plain_text(raw)

        assert plain_text(once)[0] == once
        assert not re.search(r"<(p|li|ul|b)>", once)


class TestOneLine:
    def test_has_neither_tags_nor_line_ends(self) -> None:
        assert one_line(" <b>Tea</b>\n&amp;\xa0Talk ")[0] == "Tea & Talk"


class TestShortened:
    def test_cuts_at_a_word_and_says_so(self) -> None:
        assert shortened("Harbour walk and talk", 15) == "Harbour walk…"
