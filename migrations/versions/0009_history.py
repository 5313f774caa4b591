"""The history bears big acts: lines say what a creation is, acts their chain of undoings; a partner in no tier is archived."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("change_set") as change_set:
        change_set.add_column(sa.Column("root_id", sa.Integer(), nullable=True))
        change_set.add_column(sa.Column("is_admins", sa.Boolean(), nullable=False, server_default=sa.false()))
        change_set.add_column(sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        change_set.add_column(sa.Column("rows", sa.Integer(), nullable=False, server_default="0"))
        change_set.add_column(sa.Column("request_key", sa.Text(), nullable=True))
        change_set.create_foreign_key(op.f("fk_change_set_root_id_change_set"), "change_set", ["root_id"], ["id"])
        change_set.create_unique_constraint(op.f("uq_change_set_request_key"), ["request_key"])
        change_set.create_index(op.f("ix_change_set_root_id"), ["root_id"])
    with op.batch_alter_table("change") as change:
        change.add_column(sa.Column("is_creation", sa.Boolean(), nullable=False, server_default=sa.false()))
        change.drop_index("ix_change_entity")
        change.drop_index("ix_change_change_set_id")
        change.create_index("ix_change_row", ["entity", "entity_id", "change_set_id"])
        change.create_index("ix_change_act", ["change_set_id", "entity", "entity_id"])
    with op.batch_alter_table("partner") as partner:
        partner.add_column(sa.Column("is_archived", sa.Boolean(), nullable=False, server_default=sa.false()))
    _tell_old_history()


def _tell_old_history() -> None:
    """What the new columns say of old rows."""
    op.execute("UPDATE change SET is_creation = true WHERE version = 1")
    op.execute(
        "UPDATE change_set SET is_admins = true WHERE EXISTS"
        " (SELECT 1 FROM change WHERE change.change_set_id = change_set.id"
        " AND change.entity IN ('organisation', 'course', 'lti_deployment', 'lti_invite'))"
    )
    op.execute(
        "UPDATE change_set SET rows = (SELECT count(*) FROM (SELECT DISTINCT change.entity, change.entity_id FROM change"
        " WHERE change.change_set_id = change_set.id) AS its_rows)"
    )
    op.execute(
        "UPDATE partner SET is_archived = true WHERE NOT EXISTS"
        " (SELECT 1 FROM partnership WHERE partnership.partner_id = partner.id AND NOT partnership.is_archived)"
    )
    _find_roots()


def _find_roots() -> None:
    """Undoings of undoings were possible by address only, so chains are short; each is walked to its beginning."""
    change_set = sa.table("change_set", sa.column("id"), sa.column("undoes_id"), sa.column("root_id"))
    connection = op.get_bind()
    query = sa.select(change_set.c.id, change_set.c.undoes_id).where(change_set.c.undoes_id.is_not(None))
    undoes = {row.id: row.undoes_id for row in connection.execute(query)}
    for one in undoes:
        root = undoes[one]
        while root in undoes:
            root = undoes[root]
        connection.execute(change_set.update().where(change_set.c.id == one).values(root_id=root))


def downgrade() -> None:
    with op.batch_alter_table("partner") as partner:
        partner.drop_column("is_archived")
    with op.batch_alter_table("change") as change:
        change.drop_index("ix_change_act")
        change.drop_index("ix_change_row")
        change.create_index("ix_change_change_set_id", ["change_set_id"])
        change.create_index("ix_change_entity", ["entity", "entity_id", "id"])
        change.drop_column("is_creation")
    with op.batch_alter_table("change_set") as change_set:
        change_set.drop_index(op.f("ix_change_set_root_id"))
        change_set.drop_constraint("uq_change_set_request_key", type_="unique")
        change_set.drop_constraint("fk_change_set_root_id_change_set", type_="foreignkey")
        for name in ("request_key", "rows", "is_open", "is_admins", "root_id"):
            change_set.drop_column(name)
