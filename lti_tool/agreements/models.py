"""An agreement with a partner: the start of what is done together, not its goal (Avainasiakkuuksien määrittely, ch. 8 and 9).

Agreements on single students (oppisopimus, koulutussopimus) have no place here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..errors import RuleBroken
from ..history import Actor, Field, Tracking
from ..partners.last_contact import refresh_last_contact
from ..partners.models import OfPartner, Partner
from .deadlines import due_day

# In a reverse one the partner sets aims and terms first, and the college answers (Malin 2022, ch. 4.3).
KINDS = {
    "partnership": _l("Partnership agreement"),
    "cooperation": _l("Cooperation agreement"),
    "reverse": _l("Reverse agreement"),
}

_SAYS_WHEN = {"partner_id", "starts_on", "is_archived"}


class Agreement(OfPartner, db.Base):
    """What was agreed with a partner in writing, by whom, and until when.

    `ends_on` is the last day on which it holds, empty until further notice; `review_on` when it is looked at together next.
    `due_on` is the first of these two, NEVER (`deadlines`) where there is neither: stored, since lists are sorted by it.
    """

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_due", "organisation_id", "is_archived", "due_on", "id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    kind: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    our_signer: Mapped[str] = mapped_column(default="")
    their_signer: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    review_on: Mapped[date | None]
    aims: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    partner: Mapped[Partner] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "agreement.add": _l("Agreement added"),
            "agreement.edit": _l("Agreement corrected"),
            "agreement.renew": _l("Agreement renewed"),
            "agreement.review": _l("Agreement reviewed"),
            "agreement.archive": _l("Agreement archived"),
        },
        fields={
            "kind": Field(_l("Kind"), "agreement"),
            "url": Field(_l("Link to the document")),
            "our_signer": Field(_l("Signed for us")),
            "their_signer": Field(_l("Signed for the partner")),
            "starts_on": Field(_l("In force from"), "day"),
            "ends_on": Field(_l("In force until"), "day"),
            "review_on": Field(_l("Next review"), "day"),
            "aims": Field(_l("Aims and what was agreed")),
        },
        computed=frozenset({"due_on", "created_at"}),
        title=lambda agreement: str(KINDS.get(agreement.kind, agreement.kind)),
        anchor=lambda _agreement: "agreements",
        subject_kind="agreement",
    )

    def refresh(self, _actor: Actor) -> None:
        """Recompute when it asks for attention; raises RuleBroken for days that cannot be, also where an undo would make them."""
        check_days({"starts_on": self.starts_on, "ends_on": self.ends_on, "review_on": self.review_on})
        self.due_on = due_day(self.ends_on, self.review_on)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """The partner's last contact follows."""
        refresh_last_contact({one.partner_id for one, fields in changed.items() if fields & _SAYS_WHEN})


def check_days(values: dict[str, Any]) -> None:
    """Raises RuleBroken on `ends_on` or `review_on` for days that cannot be together."""
    starts_on = values["starts_on"]
    ends_on = values["ends_on"]
    review_on = values["review_on"]
    if ends_on and ends_on < starts_on:
        raise RuleBroken("ends_on", _("The end comes before the beginning."))
    if review_on and review_on < starts_on:
        raise RuleBroken("review_on", _("The review comes before the beginning."))
    if review_on and ends_on and review_on > ends_on:
        raise RuleBroken("review_on", _("The review comes after the end. Look at it together while it is still in force."))
