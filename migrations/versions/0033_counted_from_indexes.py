"""Indexes hold what is asked with them: the state of a tier's rows, by what a contact's rows are sorted, who logged a contact."""

from alembic import op

revision = "0033"
down_revision = "0032"

_TIER_LIST = ["organisation_id", "tier", "is_archived", "sort_key", "id"]
_CONTACT = ["organisation_id", "contact_key", "is_archived", "contact_person_id", "id", "tier"]
_OF_PARTNER = ["partner_id", "is_archived", "happened_on"]


def upgrade() -> None:
    _build_anew("ix_partnership_tier_list", "partnership", [*_TIER_LIST, "state"])
    _build_anew("ix_partnership_contact", "partnership", [*_CONTACT, "sort_key"])
    _build_anew("ix_encounter_of_partner", "encounter", [*_OF_PARTNER, "author_id"])


def downgrade() -> None:
    _build_anew("ix_partnership_tier_list", "partnership", _TIER_LIST)
    _build_anew("ix_partnership_contact", "partnership", _CONTACT)
    _build_anew("ix_encounter_of_partner", "encounter", _OF_PARTNER)


def _build_anew(name: str, table: str, columns: list[str]) -> None:
    op.drop_index(name, table)
    op.create_index(name, table, columns)
