"""Year figures of partners: euros invoiced, students, training events."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_LISTED = ["organisation_id", "is_archived", "kind", "year", "partner_id", "hundredths"]
_IN_USE = sa.text("NOT is_archived")


def upgrade() -> None:
    op.create_table(
        "year_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_year_figure_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_year_figure_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_figure")),
    )
    op.create_index("ix_year_figure_listed", "year_figure", _LISTED)
    op.create_index(op.f("ix_year_figure_partner_id"), "year_figure", ["partner_id"])
    op.create_index(
        "ix_year_figure_once",
        "year_figure",
        ["partner_id", "year", "kind"],
        unique=True,
        sqlite_where=_IN_USE,
        postgresql_where=_IN_USE,
    )


def downgrade() -> None:
    op.drop_table("year_figure")
