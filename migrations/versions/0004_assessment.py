"""The critical-points test; acts of someone from outside have no person."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_assessment_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.create_index("ix_assessment_recent", ["organisation_id", "is_archived", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_answer_sheet_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_sheet_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_sheet_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheet")),
        sa.UniqueConstraint("assessment_id", "person_id", name=op.f("uq_answer_sheet_assessment_id_person_id")),
    )
    with op.batch_alter_table("answer_sheet") as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_sheet_assessment_id"), ["assessment_id"], unique=False)

    op.create_table(
        "assessment_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_link_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_link_assessment_id_assessment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_assessment_link_token_hash")),
    )
    with op.batch_alter_table("assessment_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_link_assessment_id"), ["assessment_id"], unique=False)

    with op.batch_alter_table("change_set") as batch_op:
        batch_op.alter_column("actor_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    for table in ("assessment_link", "answer_sheet"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_assessment_id"))
        op.drop_table(table)
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_partner_id"))
        batch_op.drop_index("ix_assessment_recent")
    op.drop_table("assessment")

    # What partners have sent went with its tables; the history cannot hold it without a person.
    outside = "(SELECT id FROM change_set WHERE actor_id IS NULL)"
    op.execute(f"DELETE FROM change WHERE change_set_id IN {outside}")  # noqa: S608 - no input
    op.execute("DELETE FROM change_set WHERE actor_id IS NULL")
    with op.batch_alter_table("change_set") as batch_op:
        batch_op.alter_column("actor_id", existing_type=sa.Integer(), nullable=False)
