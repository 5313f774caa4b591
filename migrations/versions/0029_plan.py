"""Plans of a year: aims, actions and their partners; how many actions a change of hands has moved."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_OF_SOMEBODY = sa.text("state IN ('planned', 'doing') AND NOT is_archived")
_IN_USE = sa.text("NOT is_archived")


def upgrade() -> None:
    op.create_table(
        "aim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_aim_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_aim_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aim")),
    )
    op.create_index("ix_aim_of_team", "aim", ["organisation_id", "is_archived", "team_id", "id"])
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("aim_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_by_month", sa.Boolean(), nullable=False),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("second_person_id", sa.Integer(), nullable=True),
        sa.Column("second_name", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_action_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_action_team_id_team")),
        sa.ForeignKeyConstraint(["aim_id"], ["aim.id"], name=op.f("fk_action_aim_id_aim")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_action_contact_person_id_person")),
        sa.ForeignKeyConstraint(["second_person_id"], ["person.id"], name=op.f("fk_action_second_person_id_person")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["action.id"], name=op.f("fk_action_copied_from_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index("ix_action_year", "action", ["organisation_id", "is_archived", "ends_on", "starts_on", "id"])
    op.create_index(op.f("ix_action_aim_id"), "action", ["aim_id"])
    for name, column in (("ix_action_of_person", "contact_person_id"), ("ix_action_of_second", "second_person_id")):
        columns = ["organisation_id", column, "ends_on"]
        op.create_index(name, "action", columns, sqlite_where=_OF_SOMEBODY, postgresql_where=_OF_SOMEBODY)
    _create_once("ix_action_copied_once", "action", ["copied_from_id"])
    op.create_table(
        "action_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_partner_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_partner_action_id_action")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_action_partner_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_partner")),
    )
    op.create_index(op.f("ix_action_partner_action_id"), "action_partner", ["action_id"])
    op.create_index(op.f("ix_action_partner_partner_id"), "action_partner", ["partner_id"])
    _create_once("ix_action_partner_once", "action_partner", ["action_id", "partner_id"])
    op.add_column("handover_notice", sa.Column("actions", sa.Integer(), nullable=False, server_default="0"))


def _create_once(name: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE)


def downgrade() -> None:
    with op.batch_alter_table("handover_notice") as batch_op:
        batch_op.drop_column("actions")
    op.drop_table("action_partner")
    op.drop_table("action")
    op.drop_table("aim")
