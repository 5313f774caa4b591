"""Lists that are being brought in, their rows, and how columns were understood before."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_BY_CODE_POINT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=True),
        sa.Column("no_rows", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("change_set_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("touched_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_draft_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
    )
    op.create_index("ix_import_draft_person_id_id", "import_draft", ["person_id", "id"])
    op.create_index("ix_import_draft_touched_at", "import_draft", ["touched_at"])
    op.create_table(
        "import_row",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _BY_CODE_POINT, nullable=False),
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("alike", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_applied", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["import_draft.id"], name=op.f("fk_import_row_draft_id_import_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_import_row")),
    )
    for name, columns in (
        ("ix_import_row_group", ["draft_id", "group", "number"]),
        ("ix_import_row_verdict", ["draft_id", "verdict", "number"]),
        ("ix_import_row_name_key", ["draft_id", "name_key"]),
    ):
        op.create_index(name, "import_row", columns)
    op.create_table(
        "column_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_column_memory_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_memory")),
    )
    op.create_index("ix_column_memory_headings", "column_memory", ["organisation_id", "headings"], unique=True)


def downgrade() -> None:
    op.drop_table("column_memory")
    op.drop_table("import_row")
    op.drop_table("import_draft")
