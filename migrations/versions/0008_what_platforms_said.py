"""What platforms have said: to a registration, of a launch's roles and names; which hosts may frame; why one was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

LAST_TIMES = ("name_given_at", "name_missing_at", "email_given_at", "email_missing_at")


def upgrade() -> None:
    with op.batch_alter_table("launch") as launch:
        launch.alter_column("frame_origin", new_column_name="frame_origins")
        launch.add_column(sa.Column("roles", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("lti_deployment") as deployment:
        deployment.add_column(sa.Column("frame_hosts", sa.Text(), nullable=False, server_default=""))
        for name in LAST_TIMES:
            deployment.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("lti_refused_launch") as refused:
        refused.add_column(sa.Column("detail", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("lti_invite") as invite:
        invite.add_column(sa.Column("answer", sa.JSON(), nullable=True))
        invite.add_column(sa.Column("answered_for", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("lti_invite") as invite:
        invite.drop_column("answered_for")
        invite.drop_column("answer")
    with op.batch_alter_table("lti_refused_launch") as refused:
        refused.drop_column("detail")
    with op.batch_alter_table("lti_deployment") as deployment:
        for name in LAST_TIMES:
            deployment.drop_column(name)
        deployment.drop_column("frame_hosts")
    op.execute("DELETE FROM launch")  # one host more is no origin; the activity is opened again
    with op.batch_alter_table("launch") as launch:
        launch.drop_column("roles")
        launch.alter_column("frame_origins", new_column_name="frame_origin")
