"""Windows of their own: a launch that comes from another one, and the tickets to them; a course knows its address."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("launch") as launch:
        launch.add_column(sa.Column("parent_key", sa.Text(), nullable=True))
        launch.create_foreign_key(op.f("fk_launch_parent_key_launch"), "launch", ["parent_key"], ["key"], ondelete="CASCADE")
        launch.create_index(op.f("ix_launch_parent_key"), ["parent_key"])
    op.create_table(
        "window_ticket",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("launch_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["launch_key"], ["launch.key"], name=op.f("fk_window_ticket_launch_key_launch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_window_ticket")),
    )
    op.create_index(op.f("ix_window_ticket_launch_key"), "window_ticket", ["launch_key"])
    with op.batch_alter_table("course") as course:
        course.add_column(sa.Column("address", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("course") as course:  # by itself: SQLite copies the rows, which need the default
        course.alter_column("address", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("course") as course:
        course.drop_column("address")
    op.drop_table("window_ticket")
    op.execute("DELETE FROM launch WHERE parent_key IS NOT NULL")  # their cookies are of another kind
    with op.batch_alter_table("launch") as launch:
        launch.drop_index(op.f("ix_launch_parent_key"))
        launch.drop_constraint(op.f("fk_launch_parent_key_launch"), type_="foreignkey")
        launch.drop_column("parent_key")
