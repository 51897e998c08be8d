"""The words listings are sorted by: needs, kinds of help, and whatever else a source sorts by."""

import uuid

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id


class Taxonomy(Base):
    __tablename__ = "taxonomies"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text, default="")
    uri: Mapped[str | None] = mapped_column(Text, default=None)
    version: Mapped[str | None] = mapped_column(String(40), default=None)

    terms: Mapped[list["TaxonomyTerm"]] = relationship(back_populates="taxonomy")


class TaxonomyTerm(Base):
    __tablename__ = "taxonomy_terms"

    id: Mapped[Id]
    taxonomy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomies.id"), index=True, default=None)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_terms.id"), default=None)
    code: Mapped[str | None] = mapped_column(String(120), index=True, default=None)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text, default="")
    taxonomy_name: Mapped[str | None] = mapped_column("taxonomy", String(255), default=None)
    language: Mapped[str | None] = mapped_column(String(12), default=None)
    term_uri: Mapped[str | None] = mapped_column(Text, default=None)

    taxonomy: Mapped[Taxonomy | None] = relationship(back_populates="terms")
