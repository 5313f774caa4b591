"""Who of ours has left, whose account was made anew, and what somebody is told to have got from others."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("has_left", sa.Boolean(), nullable=False, server_default=sa.false()))
        person.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        person.add_column(sa.Column("joined_to_id", sa.Integer(), nullable=True))
        person.create_foreign_key(op.f("fk_person_joined_to_id_person"), "person", ["joined_to_id"], ["id"])
    with op.batch_alter_table("person") as person:  # by itself: SQLite copies the rows, which need the default
        person.alter_column("has_left", server_default=None)
        person.alter_column("version", server_default=None)
    op.create_table(
        "handover_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("is_giver", sa.Boolean(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("partners", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handover_notice_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_notice_person_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_handover_notice_other_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_handover_notice_team_id_team")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name=op.f("fk_handover_notice_change_set_id_change_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_notice")),
    )
    op.create_index("ix_handover_notice_of", "handover_notice", ["person_id", "is_seen", "id"])


def downgrade() -> None:
    op.drop_table("handover_notice")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("fk_person_joined_to_id_person"), type_="foreignkey")
        for name in ("joined_to_id", "version", "has_left"):
            person.drop_column(name)
