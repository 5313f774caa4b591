"""Names of colleges that read alike are one name: an invite for the one would lead to the other's data."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
    _fill_name_keys()
    with op.batch_alter_table("organisation") as organisation:
        organisation.alter_column("name_key", server_default=None)
        organisation.drop_constraint("uq_organisation_name", type_="unique")
        organisation.create_unique_constraint(op.f("uq_organisation_name_key"), ["name_key"])


def _fill_name_keys() -> None:
    """Of two colleges whose names differ in capitals or spaces only, the later one gets its number behind the name."""
    organisation = sa.table("organisation", sa.column("id"), sa.column("name"), sa.column("name_key"))
    connection = op.get_bind()
    taken = set()
    for row in connection.execute(sa.select(organisation).order_by(organisation.c.id)).all():
        name = row.name
        while _name_key(name) in taken:
            name = f"{name} ({row.id})"
        taken.add(_name_key(name))
        values = {"name": name, "name_key": _name_key(name)}
        connection.execute(organisation.update().where(organisation.c.id == row.id).values(values))


def _name_key(name: str) -> str:
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(visible.casefold().split())


def downgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_constraint("uq_organisation_name_key", type_="unique")
        organisation.create_unique_constraint(op.f("uq_organisation_name"), ["name"])
        organisation.drop_column("name_key")
