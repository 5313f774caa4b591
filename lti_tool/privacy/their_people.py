"""Erasing a partner's person: the row and its roles keep their numbers, and nothing that tells who it was."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, Table, update

from ..contacts.models import ContactRole, PartnerContact

_CONTACT = cast(Table, PartnerContact.__table__)
_ROLE = cast(Table, ContactRole.__table__)


def erase_row(connection: Connection, contact_id: int) -> None:
    nothing = dict.fromkeys(("name", "name_key", "email", "phone", "search_text"), "")
    erasing = update(_CONTACT).where(_CONTACT.c.id == contact_id)
    connection.execute(erasing.values(**nothing, version=_CONTACT.c.version + 1))  # a form made before asks


def erase_roles(connection: Connection, contact_id: int) -> None:
    """Take the person off all partners' pages, and forget who of ours has informed the person."""
    nothing = {"title": "", "level": "", "left_on": None, "told_on": None, "told_by_id": None, "is_archived": True}
    erasing = update(_ROLE).where(_ROLE.c.contact_id == contact_id)
    connection.execute(erasing.values(**nothing, version=_ROLE.c.version + 1))
