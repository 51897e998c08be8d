"""Letters as PDF: what stands on the sheet, where, how large, and in which letters."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import Channel, OutgoingMessage
from navigator.db import db
from navigator.letters import paper, queries
from navigator.people.models import ContactMethod, Need
from navigator.people.texting import text_person
from navigator.times import utc_now
from tests.cast import Cast, make_person
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

FONTS = Path(paper.__file__).parents[1] / "web" / "static" / "built" / "fonts"
MM = 72 / 25.4  # points
NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


def tell(cast: Cast, *needs: Need, key: str = "one", **about: Any) -> OutgoingMessage:
    about = {"language": "en", "address": "2 Chapel Street\nPenzance", "postcode": "TR18 4AF"} | about
    for name, value in about.items():
        setattr(cast.amina, name, value)
    cast.amina.contact_method, cast.amina.communication_needs = ContactMethod.LETTER, ",".join(needs)
    told = text_person(person=cast.amina, template="referral_no_room", values=NEWS, dedupe_key=key, now=utc_now())
    assert isinstance(told, OutgoingMessage)
    assert told.channel is Channel.LETTER
    db.session.commit()
    return told


def printed(cast: Cast) -> pypdf.PdfReader:
    letters = queries.list_waiting(staff=cast.ben, now=utc_now())
    return pypdf.PdfReader(io.BytesIO(paper.make_pdf(letters, title="Letters to print", typefaces=FONTS)))


def words_of(pdf: pypdf.PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ").split())


def pieces(page: pypdf.PageObject) -> list[tuple[str, float, float, float, str]]:
    """What stands on a page: the words, millimetres from the left and from the top, the size in points, the typeface."""
    found: list[tuple[str, float, float, float, str]] = []

    def note(text: str, matrix: list[float], inner: list[float], font: Any, size: float) -> None:
        if text.strip():
            x = inner[4] * matrix[0] + matrix[4]
            y = inner[5] * matrix[3] + matrix[5]
            name = str((font or {}).get("/BaseFont", ""))
            found.append((text, x / MM, (float(page.mediabox.height) - y) / MM, abs(size * inner[3] * matrix[3]), name))

    page.extract_text(visitor_text=note)
    return found


class TestPaper:
    def test_holds_the_letter_its_date_in_words_and_the_number_of_the_page(self, app: Flask, cast: Cast) -> None:
        tell(cast)

        said = words_of(printed(cast))

        assert "Dear Amina," in said
        assert "Tea & Talk has no room" in said
        assert re.search(r"\b[1-3]?\d [A-Z][a-z]+ 20\d\d\b", said)
        assert "In danger ring 999" in said
        assert "Page 1 of 1" in said

    @pytest.mark.parametrize(("need", "points"), [(None, 12), (Need.LARGE_PRINT, 18), (Need.GIANT_PRINT, 24)])
    def test_is_as_large_as_its_reader_needs(self, app: Flask, cast: Cast, need: Need | None, points: int) -> None:
        tell(cast, *([need] if need else []))

        sizes = {round(size) for words, _, _, size, _ in pieces(printed(cast).pages[0]) if "Dear" in words or "no room" in words}

        assert sizes == {points}

    @pytest.mark.parametrize("need", [None, Need.LARGE_PRINT, Need.GIANT_PRINT])
    @pytest.mark.parametrize("language", ["en", "ur"])
    @pytest.mark.parametrize("lines", [1, 4, 12])
    def test_has_the_address_in_the_window_and_nothing_else_there(
        self, app: Flask, cast: Cast, need: Need | None, language: str, lines: int
    ) -> None:
        tell(
            cast,
            *([need] if need else []),
            language=language,
            address="\n".join(f"Line {n}, Chapel Street" for n in range(lines)),
        )

        on_page = pieces(printed(cast).pages[0])

        in_window = [one for one in on_page if 46 < one[2] < 92 and one[1] < 110]
        assert in_window
        assert all(57 < top <= 81 and left >= 20 for _, left, top, _, _ in in_window)
        shown = " ".join(words for words, *_ in in_window).replace("\u00a0", " ")
        assert "Amina Hussain" in shown
        assert "TR18 4AF" in shown
        assert "Dear" not in shown
        assert all(f"Line {n}" in shown for n in range(lines))

    def test_is_right_to_left_in_nastaliq_for_a_reader_of_urdu(self, app: Flask, cast: Cast) -> None:
        tell(cast, language="ur")

        pdf = printed(cast)
        body = [one for one in pieces(pdf.pages[0]) if one[2] > 100]

        assert any("NotoNastaliqUrdu" in font for *_, font in body)
        assert any(re.search("[\u0600-\u06ff]", words) for words, *_ in body)
        assert min(left for _, left, *_ in body) > 22  # it starts at the right edge, and no line fills the sheet

    def test_keeps_the_halves_of_a_number_in_their_order_in_urdu(self, app: Flask, cast: Cast) -> None:
        cast.ben.phone = "01632 960123"
        tell(cast, language="ur")

        assert "01632 960123" in words_of(printed(cast))

    def test_takes_what_people_wrote_as_words_whatever_it_looks_like(self, app: Flask, cast: Cast) -> None:
        cunning = '#panic("x") *bold* $x$ `raw` <end-0> @ref \\ "quoted" ]#{'
        tell(cast, given_name=cunning, address='#read("/etc/passwd")\n= Heading\n// 5 Chapel Street')

        said = words_of(printed(cast))

        assert f"Dear {cunning}," in said
        assert '#read("/etc/passwd")' in said
        assert "// 5 Chapel Street" in said

    def test_is_tagged_for_screen_readers_with_a_title_and_no_persons_name_in_it(self, app: Flask, cast: Cast) -> None:
        tell(cast)

        pdf = printed(cast)

        assert pdf.metadata is not None
        assert pdf.metadata.title == "Letters to print"
        assert pdf.root_object.get("/StructTreeRoot") is not None

    def test_begins_each_letter_on_a_page_of_its_own_and_counts_its_pages_alone(self, app: Flask, cast: Cast) -> None:
        tell(cast, Need.GIANT_PRINT, key="one")
        other = make_person(navigator=cast.ben, now=utc_now(), given_name="Jory", address="5 Fore Street", mobile=None)
        other.contact_method = ContactMethod.LETTER
        text_person(
            person=other, template="referral_no_room", values=NEWS, dedupe_key="two", now=utc_now() + timedelta(seconds=1)
        )
        db.session.commit()

        letters = queries.list_waiting(staff=cast.ben, now=utc_now() + timedelta(minutes=1))
        pdf = pypdf.PdfReader(io.BytesIO(paper.make_pdf(letters, title="Letters", typefaces=FONTS)))

        last = pdf.pages[-1].extract_text()
        assert "Dear Jory," in last
        assert "Amina" not in last
        assert "Page 1 of 1" in last
        firsts = [page for page in pdf.pages if "Dear" in page.extract_text()]
        assert len(firsts) == 2

    def test_is_refused_rather_than_made_with_boxes_in_it_and_says_whose_it_is(self, app: Flask, cast: Cast) -> None:
        bad = tell(cast, given_name="আমিনা")

        with pytest.raises(paper.NotPrintable) as refused:
            printed(cast)

        assert refused.value.letters == [bad.id]

    def test_says_where_the_typefaces_should_be(self, app: Flask, cast: Cast, tmp_path: Path) -> None:
        tell(cast)

        with pytest.raises(paper.TypefacesMissing, match=str(tmp_path)):
            paper.make_pdf(queries.list_waiting(staff=cast.ben, now=utc_now()), title="Letters", typefaces=tmp_path)


class TestPages:
    def test_give_all_letters_as_one_pdf_that_a_browser_may_show(self, ben: StrictClient, cast: Cast) -> None:
        tell(cast)

        page = ben.get("/letters")
        answer = ben.get("/letters/all.pdf")

        assert "/letters/all.pdf" in page.text
        assert answer.mimetype == "application/pdf"
        assert "object-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "no room" in words_of(pypdf.PdfReader(io.BytesIO(answer.data)))

    def test_give_one_letter_and_mark_it_alone_as_posted(self, ben: StrictClient, cast: Cast) -> None:
        first, second = tell(cast, key="one"), tell(cast, key="two")

        assert ben.get(f"/letters/{first.id}.pdf").mimetype == "application/pdf"
        ben.submit("/letters")

        db.session.rollback()
        states = {message.id: message.state.value for message in db.session.scalars(select(OutgoingMessage))}
        assert sorted((states[first.id], states[second.id])) == ["planned", "sent"]

    def test_give_nobody_a_letter_of_another_team(self, app: Flask, cast: Cast) -> None:
        letter = tell(cast)
        carys = browser_of_staff(app, cast.carys)

        assert carys.get(f"/letters/{letter.id}.pdf").status_code == 404
        assert carys.get("/letters/all.pdf").status_code == 302

    def test_say_what_to_do_when_there_can_be_no_pdf(self, ben: StrictClient, cast: Cast) -> None:
        tell(cast, given_name="আমিনা")

        answer = ben.get("/letters/all.pdf", follow_redirects=True)

        assert "Our typefaces lack something in the letter to আমিনা Hussain" in answer.text
        assert "আমিনা" in ben.get("/letters/print").text
