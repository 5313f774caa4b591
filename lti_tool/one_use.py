"""Links that are good once, for a while, and until revoked. Of their tokens the database holds only hashes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from . import db

ONCE_SET = frozenset({"token_hash", "created_at", "expires_at", "used_at"})  # its columns that have no history


class OneUseLink:
    """What such links have in common; a mixin for models."""

    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    is_revoked: Mapped[bool] = mapped_column(default=False)

    @property
    def state(self) -> str:
        """`open`, `used`, `revoked` or `expired`."""
        if self.used_at:
            return "used"
        if self.is_revoked:
            return "revoked"
        return "open" if self.expires_at > db.now() else "expired"


def new_token() -> str:
    """192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """Enough for a random token: nothing to guess from."""
    return hashlib.sha256(token.encode()).hexdigest()
