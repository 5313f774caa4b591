"""What is known of a partner and of a partnership beside its three fields; a row for each team and each unit of the partner's."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_ON_THE_LIST = sa.text("NOT is_archived")
_HAS_BUSINESS_ID = sa.text("business_id <> ''")
_LISTED = ["organisation_id", "is_archived", "sort_key", "id"]
_PARTNER_TEXTS = ("business_id", "municipality", "approach", "crm_url", "notes")
_ROW_TEXTS = ("unit", "unit_key", "deputy_name", "manager_name", "end_reason", "our_role", "aims", "effect")
_ROW_KEYS = {"team_id": "team", "deputy_person_id": "person", "manager_person_id": "person"}
_FURTHER = {"starts_on": sa.Date(), "ends_on": sa.Date(), "cycle_months": sa.Integer()}


def upgrade() -> None:
    _add("partner", {name: (sa.Text(), "") for name in _PARTNER_TEXTS})
    state = {"state": (sa.Text(), "current"), "could_deepen": (sa.Boolean(), sa.false())}
    _add("partnership", {name: (sa.Text(), "") for name in _ROW_TEXTS} | state)
    with op.batch_alter_table("partnership") as partnership:
        for name, kind in _FURTHER.items():
            partnership.add_column(sa.Column(name, kind, nullable=True))
        for name, table in _ROW_KEYS.items():
            partnership.add_column(sa.Column(name, sa.Integer(), nullable=True))
            partnership.create_foreign_key(op.f(f"fk_partnership_{name}_{table}"), table, [name], ["id"])
    empty = (sa.JSON(), "{}")
    _add("organisation", {"tier_cycles": empty, "tier_approaches": empty, "has_crm": (sa.Boolean(), sa.false())})
    where = {"sqlite_where": _HAS_BUSINESS_ID, "postgresql_where": _HAS_BUSINESS_ID}
    op.create_index("ix_partner_business_id", "partner", ["organisation_id", "business_id"], **where)
    op.drop_index("ix_partnership_once", "partnership")
    _index_once(sa.text("coalesce(team_id, 0)"), "unit_key")
    op.drop_index("ix_partnership_list", "partnership")
    op.create_index(
        "ix_partnership_list", "partnership", [*_LISTED, "tier", "state", "contact_person_id", "team_id", "search_text"]
    )
    op.create_index("ix_partnership_team", "partnership", ["organisation_id", "team_id", "is_archived", "sort_key", "id", "tier"])


def downgrade() -> None:
    op.drop_index("ix_partnership_team", "partnership")
    op.drop_index("ix_partnership_list", "partnership")
    op.drop_index("ix_partnership_once", "partnership")
    op.drop_index("ix_partner_business_id", "partner")
    _archive_further_rows()
    with op.batch_alter_table("partnership") as partnership:
        for name, table in _ROW_KEYS.items():
            partnership.drop_constraint(op.f(f"fk_partnership_{name}_{table}"), type_="foreignkey")
        for name in (*_ROW_KEYS, *_FURTHER, *_ROW_TEXTS, "state", "could_deepen"):
            partnership.drop_column(name)
    with op.batch_alter_table("partner") as partner:
        for name in _PARTNER_TEXTS:
            partner.drop_column(name)
    with op.batch_alter_table("organisation") as organisation:
        for name in ("tier_cycles", "tier_approaches", "has_crm"):
            organisation.drop_column(name)
    _index_once()
    op.create_index("ix_partnership_list", "partnership", [*_LISTED, "tier", "contact_person_id", "search_text"])


def _add(table: str, columns) -> None:
    """Columns that are never empty: what stands already gets the default, what comes does not."""
    with op.batch_alter_table(table) as batch:
        for name, (kind, default) in columns.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table(table) as batch:  # by itself: SQLite copies the rows, which need the default
        for name in columns:
            batch.alter_column(name, server_default=None)


def _index_once(*further) -> None:
    where = {"sqlite_where": _ON_THE_LIST, "postgresql_where": _ON_THE_LIST}
    op.create_index("ix_partnership_once", "partnership", ["partner_id", "tier", *further], unique=True, **where)


def _archive_further_rows() -> None:
    """Before teams a partner stood in a tier once: the oldest row stays on the list."""
    row = sa.table("partnership", *(sa.column(name) for name in ("id", "partner_id", "tier", "is_archived", "version")))
    older = row.alias()
    same = (older.c.partner_id == row.c.partner_id, older.c.tier == row.c.tier, sa.not_(older.c.is_archived))
    further = sa.exists().where(*same, older.c.id < row.c.id)
    op.execute(row.update().where(sa.not_(row.c.is_archived), further).values(is_archived=True, version=row.c.version + 1))
