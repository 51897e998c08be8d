"""What templates say: in the language of the page, with what is put into the words escaped."""

from flask import Flask, render_template_string
from flask_babel import force_locale


def said(app: Flask, template: str, *, language: str = "en", **values: object) -> str:
    with app.test_request_context(), force_locale(language):
        return render_template_string(template, **values)


class TestTheWordsOfAPage:
    def test_are_in_its_language(self, app: Flask) -> None:
        english, polish = (said(app, '{{ _("Find help") }}', language=code) for code in ("en", "pl"))

        assert english == "Find help"
        assert polish not in ("", english)

    def test_escape_what_is_put_into_them(self, app: Flask) -> None:
        words = said(app, '{{ _("Help with “%(words)s”", words=typed) }}', typed="<b>tea</b>")

        assert words == "Help with “&lt;b&gt;tea&lt;/b&gt;”"

    def test_leave_marked_up_parts_as_they_are(self, app: Flask) -> None:
        words = said(app, "{% trans number='<b>999</b>' | safe %}Ring {{ number }}.{% endtrans %}")

        assert words == "Ring <b>999</b>."

    def test_say_one_and_many(self, app: Flask) -> None:
        template = "{% trans count=number %}{{ count }} thing{% pluralize %}{{ count }} things{% endtrans %}"

        assert [said(app, template, number=number) for number in (1, 3)] == ["1 thing", "3 things"]

    def test_write_a_percent_sign_once(self, app: Flask) -> None:
        assert said(app, '{{ _("100%%") }}') == "100%"
