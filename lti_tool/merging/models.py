"""Two partners that may be one: pairs that a job has found, and pairs of which people have said that they are not."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..history import Tracked, Tracking
from ..partners.models import Partner

BY_BUSINESS_ID = "business_id"
BY_NAME = "name"
WHYS = {BY_BUSINESS_ID: _l("the same business id"), BY_NAME: _l("names alike")}


class SuspectedDouble(db.Base):
    """A pair that looks like one partner: `why` is one of WHYS, `score` how alike of 100. `first_id` is the smaller id.

    Written by the job alone, which finds it again. Who it tells of may have been merged or told apart since: the queries ask.
    """

    __tablename__ = "suspected_double"
    __table_args__ = (
        Index("ix_suspected_double_first_id_second_id", "first_id", "second_id", unique=True),
        Index("ix_suspected_double_list", "organisation_id", "score", "id"),
        {"info": {"is_short_lived": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    why: Mapped[str]
    score: Mapped[int]


class DistinctPair(Tracked, db.Base):
    """Two partners of which somebody has said that they are not the same: they are not proposed any more, until that is undone.

    After a merge it says so of the one that stays.
    """

    __tablename__ = "distinct_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    first: Mapped[Partner] = relationship(foreign_keys=first_id)
    second: Mapped[Partner] = relationship(foreign_keys=second_id)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"distinct_pair.add": _l("Not the same partner")},
        fields={},
        title=lambda pair: f"{pair.first.name} – {pair.second.name}",
    )
