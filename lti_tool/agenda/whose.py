"""Whose agenda: one's own, a team's, the whole college's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from ..partners.choices import CURRENT
from ..partners.row_models import Partnership
from ..teams.models import Team


@dataclass(frozen=True)
class Whose:
    """Of one person, of one team, or with neither of them of the whole college. A list about a person is that person's own."""

    organisation_id: int
    person_id: int | None = None
    team: Team | None = None

    def has_row(self) -> ColumnElement[bool]:
        """Which partnerships are meant: those whose contact person one is, those of the team, all."""
        if self.person_id is not None:
            return Partnership.contact_person_id == self.person_id
        return Partnership.team_id == self.team.id if self.team else true()

    def has_partner(self, partner_id: Any) -> ColumnElement[bool]:
        """Whether a partner stands in one of these rows."""
        return partner_id.in_(self._partners()) if self.person_id is not None or self.team else true()

    def _partners(self) -> Select[int]:
        in_force = (Partnership.is_archived.is_(False), Partnership.state == CURRENT)
        own = (Partnership.organisation_id == self.organisation_id, *in_force)
        return select(Partnership.partner_id).where(*own, self.has_row())
