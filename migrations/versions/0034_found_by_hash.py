"""Rows are found by their ids in two pages on PostgreSQL; indexes hold what is asked with them: of a contact, of an agreement."""

from alembic import op

revision = "0034"
down_revision = "0033"

_CONTACT = ["organisation_id", "contact_key", "is_archived", "contact_person_id", "id", "tier", "sort_key"]
_DUE = ["organisation_id", "is_archived", "due_on", "id"]
_BY_ID = {"ix_partner_by_id": "partner", "ix_partnership_by_id": "partnership"}


def upgrade() -> None:
    _build_anew("ix_partnership_contact", "partnership", [*_CONTACT, "state", "contact_name"])
    _build_anew("ix_agreement_due", "agreement", [*_DUE, "partner_id"])
    _build_anew("ix_partnership_partner_id", "partnership", ["partner_id"], postgresql_using="hash")
    if op.get_context().dialect.name == "postgresql":
        for name, table in _BY_ID.items():
            op.create_index(name, table, ["id"], postgresql_using="hash")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for name, table in _BY_ID.items():
            op.drop_index(name, table)
    _build_anew("ix_partnership_partner_id", "partnership", ["partner_id"])
    _build_anew("ix_agreement_due", "agreement", _DUE)
    _build_anew("ix_partnership_contact", "partnership", _CONTACT)


def _build_anew(name: str, table: str, columns: list[str], **how: str) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns, **how)
