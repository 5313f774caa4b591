"""The partner's contact persons, and what each is at which partner."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_NOT_REMOVED = sa.text("NOT is_archived")


def upgrade() -> None:
    code_points = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "partner_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", code_points, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("search_text", code_points, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_contact_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_contact")),
    )
    for name in ("name_key", "email", "phone"):
        op.create_index(f"ix_partner_contact_{name}", "partner_contact", ["organisation_id", name])
    op.create_index("ix_partner_contact_search", "partner_contact", ["organisation_id", "search_text"])

    op.create_table(
        "contact_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_role_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_contact_role_partner_id_partner")),
        sa.ForeignKeyConstraint(["contact_id"], ["partner_contact.id"], name=op.f("fk_contact_role_contact_id_partner_contact")),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_contact_role_told_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_role")),
    )
    for name in ("partner_id", "contact_id"):
        op.create_index(op.f(f"ix_contact_role_{name}"), "contact_role", [name])
    op.create_index(
        "ix_contact_role_once",
        "contact_role",
        ["partner_id", "contact_id"],
        unique=True,
        sqlite_where=_NOT_REMOVED,
        postgresql_where=_NOT_REMOVED,
    )
    op.create_index("ix_contact_role_left", "contact_role", ["organisation_id", "left_on"])


def downgrade() -> None:
    op.drop_table("contact_role")
    op.drop_table("partner_contact")
