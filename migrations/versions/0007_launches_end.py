"""A launch belongs to its deployment and ends with it; notices wait in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("DELETE FROM launch")  # whose deployment is not known: the activity is opened again
    with op.batch_alter_table("launch") as launch:
        launch.add_column(sa.Column("deployment_id", sa.Integer(), nullable=False))
        launch.create_foreign_key(op.f("fk_launch_deployment_id_lti_deployment"), "lti_deployment", ["deployment_id"], ["id"])
        launch.create_index("ix_launch_person", ["person_id", "course_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("undo", sa.Integer(), nullable=True),
        sa.Column("undo_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["launch_key"], ["launch.key"], name=op.f("fk_notice_launch_key_launch"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_launch_key"), "notice", ["launch_key"])


def downgrade() -> None:
    op.drop_table("notice")
    with op.batch_alter_table("launch") as launch:
        launch.drop_index("ix_launch_person")
        launch.drop_constraint("fk_launch_deployment_id_lti_deployment", type_="foreignkey")
        launch.drop_column("deployment_id")
