"""A list can be sorted by contact person: names as text are compared as the names of people are, by code point."""

from alembic import op

revision = "0013"
down_revision = "0012"


def collate(name: str) -> None:
    """SQLite compares so anyway."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE partnership ALTER contact_key TYPE TEXT COLLATE "{name}"')


def upgrade() -> None:
    collate("C")


def downgrade() -> None:
    collate("default")
