"""Names as people write them: the keys of search, order and sameness anew; two firms of one name, told apart by `apart`."""

import sqlalchemy as sa
from alembic import op
from lti_tool.migrations import text_of_0011 as keys

revision = "0011"
down_revision = "0010"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_COLUMNS = {
    "partner": "id organisation_id name url name_key apart names_text",
    "person": "id name search_text name_key",
    "partnership": "id partner_id description contact_name sort_key search_text contact_key",
    "own_method": "id title text ask search_text",
    "assessment": "id subject subject_key",
}


def upgrade() -> None:
    _create_other_names()
    op.add_column("partner", sa.Column("apart", sa.Text(), nullable=False, server_default=""))
    op.add_column("partner", sa.Column("names_text", _SORTED, nullable=False, server_default=""))
    op.add_column("person", sa.Column("name_key", _SORTED, nullable=False, server_default=""))
    with op.batch_alter_table("partner") as partner:
        partner.alter_column("apart", server_default=None)
        partner.alter_column("names_text", server_default=None)
        partner.drop_constraint("uq_partner_organisation_id_name_key", type_="unique")
    with op.batch_alter_table("person") as person:
        person.alter_column("name_key", server_default=None)
    _write("partner", _partners_told_apart())
    _write("person", ({"id": row.id, **_person(row)} for row in _rows("person")))
    _write("partnership", _partnerships(keys.sort_key, keys.searchable, keys.person_key, _domain))
    _write_search_texts(keys.searchable, keys.search_key)
    with op.batch_alter_table("partner") as partner:
        name = op.f("uq_partner_organisation_id_name_key_apart")
        partner.create_unique_constraint(name, ["organisation_id", "name_key", "apart"])
    op.create_index("ix_partner_names", "partner", ["organisation_id", "is_archived", "names_text"])
    named = sa.text("contact_person_id IS NULL AND contact_name <> ''")
    where = {"sqlite_where": named, "postgresql_where": named}
    op.create_index("ix_partnership_named", "partnership", ["organisation_id", "changed_at"], **where)
    op.create_index("ix_person_name_key", "person", ["organisation_id", "name_key"])


def _create_other_names():
    op.create_table(
        "other_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _SORTED, nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_other_name_organisation_id_organisation"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_other_name_partner_id_partner"),
        sa.PrimaryKeyConstraint("id", name="pk_other_name"),
    )
    op.create_index("ix_other_name_key", "other_name", ["organisation_id", "name_key"])
    on_the_list = sa.text("NOT is_archived")
    where = {"sqlite_where": on_the_list, "postgresql_where": on_the_list}
    op.create_index("ix_other_name_once", "other_name", ["partner_id", "name_key"], unique=True, **where)


def _table(name):
    return sa.table(name, *(sa.column(column) for column in _COLUMNS[name].split()))


def _rows(name):
    table = _table(name)
    absent = {"name_key"} if name == "person" else {"apart", "names_text"}
    return op.get_bind().execute(sa.select(*(c for c in table.c if c.name not in absent)).order_by(table.c.id)).all()


def _write(name, values):
    """Set columns of many rows, each given as a dictionary with its `id`."""
    values = [{**row, "row_id": row["id"]} for row in values]
    if values:
        table = _table(name)
        columns = {column: sa.bindparam(column) for column in values[0] if column not in ("id", "row_id")}
        rows = [{column: value for column, value in row.items() if column != "id"} for row in values]
        op.get_bind().execute(table.update().where(table.c.id == sa.bindparam("row_id")).values(columns), rows)


def _partners_told_apart():
    """Of partners whose names are one now (*Cafe* and *Café*) the later ones stay apart, as if people had said so."""
    known = {}
    for row in _rows("partner"):
        key = keys.name_key(row.name)
        known[row.organisation_id, key] = number = known.get((row.organisation_id, key), 0) + 1
        apart = "" if number == 1 else str(number)
        yield {"id": row.id, "name_key": key, "apart": apart, "names_text": keys.without_marks(key)}


def _person(row):
    return {"search_text": keys.searchable(row.name), "name_key": keys.person_key(row.name)}


def _partnerships(sort_key, searchable, contact_key, domain):
    partners = {row.id: row for row in _rows("partner")}
    for row in _rows("partnership"):
        partner = partners[row.partner_id]
        words = f"{partner.name} {domain(partner.url)} {row.description} {row.contact_name}"
        yield {
            "id": row.id,
            "sort_key": sort_key(partner.name),
            "search_text": searchable(words),
            "contact_key": contact_key(row.contact_name),
        }


def _domain(url):
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def _write_search_texts(searchable, search_key):
    methods = _rows("own_method")
    _write("own_method", ({"id": row.id, "search_text": searchable(f"{row.title} {row.text} {row.ask}")} for row in methods))
    _write("assessment", ({"id": row.id, "subject_key": search_key(row.subject)} for row in _rows("assessment")))


def downgrade() -> None:
    op.drop_table("other_name")
    op.drop_index("ix_partner_names", "partner")
    op.drop_index("ix_person_name_key", "person")
    op.drop_index("ix_partnership_named", "partnership")
    with op.batch_alter_table("partner") as partner:
        partner.drop_constraint("uq_partner_organisation_id_name_key_apart", type_="unique")
        partner.drop_column("apart")
        partner.drop_column("names_text")
    with op.batch_alter_table("person") as person:
        person.drop_column("name_key")
    _write("partner", _partners_by_old_keys())
    _write("person", ({"id": row.id, "search_text": keys.old_search_key(row.name)} for row in _rows("person")))
    _write("partnership", _partnerships(keys.old_sort_key, keys.old_search_key, keys.old_search_key, lambda _url: ""))
    _write_search_texts(keys.old_search_key, keys.old_search_key)
    with op.batch_alter_table("partner") as partner:
        partner.create_unique_constraint(op.f("uq_partner_organisation_id_name_key"), ["organisation_id", "name_key"])


def _partners_by_old_keys():
    """Two partners of one name cannot be told apart any more: the later one's key gets its number, its name stays."""
    taken = set()
    for row in _rows("partner"):
        key = keys.old_name_key(row.name)
        while (row.organisation_id, key) in taken:
            key = f"{key} {row.id}"
        taken.add((row.organisation_id, key))
        yield {"id": row.id, "name_key": key}
