"""Who there is: the locality and its teams, staff, persons, what each agreed to, and who looked at what."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class Role(StrEnum):
    NAVIGATOR = "navigator"
    VOLUNTEER = "volunteer"
    TEAM_LEAD = "team_lead"
    ADMINISTRATOR = "administrator"


class ContactMethod(StrEnum):
    """How a person likes to be reached."""

    TEXT = "text"
    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"


class Need(StrEnum):
    """What a person needs so that information reaches them (the NHS's Accessible Information Standard, DAPB1605)."""

    LARGE_PRINT = "large_print"  # 18 point
    GIANT_PRINT = "giant_print"  # 24 point
    BRAILLE = "braille"
    CANNOT_READ = "cannot_read"  # words have to be spoken
    BSL = "bsl"  # British Sign Language
    NO_TELEPHONE = "no_telephone"  # cannot hear or speak on it


class TextDetail(StrEnum):
    """How much a text may say of what stands in a person's plan: others may read their phone."""

    PLAIN = "plain"  # that there is something, and a link
    FULL = "full"  # their own words, because they asked for that


class Purpose(StrEnum):
    """What a person can agree to, one purpose at a time."""

    SUPPORT = "support"
    TEXTS = "texts"
    REFERRAL = "referral"
    CIRCLE = "circle"  # somebody of their circle may see or do one thing
    TEAM_MEETING = "team_meeting"  # the team may talk about them in its meeting, with a short summary


class ConsentHow(StrEnum):
    SPOKEN = "spoken"
    WRITTEN = "written"
    TEXT = "text"


class WhyClosed(StrEnum):
    """Why our support of somebody ended."""

    FINISHED = "finished"  # they are where they wanted to be
    MOVED_AWAY = "moved_away"
    LOST_TOUCH = "lost_touch"
    DO_NOT_CONTACT = "do_not_contact"  # they asked us not to be in touch
    DIED = "died"
    OTHER = "other"


def _when_made(context: DefaultExecutionContext) -> datetime:
    """A person we have just met was in touch when their row was made."""
    made_at: datetime = context.get_current_parameters()["created_at"]  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    return made_at


class Locality(Base):
    """The area one installation serves, and whom people there can ring."""

    __tablename__ = "localities"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    phone: Mapped[str] = mapped_column(String(40))
    opening_words: Mapped[str] = mapped_column(String(200), default="")
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)  # what staff here may be good at, as the locality calls it
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[Id]
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254), default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)  # nobody works there, and nobody is supported there

    locality: Mapped[Locality] = relationship(lazy="joined")


class Staff(Base):
    """Somebody who signs in to work: navigator, volunteer, team lead or administrator."""

    __tablename__ = "staff"

    id: Mapped[Id]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(by_value(Role))
    phone: Mapped[str] = mapped_column(String(40), default="")  # as the people they support may ring it
    languages: Mapped[str] = mapped_column(String(200), default="")  # spoken besides English: codes, with commas between
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)  # some of their locality's
    areas: Mapped[str] = mapped_column(
        String(300), default=""
    )  # where they work, when not everywhere: places and postcode districts
    works: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)  # weekday "0" to "6" → from, until; none: not agreed
    session_epoch: Mapped[int] = mapped_column(default=0)  # raising it ends every open session
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship(lazy="joined")

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class ApiToken(Base):
    """A staff member's key for the API. Only its SHA-256 digest is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(255), default="")  # what it was made for: see `token_scopes`
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    window_began_at: Mapped[datetime | None] = mapped_column(default=None)  # the minute its calls are counted in
    window_calls: Mapped[int] = mapped_column(default=0)

    staff: Mapped[Staff] = relationship(lazy="joined")


class RepeatedCall(Base):
    """A call of the API that may come again under the same `Idempotency-Key`, and what it was answered."""

    __tablename__ = "repeated_calls"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[Id]
    token_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(64))  # digest of what was asked: the method, the address, the body
    status: Mapped[int | None] = mapped_column(default=None)  # None: it was done, and its answer got lost on the way
    body: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(index=True)


class Person(Base):
    """Somebody being supported. `mobile` is E.164; two people may share one phone. Coordinates are of the place, not the door."""

    __tablename__ = "persons"
    __table_args__ = (
        Index(None, "navigator_id", "closed_at", "last_contact_at"),
        Index(None, "team_id", "closed_at", "last_contact_at"),
        # whoever asks for a navigator's people may see a whole team's: without this, those are what is walked; and a caseload
        # is counted by it without reading anybody
        Index("ix_persons_caseload", "team_id", "closed_at", "navigator_id", "last_contact_at", "review_on", "id"),
        Index(None, "family_name_folded", "given_name_folded"),
        Index(None, "mobile", "closed_at"),  # whether a number is anybody's: asked of thousands of texts at once
    )

    id: Mapped[Id]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    navigator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))  # their one coordinator: see support_models
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    given_name_folded: Mapped[str] = mapped_column(String(80), default="")  # case-folded, for look-ups
    family_name_folded: Mapped[str] = mapped_column(String(80), default="")
    birth_date: Mapped[date] = mapped_column(index=True)
    mobile: Mapped[str | None] = mapped_column(String(16), default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    language: Mapped[str] = mapped_column(String(12), default="en")
    contact_method: Mapped[ContactMethod] = mapped_column(by_value(ContactMethod), default=ContactMethod.TEXT)
    text_detail: Mapped[TextDetail] = mapped_column(by_value(TextDetail), default=TextDetail.PLAIN)
    contact_notes: Mapped[str] = mapped_column(Text, default="")  # "ring after 10, speak slowly": how to reach and support them
    contact_prohibited: Mapped[bool] = mapped_column(default=False)  # nobody may write to them: their safety
    safe_contact: Mapped[str] = mapped_column(Text, default="")  # "ring between ten and two"; groups are told too
    communication_needs: Mapped[str] = mapped_column(String(200), default="")  # values of `Need`, with commas between
    at_times: Mapped[str] = mapped_column(String(60), default="")  # when they like to be texted: `preferred_times`
    review_on: Mapped[date | None] = mapped_column(default=None)  # when to look at the plan together again
    address: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str | None] = mapped_column(String(10), default=None)
    place_name: Mapped[str | None] = mapped_column(String(120), default=None)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    session_epoch: Mapped[int] = mapped_column(default=0)  # raising it closes their plan on every phone
    created_at: Mapped[datetime]
    last_contact_at: Mapped[datetime] = mapped_column(default=_when_made)  # kept by `navigator.caseload.in_touch`
    closed_at: Mapped[datetime | None] = mapped_column(default=None)  # we no longer support them
    why_closed: Mapped[WhyClosed | None] = mapped_column(by_value(WhyClosed), default=None)
    died_on: Mapped[date | None] = mapped_column(default=None)  # known only when somebody told us

    team: Mapped[Team] = relationship(lazy="joined")
    navigator: Mapped[Staff] = relationship(lazy="joined")

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def needs(self) -> frozenset[Need]:
        return frozenset(Need(value) for value in self.communication_needs.split(",") if value)

    @property
    def where(self) -> str:
        """The postcode or place to search near; empty when neither is known."""
        return self.postcode or self.place_name or ""


_WITHDRAWN = text("withdrawn_at IS NOT NULL")


class Consent(Base):
    """One line of the sharing ledger: what a person agreed to, in which words, and until when it held."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_withdrawn", "id", sqlite_where=_WITHDRAWN, postgresql_where=_WITHDRAWN),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose))
    wording: Mapped[str] = mapped_column(Text)  # the very words the person agreed to
    how: Mapped[ConsentHow] = mapped_column(by_value(ConsentHow))
    shared_parts: Mapped[str] = mapped_column(Text, default="")  # for referrals: comma-separated part names, e.g. "name,mobile"
    shared_with: Mapped[str] = mapped_column(String(255), default="")  # for referrals: the organisation's name
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_how: Mapped[str] = mapped_column(String(120), default="")


class PersonLink(Base):
    """A short link to one person's plan, sent in a text. Only the digest of its token is kept."""

    __tablename__ = "person_links"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInCode(Base):
    """A six-digit code texted to a person who opened a link. Kept as a keyed digest; a few wrong tries end it."""

    __tablename__ = "sign_in_codes"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Attempt(Base):
    """One try at something throttled (a password, a code, a link), kept while its window lasts."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "bucket", "happened_at"),)

    id: Mapped[Id]
    bucket: Mapped[str] = mapped_column(String(160))
    happened_at: Mapped[datetime]


class AuditEntry(Base):
    """Who looked at or changed what about a person, and when. Never edited, never deleted by the service."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "person_id", "happened_at"),)

    id: Mapped[Id]
    happened_at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), default=None)
    action: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(Text, default="")
