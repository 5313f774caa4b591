"""What was done or agreed with a partner on a day, needs of partners, and when a partner was met last."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_IN_USE = sa.text("NOT is_archived")
_HAS_NEED = sa.text("need_id IS NOT NULL")
_IS_OPEN = sa.text("next_step <> '' AND NOT is_done AND NOT is_archived")
_BY_CODE_POINT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", _BY_CODE_POINT, nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_need_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    where = {"sqlite_where": _IN_USE, "postgresql_where": _IN_USE}
    op.create_index("ix_need_once", "need", ["organisation_id", "text_key"], unique=True, **where)

    op.create_table(
        "encounter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_encounter_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_encounter_partner_id_partner")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_encounter_need_id_need")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_encounter_contact_person_id_person")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_encounter_author_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
    )
    op.create_index("ix_encounter_of_partner", "encounter", ["partner_id", "is_archived", "happened_on"])
    op.create_index("ix_encounter_by_author", "encounter", ["organisation_id", "author_id", "id"])
    op.create_index("ix_encounter_by_need", "encounter", ["need_id", "happened_on"])
    where = {"sqlite_where": _HAS_NEED, "postgresql_where": _HAS_NEED}
    op.create_index("ix_encounter_of_term", "encounter", ["organisation_id", "happened_on"], **where)
    where = {"sqlite_where": _IS_OPEN, "postgresql_where": _IS_OPEN}
    op.create_index("ix_encounter_open_steps", "encounter", ["organisation_id", "contact_person_id", "next_on"], **where)
    with op.batch_alter_table("partner") as partner:
        partner.add_column(sa.Column("last_contact_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("partner") as partner:
        partner.drop_column("last_contact_on")
    op.drop_table("encounter")
    op.drop_table("need")
