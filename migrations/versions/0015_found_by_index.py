"""Lists and searches are answered by indexes: they hold the words of a row, but for the end of long ones."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

LONGEST_INDEXED = 1500  # bytes; with the rest of a row's entry below the 2,704 of PostgreSQL
_AT_ONCE = 1000

_LISTED = ["organisation_id", "is_archived", "sort_key", "id"]
_BEFORE = {
    "ix_partnership_list": ("partnership", _LISTED),
    "ix_partnership_person": ("partnership", ["organisation_id", "contact_person_id", "is_archived", "sort_key", "id"]),
    "ix_partnership_contact": ("partnership", ["organisation_id", "contact_key"]),
    "ix_partner_names": ("partner", ["organisation_id", "is_archived", "names_text"]),
}
_AFTER = {
    "ix_partnership_list": ("partnership", [*_LISTED, "tier", "contact_person_id", "search_text"]),
    "ix_partnership_person": ("partnership", ["organisation_id", "contact_person_id", "is_archived", "sort_key", "id", "tier"]),
    "ix_partnership_contact": (
        "partnership",
        ["organisation_id", "contact_key", "is_archived", "contact_person_id", "id", "tier"],
    ),
    "ix_partner_names": ("partner", ["organisation_id", "is_archived", "names_text", "id"]),
}
_PARTIAL = {
    "ix_partnership_bare": ([*_LISTED, "tier"], "description = ''"),
    "ix_partnership_nobodys": ([*_LISTED, "tier"], "contact_person_id IS NULL AND contact_name = ''"),
    "ix_partnership_long": (_LISTED, "search_rest <> ''"),
}


def upgrade() -> None:
    with op.batch_alter_table("partnership") as partnership:
        partnership.add_column(sa.Column("search_rest", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("partnership") as partnership:  # by itself: SQLite copies the rows, which need the default
        partnership.alter_column("search_rest", server_default=None)
    _cut_long_texts()
    _replace_indexes(_BEFORE, _AFTER)
    for name, (columns, condition) in _PARTIAL.items():
        where = sa.text(condition)
        op.create_index(name, "partnership", columns, sqlite_where=where, postgresql_where=where)


def _cut_long_texts() -> None:
    table = sa.table("partnership", sa.column("id", sa.Integer), sa.column("search_text"), sa.column("search_rest"))
    connection = op.get_bind()
    last = 0
    while True:
        query = sa.select(table.c.id, table.c.search_text).where(table.c.id > last)
        rows = connection.execute(query.order_by(table.c.id).limit(_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            beginning = row.search_text.encode()[:LONGEST_INDEXED].decode(errors="ignore")
            if beginning != row.search_text:
                values = {"search_text": beginning, "search_rest": row.search_text}
                connection.execute(table.update().where(table.c.id == row.id).values(values))


def _replace_indexes(old, new) -> None:
    for name, (table, _columns) in old.items():
        op.drop_index(name, table)
    for name, (table, columns) in new.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name in _PARTIAL:
        op.drop_index(name, "partnership")
    _replace_indexes(_AFTER, _BEFORE)
    op.execute("UPDATE partnership SET search_text = search_rest WHERE search_rest <> ''")
    with op.batch_alter_table("partnership") as partnership:
        partnership.drop_column("search_rest")
