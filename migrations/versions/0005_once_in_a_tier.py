"""A partner stands in a tier once; of rows that stand there twice the oldest stays on the list, the others are archived."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
ON_THE_LIST = sa.text("NOT is_archived")


def upgrade() -> None:
    row = sa.table("partnership", *(sa.column(name) for name in ("id", "partner_id", "tier", "is_archived", "version")))
    older = row.alias()
    twice = sa.exists().where(
        older.c.partner_id == row.c.partner_id, older.c.tier == row.c.tier, older.c.id < row.c.id, sa.not_(older.c.is_archived)
    )
    op.execute(row.update().where(sa.not_(row.c.is_archived), twice).values(is_archived=True, version=row.c.version + 1))
    op.create_index(
        "ix_partnership_once",
        "partnership",
        ["partner_id", "tier"],
        unique=True,
        sqlite_where=ON_THE_LIST,
        postgresql_where=ON_THE_LIST,
    )


def downgrade() -> None:
    op.drop_index("ix_partnership_once", "partnership")
