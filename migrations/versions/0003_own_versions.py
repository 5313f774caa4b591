"""Own versions of packaged methods, lines on what was tried, and the packaged wording that own texts were written beside."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
ONE_VERSION = sa.text("packaged <> '' AND NOT is_archived")


def upgrade() -> None:
    op.create_table(
        "packaged_text",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_packaged_text")),
    )
    op.create_table(
        "experience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_experience_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_experience_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
    )
    with op.batch_alter_table("experience") as batch_op:
        batch_op.create_index("ix_experience_method", ["organisation_id", "method", "id"], unique=False)

    for table in ("own_words", "own_method"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("beside", sa.Text(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_{table}_beside_packaged_text"), "packaged_text", ["beside"], ["digest"])

    with op.batch_alter_table("own_method") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("phase", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("packaged", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(
            "ix_own_method_version",
            ["organisation_id", "packaged"],
            unique=True,
            sqlite_where=ONE_VERSION,
            postgresql_where=ONE_VERSION,
        )
    _fill_search_text()


def _fill_search_text() -> None:
    """What is searched is stored from now on; those that are there already get it here."""
    method = sa.table("own_method", *(sa.column(name) for name in ("id", "title", "text", "ask", "search_text")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(method)).all():
        words = unicodedata.normalize("NFC", f"{row.title} {row.text} {row.ask}").casefold().split()
        connection.execute(method.update().where(method.c.id == row.id).values(search_text=" ".join(words)))


def downgrade() -> None:
    with op.batch_alter_table("own_method") as batch_op:
        batch_op.drop_index("ix_own_method_version")
        for column in ("search_text", "packaged", "minutes", "phase", "kind"):
            batch_op.drop_column(column)

    for table in ("own_method", "own_words"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_beside_packaged_text"), type_="foreignkey")
            batch_op.drop_column("beside")

    with op.batch_alter_table("experience") as batch_op:
        batch_op.drop_index("ix_experience_method")
    op.drop_table("experience")
    op.drop_table("packaged_text")
