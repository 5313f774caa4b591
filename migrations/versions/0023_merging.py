"""Partners that are one with another, pairs that look the same, and what people have said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    with op.batch_alter_table("partner") as partner:
        partner.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        partner.create_foreign_key(op.f("fk_partner_merged_into_id_partner"), "partner", ["merged_into_id"], ["id"])
        partner.create_index(op.f("ix_partner_merged_into_id"), ["merged_into_id"])
    _create_table_of_pairs(
        "suspected_double", sa.Column("why", sa.Text(), nullable=False), sa.Column("score", sa.Integer(), nullable=False)
    )
    op.create_index("ix_suspected_double_first_id_second_id", "suspected_double", ["first_id", "second_id"], unique=True)
    op.create_index("ix_suspected_double_list", "suspected_double", ["organisation_id", "score", "id"])
    _create_table_of_pairs(
        "distinct_pair",
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index(op.f("ix_distinct_pair_first_id"), "distinct_pair", ["first_id"])


def _create_table_of_pairs(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{name}_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["first_id"], ["partner.id"], name=op.f(f"fk_{name}_first_id_partner")),
        sa.ForeignKeyConstraint(["second_id"], ["partner.id"], name=op.f(f"fk_{name}_second_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_second_id"), name, ["second_id"])


def downgrade() -> None:
    op.drop_table("distinct_pair")
    op.drop_table("suspected_double")
    with op.batch_alter_table("partner") as partner:
        partner.drop_index(op.f("ix_partner_merged_into_id"))
        partner.drop_constraint(op.f("fk_partner_merged_into_id_partner"), type_="foreignkey")
        partner.drop_column("merged_into_id")
