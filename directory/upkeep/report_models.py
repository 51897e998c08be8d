"""What people tell us is wrong with a listing."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Service
from navigator.db import Base, Id, by_value


class WhatIsWrong(StrEnum):
    """What a visitor says is wrong, from a few plain choices."""

    CLOSED = "closed"
    TIMES = "times"
    PLACE = "place"
    CONTACT = "contact"
    COST = "cost"
    NO_ROOM = "no room"
    OTHER = "other"


class WhatWasDone(StrEnum):
    """How a report ended."""

    CORRECTED = "corrected"
    WAS_RIGHT = "was right"
    PASSED_ON = "passed on"
    NOT_ABOUT_IT = "not about it"


class ListingReport(Base):
    """One report. `reach` is how its writer may be asked back, if they said so: for administrators only, never in a letter."""

    __tablename__ = "listing_reports"
    __table_args__ = (Index(None, "done_at", "reported_at"),)

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    what: Mapped[WhatIsWrong] = mapped_column(by_value(WhatIsWrong))
    words: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[str | None] = mapped_column(String(254), default=None)
    reported_at: Mapped[datetime]
    done: Mapped[WhatWasDone | None] = mapped_column(by_value(WhatWasDone), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)  # None: it waits
    done_by: Mapped[str | None] = mapped_column(String(120), default=None)
    done_note: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service] = relationship()
