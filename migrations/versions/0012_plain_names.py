"""Columns are called what they hold: `beside` becomes `packaged_digest`; a notice needs no address of its undo any more."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = ("own_method", "own_words")


def rename(before: str, after: str) -> None:
    """In the tables, with their foreign keys, and in the history's lines of them."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_{before}_packaged_text"), type_="foreignkey")
            batch.alter_column(before, new_column_name=after)
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(op.f(f"fk_{table}_{after}_packaged_text"), "packaged_text", [after], ["digest"])
    change = sa.table("change", sa.column("entity"), sa.column("field"))
    op.execute(change.update().where(change.c.entity.in_(TABLES), change.c.field == before).values(field=after))


def upgrade() -> None:
    rename("beside", "packaged_digest")
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("undo_at")


def downgrade() -> None:
    op.execute("DELETE FROM notice")  # what waits to be said; its undo's address cannot be known
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("undo_at", sa.Text(), nullable=False))
    rename("packaged_digest", "beside")
