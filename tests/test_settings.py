"""Settings: what is missing is named at the start, all at once, and no secret has a default."""

from datetime import time
from decimal import Decimal

import pytest

from navigator.config import SettingsWrong, read_settings

ENOUGH = {"NAVIGATOR_SECRET_KEY": "x" * 40, "NAVIGATOR_PUBLIC_URL": "https://care.example/"}


class TestSettings:
    def test_name_everything_that_is_missing_at_once(self) -> None:
        with pytest.raises(SettingsWrong) as caught:
            read_settings({"NAVIGATOR_SMS_GATEWAY": "twilio"}, serving=True)

        for name in ("SECRET_KEY", "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"):
            assert f"NAVIGATOR_{name}" in str(caught.value)

    def test_refuse_a_secret_that_could_be_guessed(self) -> None:
        with pytest.raises(SettingsWrong, match="too short"):
            read_settings(ENOUGH | {"NAVIGATOR_SECRET_KEY": "hunter2"}, serving=True)

    def test_refuse_a_gateway_nobody_has_heard_of(self) -> None:
        with pytest.raises(SettingsWrong, match="NAVIGATOR_SMS_GATEWAY must be one of"):
            read_settings(ENOUGH | {"NAVIGATOR_SMS_GATEWAY": "pigeon"}, serving=True)

    def test_default_to_a_file_in_the_data_folder_and_to_texting_nobody(self) -> None:
        settings = read_settings(ENOUGH | {"NAVIGATOR_DATA_DIR": "/srv/care"}, serving=True)

        assert settings.database_url == "sqlite:////srv/care/navigator.sqlite3"
        assert settings.sms_gateway == "console"
        assert settings.public_url == "https://care.example"

    def test_ask_a_command_at_the_keyboard_for_no_secret(self) -> None:
        assert len(read_settings({}, serving=False).secret_key) >= 32

    def test_say_when_people_are_texted(self) -> None:
        chosen = {"FROM": "08:00", "UNTIL": "21:30", "SUNDAYS": "no", "BANK_HOLIDAYS": "no"}

        usual = read_settings(ENOUGH, serving=True)
        settings = read_settings(ENOUGH | {f"NAVIGATOR_TEXTS_{name}": value for name, value in chosen.items()}, serving=True)

        assert (usual.texts_from, usual.texts_until, usual.texts_sundays, usual.texts_bank_holidays) == (
            time(9),
            time(20),
            True,
            True,
        )
        assert (settings.texts_from, settings.texts_until) == (time(8), time(21, 30))
        assert (settings.texts_sundays, settings.texts_bank_holidays) == (False, False)

    @pytest.mark.parametrize(
        ("wrong", "complaint"),
        [
            ({"FROM": "nine"}, "NAVIGATOR_TEXTS_FROM must be a time of day such as 09:00; it is 'nine'"),
            ({"UNTIL": "24:00"}, "NAVIGATOR_TEXTS_UNTIL must be a time of day such as 20:00; it is '24:00'"),
            ({"FROM": "20:00", "UNTIL": "09:00"}, "the first before the second; they are 20:00 and 09:00"),
            ({"FROM": "03:00"}, "must lie between 06:00 and 22:00"),
            ({"SUNDAYS": "sometimes"}, "NAVIGATOR_TEXTS_SUNDAYS must be one of yes, no; it is 'sometimes'"),
        ],
    )
    def test_refuse_hours_that_nobody_would_like(self, wrong: dict[str, str], complaint: str) -> None:
        with pytest.raises(SettingsWrong, match=complaint):
            read_settings(ENOUGH | {f"NAVIGATOR_TEXTS_{name}": value for name, value in wrong.items()}, serving=True)

    def test_refuse_drama_numbers_only_where_texts_really_leave(self) -> None:
        twilio = (
            ENOUGH
            | {f"NAVIGATOR_TWILIO_{name}": "x" for name in ("ACCOUNT_SID", "AUTH_TOKEN", "FROM")}
            | {"NAVIGATOR_SMS_GATEWAY": "twilio"}
        )

        assert not read_settings(twilio, serving=True).allows_test_numbers
        assert read_settings(twilio | {"NAVIGATOR_TWILIO_API_URL": "http://127.0.0.1:9"}, serving=True).allows_test_numbers

    def test_fetch_nothing_from_within_unless_told_to(self) -> None:
        assert not read_settings(ENOUGH, serving=True).allows_private_sources
        assert read_settings(ENOUGH | {"NAVIGATOR_PRIVATE_SOURCES": "allow"}, serving=True).allows_private_sources
        with pytest.raises(SettingsWrong, match="NAVIGATOR_PRIVATE_SOURCES must be one of refuse, allow"):
            read_settings(ENOUGH | {"NAVIGATOR_PRIVATE_SOURCES": "yes"}, serving=True)


class TestLimitsOnTexts:
    def test_are_numbers(self) -> None:
        with pytest.raises(SettingsWrong) as problem:
            read_settings({"NAVIGATOR_TEXTS_A_DAY": "none", "NAVIGATOR_TEXTS_A_SECOND": "-1"}, serving=False)

        assert "NAVIGATOR_TEXTS_A_DAY must be a whole number, 1 or more; it is 'none'" in str(problem.value)
        assert "NAVIGATOR_TEXTS_A_SECOND must be a number, 0 or more; it is '-1'" in str(problem.value)

    def test_are_what_was_set(self) -> None:
        settings = read_settings({"NAVIGATOR_TEXTS_A_WEEK": "7", "NAVIGATOR_TEXTS_A_SECOND": "0.5"}, serving=False)

        assert (settings.texts_a_day, settings.texts_a_week, settings.texts_a_second) == (5, 7, 0.5)


class TestThePriceOfTexts:
    def test_is_known_or_nobody_said(self) -> None:
        assert read_settings(ENOUGH, serving=True).sms_pence_per_segment is None
        assert read_settings(ENOUGH | {"NAVIGATOR_SMS_PENCE_PER_SEGMENT": "4.2"}, serving=True).sms_pence_per_segment == Decimal(
            "4.2"
        )

    @pytest.mark.parametrize("pence", ["cheap", "-1", "NaN", "4,2"])
    def test_is_a_number(self, pence: str) -> None:
        with pytest.raises(SettingsWrong, match="NAVIGATOR_SMS_PENCE_PER_SEGMENT must be"):
            read_settings(ENOUGH | {"NAVIGATOR_SMS_PENCE_PER_SEGMENT": pence}, serving=True)


class TestNotifications:
    KEY = "A" * 43

    def test_need_somebody_push_services_can_write_to_and_https(self) -> None:
        with pytest.raises(SettingsWrong) as caught:
            read_settings(ENOUGH | {"NAVIGATOR_PUSH_KEY": self.KEY, "NAVIGATOR_PUBLIC_URL": "http://care.example"}, serving=True)

        assert "NAVIGATOR_PUSH_CONTACT is missing" in str(caught.value)
        assert "with https" in str(caught.value)

    @pytest.mark.parametrize(
        ("name", "value"), [("PUSH_KEY", "short"), ("PUSH_CONTACT", "it@care.example"), ("PUSH_INSIDE", "perhaps")]
    )
    def test_name_what_is_wrong(self, name: str, value: str) -> None:
        with pytest.raises(SettingsWrong, match=f"NAVIGATOR_{name}"):
            read_settings(ENOUGH | {f"NAVIGATOR_{name}": value}, serving=True)

    def test_are_off_without_a_key(self) -> None:
        assert read_settings(ENOUGH, serving=True).push_key == ""


class TestTheMailboxOfBounces:
    TO = {"NAVIGATOR_BOUNCES_TO": "bounces@care.example"}

    @pytest.mark.parametrize(
        "url",
        [
            "imaps://bounces%40care.example:word@mail.care.example:993/INBOX",
            "imaps://bounces:word@mail.care.example",
            "imap://bounces:word@127.0.0.1:143/INBOX",
        ],
    )
    def test_is_an_address_with_a_name_and_a_password(self, url: str) -> None:
        settings = read_settings(ENOUGH | self.TO | {"NAVIGATOR_BOUNCES_IMAP_URL": url}, serving=True)

        assert settings.bounces_imap_url == url
        assert "word" not in repr(settings)

    @pytest.mark.parametrize(
        ("url", "complaint"),
        [
            ("mail.care.example", "must be such as imaps://user:password@host:993/INBOX"),
            ("pop3://bounces:s3cret@mail.care.example", "must be such as imaps://"),
            ("imaps://mail.care.example/INBOX", "names no user and password"),
            ("imaps://bounces@mail.care.example/INBOX", "names no user and password"),
            ("imap://bounces:s3cret@mail.care.example/INBOX", "must begin with imaps://"),
            ("imaps://bounces:s3cret@mail.care.example:port/INBOX", "is no address"),
            ("imaps://bounces:s3cret@[mail/INBOX", "is no address"),
        ],
    )
    def test_says_what_is_wrong_and_never_the_password(self, url: str, complaint: str) -> None:
        with pytest.raises(SettingsWrong) as caught:
            read_settings(ENOUGH | self.TO | {"NAVIGATOR_BOUNCES_IMAP_URL": url}, serving=True)

        assert f"NAVIGATOR_BOUNCES_IMAP_URL {complaint}" in str(caught.value)
        assert "s3cret" not in str(caught.value)

    def test_is_of_no_use_without_an_address_to_come_back_to(self) -> None:
        url = "imaps://bounces:word@mail.care.example"

        with pytest.raises(SettingsWrong, match="NAVIGATOR_BOUNCES_TO is missing"):
            read_settings(ENOUGH | {"NAVIGATOR_BOUNCES_IMAP_URL": url}, serving=True)
