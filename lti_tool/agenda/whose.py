"""Whose agenda, and whose calendar: one's own, a team's, the whole college's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from ..partners.choices import CURRENT
from ..partners.row_models import Partnership
from ..teams.models import Team


@dataclass(frozen=True)
class Whose:
    """Of one person, of one team, or with neither of them of the whole college. A list about a person is that person's own."""

    organisation_id: int
    person_id: int | None = None
    team: Team | None = None

    def is_contact(self, person_column: Any, name_column: Any) -> ColumnElement[bool]:
        """Two columns of a row hold this person, or this team, which stands there by its name. True for the whole college."""
        if self.team:
            return and_(person_column.is_(None), name_column == self.team.name)
        return person_column == self.person_id if self.person_id is not None else true()

    def has_contact_or_deputy(self, partner_column: Any) -> ColumnElement[bool]:
        """The partner has a row in force (EXISTS) with this contact person or deputy, or one of the team's own."""
        if self.person_id is None and self.team is None:
            return true()
        is_theirs = [
            self.is_contact(getattr(Partnership, f"{role}_person_id"), getattr(Partnership, f"{role}_name"))
            for role in ("contact", "deputy")
        ]
        if self.team:
            is_theirs.append(Partnership.team_id == self.team.id)
        return select(Partnership.id).where(Partnership.partner_id == partner_column, *self._in_force(), or_(*is_theirs)).exists()

    def owns_partnership(self) -> ColumnElement[bool]:
        """The partnership has this contact person, or is the team's own. To be used in a query over Partnership."""
        if self.person_id is not None:
            return Partnership.contact_person_id == self.person_id
        return Partnership.team_id == self.team.id if self.team else true()

    def owns_partner(self, partner_column: Any) -> ColumnElement[bool]:
        """The partner has a row in force (IN) that `owns_partnership` picks."""
        if self.person_id is None and self.team is None:
            return true()
        return partner_column.in_(select(Partnership.partner_id).where(*self._in_force(), self.owns_partnership()))

    def _in_force(self) -> tuple[ColumnElement[bool], ...]:
        of_college = Partnership.organisation_id == self.organisation_id
        return of_college, Partnership.is_archived.is_(False), Partnership.state == CURRENT
