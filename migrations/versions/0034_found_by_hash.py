"""Rows are found by their ids in two pages on PostgreSQL; indexes hold what is asked with them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0034"
down_revision = "0033"

_BY_ID = {"ix_partner_by_id": "partner", "ix_partnership_by_id": "partnership"}
_CONTACT = ["organisation_id", "contact_key", "is_archived", "contact_person_id", "id", "tier", "sort_key"]
_PERSON = ["organisation_id", "contact_person_id", "is_archived", "sort_key", "id", "tier"]
_NAMES = ["organisation_id", "is_archived", "names_text", "id"]
_LAST_CONTACT = ["organisation_id", "is_archived", "last_contact_on"]
_DUE = ["organisation_id", "is_archived", "due_on", "id"]
_NAMED = ["organisation_id", "changed_at"]
_LISTED = ["organisation_id", "is_archived", "sort_key", "id", "tier"]
_IS_BARE = "description = ''"
_IS_NOBODYS = "contact_person_id IS NULL AND contact_name = ''"
_IS_NAMED = "contact_person_id IS NULL AND contact_name <> ''"


def upgrade() -> None:
    _build_anew("ix_partnership_contact", "partnership", [*_CONTACT, "state"])
    _build_anew("ix_partnership_person", "partnership", [*_PERSON, "state", "contact_name"])
    _build_anew("ix_partner_names", "partner", [*_NAMES, "name"])
    _build_anew("ix_partner_last_contact", "partner", _LAST_CONTACT, postgresql_include=["id"])
    _build_anew("ix_agreement_due", "agreement", [*_DUE, "partner_id"])
    named = [*_NAMED, "contact_key", "is_archived", "sort_key", "id", "tier", "state"]
    _build_of_some_anew("ix_partnership_named", named, _IS_NAMED)
    _build_of_some_anew("ix_partnership_bare", [*_LISTED, "state"], _IS_BARE)
    _build_of_some_anew("ix_partnership_nobodys", [*_LISTED, "state"], _IS_NOBODYS)
    _build_anew("ix_partnership_partner_id", "partnership", ["partner_id"], postgresql_using="hash")
    if op.get_context().dialect.name == "postgresql":
        for name, table in _BY_ID.items():
            op.create_index(name, table, ["id"], postgresql_using="hash")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for name, table in _BY_ID.items():
            op.drop_index(name, table)
    _build_anew("ix_partnership_partner_id", "partnership", ["partner_id"])
    _build_of_some_anew("ix_partnership_nobodys", _LISTED, _IS_NOBODYS)
    _build_of_some_anew("ix_partnership_bare", _LISTED, _IS_BARE)
    _build_of_some_anew("ix_partnership_named", _NAMED, _IS_NAMED)
    _build_anew("ix_agreement_due", "agreement", _DUE)
    _build_anew("ix_partner_last_contact", "partner", [*_LAST_CONTACT, "id"])
    _build_anew("ix_partner_names", "partner", _NAMES)
    _build_anew("ix_partnership_person", "partnership", _PERSON)
    _build_anew("ix_partnership_contact", "partnership", _CONTACT)


def _build_of_some_anew(name: str, columns: list[str], condition: str) -> None:
    where = text(condition)
    _build_anew(name, "partnership", columns, postgresql_where=where, sqlite_where=where)


def _build_anew(name: str, table: str, columns: list[str], **how: object) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns, **how)
