"""An action knows the agreement whose review it is, so that the review is not told beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_OF_AGREEMENT = "fk_action_agreement_id_agreement"


def upgrade() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(_OF_AGREEMENT), "agreement", ["agreement_id"], ["id"])
    op.create_index(op.f("ix_action_agreement_id"), "action", ["agreement_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_action_agreement_id"), "action")
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_constraint(op.f(_OF_AGREEMENT), type_="foreignkey")
        batch_op.drop_column("agreement_id")
