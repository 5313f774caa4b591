"""Filters by team, deputy, need and mark read an index alone; PostgreSQL knows that a team or a need is of one college."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0035"
down_revision = "0034"

_TEAM = ["organisation_id", "team_id", "is_archived", "sort_key", "id", "tier"]
_LISTED = ["organisation_id", "is_archived", "sort_key", "id", "tier"]
_NEED = ["need_id", "happened_on"]
_IS_WITHOUT_DEPUTY = "deputy_person_id IS NULL AND deputy_name = ''"


def upgrade() -> None:
    _build_anew("ix_partnership_team", "partnership", [*_TEAM, "state", "partner_id"])
    _build_anew("ix_encounter_by_need", "encounter", [*_NEED, "is_archived", "partner_id", "organisation_id"])
    _create_of_some("ix_partnership_without_deputy", [*_LISTED, "state", "team_id", "partner_id"], _IS_WITHOUT_DEPUTY)
    _create_of_some("ix_partnership_could_deepen", _LISTED, "could_deepen")
    if op.get_context().dialect.name == "postgresql":
        # Else it takes the two for independent and expects one row of a team or a need where there are hundreds.
        op.execute("CREATE STATISTICS partnership_team_of_college (dependencies) ON organisation_id, team_id FROM partnership")
        op.execute("CREATE STATISTICS encounter_need_of_college (dependencies) ON organisation_id, need_id FROM encounter")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP STATISTICS partnership_team_of_college, encounter_need_of_college")
    op.drop_index("ix_partnership_could_deepen", "partnership")
    op.drop_index("ix_partnership_without_deputy", "partnership")
    _build_anew("ix_encounter_by_need", "encounter", _NEED)
    _build_anew("ix_partnership_team", "partnership", _TEAM)


def _build_anew(name: str, table: str, columns: list[str]) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns)


def _create_of_some(name: str, columns: list[str], condition: str) -> None:
    where = text(condition)
    op.create_index(name, "partnership", columns, postgresql_where=where, sqlite_where=where)
