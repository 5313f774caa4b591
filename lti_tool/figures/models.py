"""What a partner was to us in a year: euros invoiced, students, training events (Avainasiakkuuksien määrittely, ch. 3).

Never a figure about one of us, or about one student.
"""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history import Field, Tracking
from ..partners.models import OfPartner, Partner
from .kinds import KINDS

_PARTS = 100  # of one: cents of a euro


class YearFigure(OfPartner, db.Base):
    """One number: of a partner, a year and a kind of KINDS, in use at most once. One that was emptied is archived.

    `hundredths` is what is stored: whole, since SQLite keeps no decimal exactly, and sorted alike by both databases.
    """

    __tablename__ = "year_figure"
    __table_args__ = (
        Index("ix_year_figure_listed", "organisation_id", "is_archived", "kind", "year", "partner_id", "hundredths"),
        db.once_in_use("ix_year_figure_once", "partner_id", "year", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    year: Mapped[int]
    kind: Mapped[str]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"year_figure.set": _l("Year figures saved")},
        fields={"hundredths": Field(_l("Year figure"), "year_figure")},
        unique={"ix_year_figure_once": ("year", _l("A colleague has just written this figure. Save once more."))},
        title=lambda figure: figure.title,
        anchor=lambda _figure: "figures",
        is_named_by_title=True,
        is_one_value=True,
    )

    @property
    def value(self) -> Decimal:
        """The number itself, with two decimals."""
        return value_of(self.hundredths)

    @value.setter
    def value(self, number: Decimal) -> None:
        self.hundredths = int(number * _PARTS)

    @property
    def title(self) -> str:
        name = KINDS[self.kind].name if self.kind in KINDS else self.kind
        return f"{name} {self.year}"


def value_of(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)
