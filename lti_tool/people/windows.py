"""A window of its own for a launch that began in a frame.

The launch's cookie belongs to the frame's partition, so a new window has none. The frame is given a ticket instead, which the
new window posts: it is good once and for a minute, and makes a launch that hangs on the first and ends with it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, mapped_column

from .. import db
from ..one_use import hash_of
from . import access
from .models import Launch

TICKET_LIFE = timedelta(seconds=60)
_TAKEN_ALONG = (
    "person_id",
    "course_id",
    "deployment_id",
    "is_admin",
    "is_teacher",
    "is_enrolled",
    "language",
    "roles",
    "expires_at",
)


class WindowTicket(db.Base):
    """The way from a frame into a window: of its token only a hash is kept, and where in the launch it leads."""

    __tablename__ = "window_ticket"
    __table_args__ = {"info": {"is_short_lived": True}}

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    launch_key: Mapped[str] = mapped_column(ForeignKey("launch.key", ondelete="CASCADE"), index=True)
    path: Mapped[str]  # below the launch's own address
    expires_at: Mapped[datetime]


def give_ticket(launch: Launch, path: str) -> str:
    """A new token that leads to a path of this launch: 256 random bits."""
    token = secrets.token_urlsafe(32)
    ticket = WindowTicket(token_hash=hash_of(token), launch_key=launch.key, path=path, expires_at=db.now() + TICKET_LIFE)
    db.session.add(ticket)
    return token


def open_window(token: str) -> tuple[Launch, str] | None:
    """Use a ticket up: the launch of the new window and the path in it; None for a ticket that is used, too old or unknown,
    and for one whose launch has ended meanwhile."""
    used_up = delete(WindowTicket).where(WindowTicket.token_hash == hash_of(token), WindowTicket.expires_at > db.now())
    ticket = db.session.execute(used_up.returning(WindowTicket.launch_key, WindowTicket.path)).one_or_none()
    parent = access.live_launch(ticket.launch_key) if ticket else None
    if ticket is None or parent is None:
        return None
    child = Launch(key=secrets.token_urlsafe(16), parent_key=parent.key, frame_origins="'none'")
    for name in _TAKEN_ALONG:
        setattr(child, name, getattr(parent, name))
    db.session.add(child)
    db.session.flush()
    return child, ticket.path
