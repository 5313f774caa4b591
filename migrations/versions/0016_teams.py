"""Teams of own staff, who belongs to them, and the college's fields of training."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_IN_USE = {"sqlite_where": sa.text("NOT is_archived"), "postgresql_where": sa.text("NOT is_archived")}


def upgrade() -> None:
    op.create_table(
        "training_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _SORTED, nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_training_field_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_field")),
    )
    op.create_index("ix_training_field_key", "training_field", ["organisation_id", "name_key"])
    op.create_index("ix_training_field_once", "training_field", ["organisation_id", "name_key"], unique=True, **_IN_USE)

    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _SORTED, nullable=False),
        sa.Column("sort_key", _SORTED, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["training_field.id"], name=op.f("fk_team_field_id_training_field")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_team_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index("ix_team_list", "team", ["organisation_id", "is_archived", "sort_key", "id"])
    op.create_index("ix_team_once", "team", ["organisation_id", "name_key"], unique=True, **_IN_USE)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_team_id"), "membership", ["team_id"])
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"])
    op.create_index("ix_membership_once", "membership", ["team_id", "person_id"], unique=True, **_IN_USE)


def downgrade() -> None:
    for table in ("membership", "team", "training_field"):
        op.drop_table(table)
