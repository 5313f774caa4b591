"""The erasure ledger: which rows of people were erased, so that a restored backup does not bring them back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .. import db


class Erasure(db.Base):
    """One erased person: `entity` is the table of the row, `person` or `partner_contact`. It names nobody.

    The same stands in a file outside the database and its backups (`ledger`).
    """

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    entity: Mapped[str]
    entity_id: Mapped[int]
    erased_at: Mapped[datetime]
