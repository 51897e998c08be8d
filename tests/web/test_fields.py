from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string

from navigator import forms

MESSAGE = "Please write this, so that we can help."


def show(app: Flask, words: str, form: forms.Form, lang: str = "en") -> BeautifulSoup:
    with app.test_request_context(f"/?lang={lang}"):
        return BeautifulSoup(
            render_template_string('{% import "components/fields.html" as fields %}' + words, form=form), "html.parser"
        )


def described_by(page: BeautifulSoup, tag: Tag) -> str:
    """All that is read out with `tag` after its name."""
    ids = str(tag.get("aria-describedby", "")).split()
    found = [page.find(id=name) for name in ids]
    assert all(found), f"{ids} are not all on the page"
    return " ".join(part.get_text(" ", strip=True) for part in found if part)


class TestEveryField:
    @pytest.mark.parametrize(
        "words",
        [
            "{{ fields.text(form, 'it', 'About', hint='A hint') }}",
            "{{ fields.long_text(form, 'it', 'About', hint='A hint') }}",
            "{{ fields.select(form, 'it', 'About', [('a', 'A')], hint='A hint') }}",
            "{{ fields.ticked(form, 'it', 'About', hint='A hint') }}",
            "{{ fields.choice(form, 'it', 'About', [('a', 'A'), ('b', 'B', 'More')], hint='A hint') }}",
            "{{ fields.several(form, 'it', 'About', [('a', 'A'), ('b', 'B')], hint='A hint') }}",
            "{{ fields.day(form, 'it', 'About', hint='A hint') }}",
            "{{ fields.number_scale(form, 'it', 'About', low_words='Low', high_words='High', hint='A hint') }}",
        ],
        ids=["text", "long_text", "select", "ticked", "choice", "several", "day", "number_scale"],
    )
    def test_is_read_out_with_its_hint_and_its_error(self, app: Flask, words: str) -> None:
        page = show(app, words, forms.blank().with_error("it", MESSAGE))

        described = page.select_one("[aria-describedby~=it-error]")
        assert described is not None
        assert "A hint" in described_by(page, described)
        assert f"Error: {MESSAGE}" in described_by(page, described)
        assert page.select_one(".nhsuk-form-group--error")

    def test_says_nothing_of_errors_when_there_are_none(self, app: Flask) -> None:
        page = show(app, "{{ fields.text(form, 'it', 'About') }}", forms.blank(it="x"))

        assert not page.select("[class*=error], [aria-describedby]")

    def test_escapes_what_was_typed(self, app: Flask) -> None:
        typed = '"><script>alert(1)</script></textarea>'
        page = show(app, "{{ fields.text(form, 'a', 'A') }}{{ fields.long_text(form, 'b', 'B') }}", forms.blank(a=typed, b=typed))

        assert not page.select("script")
        assert page.select("input")[0]["value"] == typed
        assert page.select("textarea")[0].get_text().strip() == typed


class TestErrorSummary:
    def test_links_to_each_field_in_the_order_of_the_page(self, app: Flask) -> None:
        form = forms.Form(
            values={"born": {"day": "31", "month": "2", "year": "1948"}},
            errors={"how": "Choose how.", "born": "That day does not exist."},
        )
        page = show(
            app,
            "{{ fields.error_summary(form, {'born': 'Date of birth', 'how': 'How we talk'}) }}"
            "{{ fields.day(form, 'born', 'Date of birth') }}{{ fields.choice(form, 'how', 'How', [('a', 'A'), ('b', 'B')]) }}",
            form,
        )

        links = page.select(".nhsuk-error-summary a")
        assert [link.get_text() for link in links] == ["Date of birth: That day does not exist.", "How we talk: Choose how."]
        targets = [page.find(id=str(link["href"]).removeprefix("#")) for link in links]
        assert [target.name for target in targets if target] == ["input", "input"]

    def test_is_not_there_when_nothing_is_wrong(self, app: Flask) -> None:
        assert show(app, "{{ fields.error_summary(form, {'a': 'A'}) }}", forms.blank()).get_text(strip=True) == ""

    def test_shows_an_error_that_belongs_to_no_known_field(self, app: Flask) -> None:
        page = show(app, "{{ fields.error_summary(form, {}) }}", forms.blank().with_error("odd", MESSAGE))

        assert MESSAGE in page.get_text()


class TestText:
    def test_never_shows_a_password_again(self, app: Flask) -> None:
        page = show(app, "{{ fields.text(form, 'password', 'Password', type='password') }}", forms.blank(password="secret"))

        assert not page.select("input")[0].get("value")


class TestLongText:
    def test_keeps_an_empty_first_line(self, app: Flask) -> None:
        with app.test_request_context("/"):
            html = render_template_string(
                '{% import "components/fields.html" as fields %}{{ fields.long_text(form, "it", "About") }}',
                form=forms.blank(it="\nhello"),
            )

        assert ">\n\nhello</textarea>" in html  # a browser drops the first line break after the tag


class TestChoice:
    def test_keeps_what_was_chosen(self, app: Flask) -> None:
        page = show(app, "{{ fields.choice(form, 'it', 'About', [('a', 'A'), ('b', 'B')]) }}", forms.blank(it="b"))

        assert [tag["value"] for tag in page.select("input[checked]")] == ["b"]

    def test_may_be_the_heading_of_the_page(self, app: Flask) -> None:
        page = show(app, "{{ fields.choice(form, 'it', 'About', [('a', 'A')], legend_as_h1=True) }}", forms.blank())

        assert page.select_one("legend > h1")


class TestSeveral:
    def test_keeps_all_that_was_chosen(self, app: Flask) -> None:
        page = show(
            app, "{{ fields.several(form, 'it', 'About', [('a', 'A'), ('b', 'B'), ('c', 'C')]) }}", forms.blank(it=["a", "c"])
        )

        assert [tag["value"] for tag in page.select("input[checked]")] == ["a", "c"]


class TestDay:
    @pytest.mark.parametrize("value", [date(1948, 3, 27), {"day": "27", "month": "3", "year": "1948"}])
    def test_shows_a_known_day_and_a_typed_one_alike(self, app: Flask, value: object) -> None:
        page = show(app, "{{ fields.day(form, 'born', 'Date of birth') }}", forms.blank(born=value))

        assert {tag["name"]: tag["value"] for tag in page.select("input")} == {
            "born-day": "27",
            "born-month": "3",
            "born-year": "1948",
        }


class TestNumberScale:
    def test_offers_eleven_buttons_and_says_what_the_ends_mean(self, app: Flask) -> None:
        words = "{{ fields.number_scale(form, 'sure', 'How sure?', low_words='Not at all', high_words='Very') }}"
        page = show(app, words, forms.blank(sure=0))

        assert [tag["value"] for tag in page.select("input[type=radio]")] == [str(number) for number in range(11)]
        assert [tag["value"] for tag in page.select("input[checked]")] == ["0"]
        labels = [label.get_text() for label in page.select("label")]
        assert (labels[0], labels[10]) == ("0 Not at all", "10 Very")

    def test_has_no_answer_until_one_is_given(self, app: Flask) -> None:
        words = "{{ fields.number_scale(form, 'sure', 'How sure?', low_words='Not at all', high_words='Very') }}"

        assert not show(app, words, forms.blank()).select("input[checked]")
