"""Settings, read from the environment once, when the service starts. What is missing is named; no secret has a default."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Literal
from urllib.parse import urlsplit

DATABASES = ("sqlite:///", "postgresql+psycopg://")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
EARLIEST_TEXT, LATEST_TEXT = time(6), time(22)  # nobody may set hours beyond these; the clocks change outside of them
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TWILIO = "https://api.twilio.com"
VONAGE = "https://api.nexmo.com"
PROVIDERS = ("twilio", "vonage")  # those through which texts really leave
NAME = re.compile(r"[A-Za-z0-9 .&_-]{1,11}")  # of a sender, as UK networks allow it
NUMBER = re.compile(r"\+44[0-9]{9,10}|[678][0-9]{4}")  # UK networks drop texts from other countries' numbers; or a short code
RETURN_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]{1,180}")  # short: a mark of 41 letters goes into it
PUSH_KEY = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes
HERE = ("localhost", "127.0.0.1", "::1")  # this machine
NAMES_NOBODY_MAY_USE = frozenset({"info", "alert", "alerts", "verify", "sms", "text", "message", "notice", "service", "mobile"})


@dataclass(frozen=True)
class Licence:
    """What others may do with the listings: the licence's own title, and where it stands."""

    title: str
    address: str


LICENCES = {
    "ogl": Licence("Open Government Licence v3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    "cc-by": Licence("Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    "cc0": Licence("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


class SettingsWrong(Exception):
    """The environment does not add up. The message names every setting to mend, one a line."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Each field is the setting `NAVIGATOR_<FIELD>`; README.md lists them with their meaning.

    All but the last two: how long a member of staff stays signed in is decided here, and no setting changes it.
    """

    database_url: str
    secret_key: str
    public_url: str
    data_dir: Path
    sms_gateway: Literal["simulator", "console", "twilio", "vonage"] = "console"
    sms_fallback: Literal["", "twilio", "vonage"] = ""
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_from: str = ""
    twilio_messaging_service: str = ""
    twilio_api_url: str = TWILIO
    vonage_api_key: str = ""
    vonage_api_secret: str = ""
    vonage_signature_secret: str = ""
    vonage_from: str = ""
    vonage_api_url: str = VONAGE
    broker_url: str = ""
    broker_queue: str = "navigator"
    texts_a_day: int = 5
    texts_a_week: int = 15
    texts_of_a_kind_an_hour: int = 1000
    texts_a_second: float = 0
    api_calls_a_minute: int = 300  # of one key
    mailer: Literal["console", "smtp"] = "console"
    smtp_url: str = ""
    mail_from: str = "Care Navigator <hello@care-navigator.example>"
    sms_pence_per_segment: Decimal | None = None
    proxies: int = 0
    map_tiles: str = ""
    map_attribution: str = ""
    open_data_licence: str = ""
    private_sources: Literal["refuse", "allow"] = "refuse"
    texts_from: time = time(9)
    texts_until: time = time(20)
    texts_sundays: bool = True
    texts_bank_holidays: bool = True
    team_from: time = time(9)
    team_until: time = time(17)
    team_days: frozenset[int] = frozenset(range(5))
    answer_within_hours: int = 8
    bounces_to: str = ""
    bounces_imap_url: str = field(default="", repr=False)  # its password
    push_key: str = ""
    push_contact: str = ""
    push_inside: Literal["refuse", "allow"] = "refuse"
    webhooks_inside: Literal["refuse", "allow"] = "refuse"
    staff_idle: timedelta = timedelta(minutes=30)
    staff_longest: timedelta = timedelta(hours=10)

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def is_demo(self) -> bool:
        """The simulator's phones are open to whoever opens the page, so they stand only where nobody real is texted."""
        return self.sms_gateway == "simulator"

    @property
    def allows_test_numbers(self) -> bool:
        """Ofcom's drama numbers are refused only where texts really leave."""
        really = {"twilio": self.twilio_api_url == TWILIO, "vonage": self.vonage_api_url == VONAGE}
        return not (really.get(self.sms_gateway, False) or really.get(self.sms_fallback, False))

    @property
    def webhook_token(self) -> str:
        """What the provider signs its calls with; the simulator signs with one of its own."""
        return self.twilio_auth_token or sha256(f"webhooks {self.secret_key}".encode()).hexdigest()

    @property
    def licence(self) -> Licence | None:
        """Under which licence the listings are given out; None while nobody has decided."""
        return LICENCES.get(self.open_data_licence)

    @property
    def text_sender(self) -> str:
        """Whose pace the workers share: the number, or whatever else texts leave from."""
        senders = {"twilio": self.twilio_messaging_service or self.twilio_from, "vonage": self.vonage_from}
        return f"{self.sms_gateway}:{senders.get(self.sms_gateway, '')}"

    @property
    def allows_webhooks_inside(self) -> bool:
        """Whether webhooks may call this machine and its own network, without https: to try things out."""
        return self.webhooks_inside == "allow"

    @property
    def allows_private_sources(self) -> bool:
        """Whether listings may be fetched from this machine or its own network."""
        return self.private_sources == "allow"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"


def _read_days(typed: str) -> frozenset[int]:
    """The weekdays in "mon-fri" or "mon,wed,fri"; Monday is 0. None at all when it is neither."""
    days: set[int] = set()
    for part in typed.lower().split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            return frozenset()
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        if end < start:
            return frozenset()
        days.update(range(start, end + 1))
    return frozenset(days)


def read_settings(environ: Mapping[str, str], *, serving: bool) -> Settings:
    """Settings from an environment. Raises `SettingsWrong`, naming all that is missing or malformed at once.

    `serving` is for the web and the worker, which make promises to people and so need the secret and the public
    address; a command at the keyboard (import, migrate) does without them.
    """
    wrong: list[str] = []

    def value(name: str, default: str = "") -> str:
        return environ.get(f"NAVIGATOR_{name}", default).strip()

    def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
        chosen = value(name, default)
        if chosen not in allowed:
            wrong.append(f"NAVIGATOR_{name} must be one of {', '.join(allowed)}; it is {chosen!r}")
        return chosen

    def number(name: str, default: str, *, whole: bool = True, least: float = 0) -> float:
        written = value(name, default)
        try:
            amount = float(int(written)) if whole else float(written)
        except ValueError:
            amount = -1
        if not least <= amount < 1_000_000:
            wrong.append(f"NAVIGATOR_{name} must be a {'whole ' if whole else ''}number, {least:g} or more; it is {written!r}")
        return amount

    def clock(name: str, default: str) -> time | None:
        typed = value(name, default)
        if not CLOCK.fullmatch(typed):
            wrong.append(f"NAVIGATOR_{name} must be a time of day such as {default}; it is {typed!r}")
            return None
        return time.fromisoformat(typed)

    data_dir = Path(value("DATA_DIR", "./instance")).resolve()
    secret_key = value("SECRET_KEY")
    if not secret_key and not serving:
        secret_key = token_hex(32)
    elif not secret_key:
        wrong.append("NAVIGATOR_SECRET_KEY is missing: a long random text, the same on every machine of this service")
    elif len(secret_key) < 32:
        wrong.append("NAVIGATOR_SECRET_KEY is too short: at least 32 characters")
    public_url = value("PUBLIC_URL", "" if serving else "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(public_url).scheme not in ("http", "https") or not urlsplit(public_url).netloc:
        wrong.append("NAVIGATOR_PUBLIC_URL is missing or not an address: what people type, such as https://care.example")
    gateway = choice("SMS_GATEWAY", ("simulator", "console", *PROVIDERS), "console")
    fallback = choice("SMS_FALLBACK", ("", *PROVIDERS), "")
    if fallback and (fallback == gateway or gateway not in PROVIDERS):
        wrong.append("NAVIGATOR_SMS_FALLBACK must be another provider than NAVIGATOR_SMS_GATEWAY, which must be one too")
    auth_token = value("TWILIO_AUTH_TOKEN")
    needs = {
        "twilio": ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "" if value("TWILIO_MESSAGING_SERVICE") else "TWILIO_FROM"),
        "vonage": ("VONAGE_API_KEY", "VONAGE_API_SECRET", "VONAGE_SIGNATURE_SECRET", "VONAGE_FROM"),
    }
    for setting, provider in (("SMS_GATEWAY", gateway), ("SMS_FALLBACK", fallback)):
        wrong += [
            f"NAVIGATOR_{name} is missing: NAVIGATOR_{setting}={provider} needs it"
            for name in needs.get(provider, ())
            if name and not value(name)
        ]
    wrong += [
        f"NAVIGATOR_{name} {problem}"
        for name in ("TWILIO_FROM", "VONAGE_FROM")
        if value(name) and (problem := _what_is_wrong_with_sender(value(name)))
    ]
    if gateway in PROVIDERS and not value("PUBLIC_URL") and not serving:
        wrong.append("NAVIGATOR_PUBLIC_URL is missing: the provider tells this address what became of a text")
    mailer = choice("MAILER", ("console", "smtp"), "console")
    if mailer == "smtp" and not value("SMTP_URL"):
        wrong.append("NAVIGATOR_SMTP_URL is missing: NAVIGATOR_MAILER=smtp needs it, such as smtp://user:password@host:587")
    proxies = value("PROXIES", "0")
    if not proxies.isdigit():
        wrong.append(f"NAVIGATOR_PROXIES must be how many proxies stand before the service, such as 1; it is {proxies!r}")
    pence = value("SMS_PENCE_PER_SEGMENT")
    try:
        pence_per_segment = Decimal(pence) if pence else None
    except InvalidOperation:
        pence_per_segment = Decimal(-1)
    if pence_per_segment is not None and not (pence_per_segment.is_finite() and 0 <= pence_per_segment < 1000):
        wrong.append(f"NAVIGATOR_SMS_PENCE_PER_SEGMENT must be what one segment costs in pence, such as 4.2; it is {pence!r}")
    licence = choice("OPEN_DATA_LICENCE", ("", *LICENCES), "")
    private_sources = choice("PRIVATE_SOURCES", ("refuse", "allow"), "refuse")
    database_url = value("DATABASE_URL") or f"sqlite:///{data_dir / 'navigator.sqlite3'}"
    database_url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", database_url)  # as other programs write it
    if not database_url.startswith(DATABASES):
        wrong.append("NAVIGATOR_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    tiles = value("MAP_TILES")
    if tiles and not (urlsplit(tiles).scheme == "https" and all(part in tiles for part in ("{z}", "{x}", "{y}"))):
        wrong.append("NAVIGATOR_MAP_TILES must be an https address with {z}, {x} and {y} in it, as map servers give theirs")
    if tiles and not value("MAP_ATTRIBUTION"):
        wrong.append("NAVIGATOR_MAP_ATTRIBUTION is missing: NAVIGATOR_MAP_TILES needs it, to say whose map it is")
    a_day, a_week = number("TEXTS_A_DAY", "5", least=1), number("TEXTS_A_WEEK", "15", least=1)
    api_calls = number("API_CALLS_A_MINUTE", "300", least=1)
    an_hour, a_second = number("TEXTS_OF_A_KIND_AN_HOUR", "1000"), number("TEXTS_A_SECOND", "0", whole=False)
    texts_from, texts_until = clock("TEXTS_FROM", "09:00"), clock("TEXTS_UNTIL", "20:00")
    if texts_from and texts_until and not EARLIEST_TEXT <= texts_from < texts_until <= LATEST_TEXT:
        wrong.append(
            f"NAVIGATOR_TEXTS_FROM and NAVIGATOR_TEXTS_UNTIL must lie between {EARLIEST_TEXT:%H:%M} and {LATEST_TEXT:%H:%M}, "
            f"the first before the second; they are {texts_from:%H:%M} and {texts_until:%H:%M}"
        )
    texts_sundays = choice("TEXTS_SUNDAYS", ("yes", "no"), "yes") == "yes"
    texts_bank_holidays = choice("TEXTS_BANK_HOLIDAYS", ("yes", "no"), "yes") == "yes"
    team_from, team_until = clock("TEAM_FROM", "09:00"), clock("TEAM_UNTIL", "17:00")
    if team_from and team_until and not EARLIEST_TEXT <= team_from < team_until <= LATEST_TEXT:
        wrong.append(
            f"NAVIGATOR_TEAM_FROM and NAVIGATOR_TEAM_UNTIL must lie between {EARLIEST_TEXT:%H:%M} and {LATEST_TEXT:%H:%M}, "
            f"the first before the second; they are {team_from:%H:%M} and {team_until:%H:%M}"
        )
    team_days = _read_days(value("TEAM_DAYS", "mon-fri"))
    if not team_days:
        wrong.append(f"NAVIGATOR_TEAM_DAYS must be days such as mon-fri or mon,wed,fri; it is {value('TEAM_DAYS')!r}")
    answer_within = number("ANSWER_WITHIN_HOURS", "8", least=1)
    bounces_to = value("BOUNCES_TO")
    if bounces_to and not RETURN_ADDRESS.fullmatch(bounces_to):
        wrong.append(f"NAVIGATOR_BOUNCES_TO must be an address such as bounces@care.example; it is {bounces_to!r}")
    bounces_imap_url = value("BOUNCES_IMAP_URL")
    if bounces_imap_url and (problem := _what_is_wrong_with_mailbox(bounces_imap_url)):
        wrong.append(f"NAVIGATOR_BOUNCES_IMAP_URL {problem}")
    if bounces_imap_url and not bounces_to:
        wrong.append("NAVIGATOR_BOUNCES_TO is missing: NAVIGATOR_BOUNCES_IMAP_URL needs it, or nothing comes back to be read")
    push_key, push_contact = value("PUSH_KEY"), value("PUSH_CONTACT")
    wrong += _what_is_wrong_with_push(push_key, push_contact, public_url)
    push_inside = choice("PUSH_INSIDE", ("refuse", "allow"), "refuse")
    webhooks_inside = choice("WEBHOOKS_INSIDE", ("refuse", "allow"), "refuse")
    if wrong:
        raise SettingsWrong("\n".join(wrong))
    return Settings(
        database_url=database_url,
        secret_key=secret_key,
        public_url=public_url,
        data_dir=data_dir,
        sms_gateway=gateway,  # type: ignore[arg-type]  # choice() has checked it
        sms_fallback=fallback,  # type: ignore[arg-type]  # choice() has checked it
        twilio_account_sid=value("TWILIO_ACCOUNT_SID"),
        twilio_auth_token=auth_token,
        twilio_from=value("TWILIO_FROM"),
        twilio_messaging_service=value("TWILIO_MESSAGING_SERVICE"),
        twilio_api_url=value("TWILIO_API_URL", TWILIO).rstrip("/"),
        vonage_api_key=value("VONAGE_API_KEY"),
        vonage_api_secret=value("VONAGE_API_SECRET"),
        vonage_signature_secret=value("VONAGE_SIGNATURE_SECRET"),
        vonage_from=value("VONAGE_FROM"),
        vonage_api_url=value("VONAGE_API_URL", VONAGE).rstrip("/"),
        broker_url=value("BROKER_URL"),
        broker_queue=value("BROKER_QUEUE", "navigator"),
        texts_a_day=int(a_day),
        texts_a_week=int(a_week),
        texts_of_a_kind_an_hour=int(an_hour),
        texts_a_second=a_second,
        api_calls_a_minute=int(api_calls),
        mailer=mailer,  # type: ignore[arg-type]  # choice() has checked it
        smtp_url=value("SMTP_URL"),
        sms_pence_per_segment=pence_per_segment,
        proxies=int(proxies),
        map_tiles=tiles,
        map_attribution=value("MAP_ATTRIBUTION"),
        open_data_licence=licence,
        private_sources=private_sources,  # type: ignore[arg-type]  # choice() has checked it
        texts_from=texts_from or time(9),
        texts_until=texts_until or time(20),
        texts_sundays=texts_sundays,
        texts_bank_holidays=texts_bank_holidays,
        team_from=team_from or time(9),
        team_until=team_until or time(17),
        team_days=team_days,
        answer_within_hours=int(answer_within),
        bounces_to=bounces_to,
        bounces_imap_url=bounces_imap_url,
        push_key=push_key,
        push_contact=push_contact,
        webhooks_inside=webhooks_inside,  # type: ignore[arg-type]  # choice() has checked it
        push_inside=push_inside,  # type: ignore[arg-type]  # choice() has checked it
        mail_from=value("MAIL_FROM", "Care Navigator <hello@care-navigator.example>"),
    )


def _what_is_wrong_with_mailbox(url: str) -> str:
    """Why nobody could read this mailbox; "" when somebody could. Never says the address itself: a password is in it."""
    try:
        address = urlsplit(url)
        host, _ = address.hostname, address.port
    except ValueError:
        return "is no address: it must be such as imaps://user:password@host:993/INBOX, with %40 for @ in a name or password"
    if address.scheme not in ("imaps", "imap") or not host:
        return "must be such as imaps://user:password@host:993/INBOX"
    if not address.username or not address.password:
        return "names no user and password: imaps://user:password@host:993/INBOX, with %40 for @ in either"
    if address.scheme == "imap" and host not in HERE:
        return "must begin with imaps://: a password goes to another machine only where nobody can read it on the way"
    return ""


def _what_is_wrong_with_push(key: str, contact: str, public_url: str) -> list[str]:
    wrong = []
    if key and not PUSH_KEY.fullmatch(key):
        wrong.append("NAVIGATOR_PUSH_KEY is no key for notifications: `navigator push keys` makes one")
    if key and not contact:
        wrong.append("NAVIGATOR_PUSH_CONTACT is missing: NAVIGATOR_PUSH_KEY needs it, such as mailto:it@care.example")
    if contact and not contact.startswith(("mailto:", "https://")):
        wrong.append(f"NAVIGATOR_PUSH_CONTACT must begin with mailto: or https://; it is {contact!r}")
    address = urlsplit(public_url)
    if key and address.scheme != "https" and address.hostname not in HERE:
        wrong.append("NAVIGATOR_PUSH_KEY needs a NAVIGATOR_PUBLIC_URL with https: browsers show notifications of no other")
    return wrong


def _what_is_wrong_with_sender(sender: str) -> str:
    """Why UK networks would drop texts from this number or name; "" when they would not."""
    if any(letter.isalpha() for letter in sender):
        if not NAME.fullmatch(sender):
            return "is not a name texts can come from: at most 11 letters, digits, spaces and . & _ -"
        if sender.strip().lower() in NAMES_NOBODY_MAY_USE:
            return f"is a name anybody might use, which networks block: {sender!r}"
        return ""
    return (
        "" if NUMBER.fullmatch(sender) else "must be a British number such as +447…, a short code, or a name of up to 11 letters"
    )
