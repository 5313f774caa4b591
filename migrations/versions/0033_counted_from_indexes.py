"""What the overview counts stands in indexes: the state of a tier's rows, who has logged the contacts of a partner."""

from alembic import op

revision = "0033"
down_revision = "0032"

_TIER_LIST = ["organisation_id", "tier", "is_archived", "sort_key", "id"]
_OF_PARTNER = ["partner_id", "is_archived", "happened_on"]


def upgrade() -> None:
    _build([*_TIER_LIST, "state"], [*_OF_PARTNER, "author_id"])


def downgrade() -> None:
    _build(_TIER_LIST, _OF_PARTNER)


def _build(tier_list: list[str], of_partner: list[str]) -> None:
    op.drop_index("ix_partnership_tier_list", "partnership")
    op.create_index("ix_partnership_tier_list", "partnership", tier_list)
    op.drop_index("ix_encounter_of_partner", "encounter")
    op.create_index("ix_encounter_of_partner", "encounter", of_partner)
