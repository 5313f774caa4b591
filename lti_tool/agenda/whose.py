"""Whose agenda, and whose calendar: one's own, a team's, the whole college's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from ..partners.choices import CURRENT
from ..partners.row_models import Partnership
from ..teams.models import Team


@dataclass(frozen=True)
class Whose:
    """Of one person, of one team, or with neither of them of the whole college. A list about a person is that person's own."""

    organisation_id: int
    person_id: int | None = None
    team: Team | None = None

    def is_named(self, person_id: Any, name: Any) -> ColumnElement[bool]:
        """The condition that two columns of one of ours mean this person, or this team, which stands there by its name."""
        if self.team:
            return and_(person_id.is_(None), name == self.team.name)
        return person_id == self.person_id if self.person_id is not None else true()

    def cares_for(self, partner_id: Any) -> ColumnElement[bool]:
        """Whether a partner stands in a row in force whose contact person or deputy is meant, or in one of the team's."""
        if self.person_id is None and self.team is None:
            return true()
        is_theirs = [
            self.is_named(getattr(Partnership, f"{role}_person_id"), getattr(Partnership, f"{role}_name"))
            for role in ("contact", "deputy")
        ]
        if self.team:
            is_theirs.append(Partnership.team_id == self.team.id)
        return select(Partnership.id).where(Partnership.partner_id == partner_id, *self._in_force(), or_(*is_theirs)).exists()

    def has_row(self) -> ColumnElement[bool]:
        """Which partnerships are meant: those whose contact person one is, those of the team, all."""
        if self.person_id is not None:
            return Partnership.contact_person_id == self.person_id
        return Partnership.team_id == self.team.id if self.team else true()

    def has_partner(self, partner_id: Any) -> ColumnElement[bool]:
        """Whether a partner stands in one of these rows."""
        return partner_id.in_(self._partners()) if self.person_id is not None or self.team else true()

    def _partners(self) -> Select[int]:
        return select(Partnership.partner_id).where(*self._in_force(), self.has_row())

    def _in_force(self) -> tuple[ColumnElement[bool], ...]:
        of_college = Partnership.organisation_id == self.organisation_id
        return of_college, Partnership.is_archived.is_(False), Partnership.state == CURRENT
