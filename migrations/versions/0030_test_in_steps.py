"""The test in steps: which statements a round asks, sheets that are begun, and what was agreed on."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.add_column(sa.Column("statement_set", sa.Text(), nullable=False, server_default="periods"))
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("left_out", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("answer_sheet") as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_sent", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_foreign_key(op.f("fk_answer_sheet_link_id_assessment_link"), "assessment_link", ["link_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_answer_sheet_link_id"), ["link_id"])
    op.create_table(
        "agreed_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agreed_line_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_agreed_line_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_agreed_line_partner_id_partner")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_agreed_line_contact_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_line")),
    )
    op.create_index("ix_agreed_line_due", "agreed_line", ["organisation_id", "is_archived", "is_done", "due_on"])
    op.create_index(op.f("ix_agreed_line_assessment_id"), "agreed_line", ["assessment_id"])
    op.create_index(op.f("ix_agreed_line_partner_id"), "agreed_line", ["partner_id"])


def downgrade() -> None:
    op.drop_table("agreed_line")
    op.execute("DELETE FROM answer_sheet WHERE NOT is_sent OR (side = 'college' AND person_id IS NULL)")
    with op.batch_alter_table("answer_sheet") as batch_op:
        batch_op.drop_constraint(op.f("uq_answer_sheet_link_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_answer_sheet_link_id_assessment_link"), type_="foreignkey")
        batch_op.drop_column("is_sent")
        batch_op.drop_column("link_id")
    with op.batch_alter_table("assessment") as batch_op:
        for column in ("left_out", "edition", "statement_set"):
            batch_op.drop_column(column)
