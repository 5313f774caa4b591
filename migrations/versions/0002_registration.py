"""Invites, the launch log, states of deployments, the college's own settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
BEFORE = "2026-11-22 00:00:00+00:00"  # SQLite takes only a constant for a new column


def upgrade() -> None:
    op.create_table(
        "lti_refused_launch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lti_refused_launch_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_refused_launch")),
    )
    with op.batch_alter_table("lti_refused_launch") as batch_op:
        batch_op.create_index("ix_lti_refused_launch_recent", ["organisation_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_refused_launch_refused_at"), ["refused_at"], unique=False)

    op.create_table(
        "lti_invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_lti_invite_created_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lti_invite_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_invite")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_lti_invite_token_hash")),
    )
    with op.batch_alter_table("lti_invite") as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_invite_organisation_id"), ["organisation_id"], unique=False)

    with op.batch_alter_table("course") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("lti_deployment") as batch_op:
        batch_op.add_column(sa.Column("is_removed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("last_launch_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("lti_registration") as batch_op:
        batch_op.add_column(sa.Column("product", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False, server_default=BEFORE))

    with op.batch_alter_table("lti_tool_key") as batch_op:
        batch_op.add_column(sa.Column("signs_from", sa.DateTime(timezone=True), nullable=False, server_default=BEFORE))

    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=False, server_default="fi"))
        batch_op.add_column(sa.Column("tier_titles", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("tier_titles")
        batch_op.drop_column("language")

    with op.batch_alter_table("lti_tool_key") as batch_op:
        batch_op.drop_column("signs_from")

    with op.batch_alter_table("lti_registration") as batch_op:
        batch_op.drop_column("registered_at")
        batch_op.drop_column("product")

    with op.batch_alter_table("lti_deployment") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("last_launch_at")
        batch_op.drop_column("is_removed")

    with op.batch_alter_table("course") as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("lti_invite") as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_invite_organisation_id"))

    op.drop_table("lti_invite")
    with op.batch_alter_table("lti_refused_launch") as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_refused_launch_refused_at"))
        batch_op.drop_index("ix_lti_refused_launch_recent")

    op.drop_table("lti_refused_launch")
