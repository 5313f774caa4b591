"""Names of what the history of a plan points to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from .. import db
from ..methods.models import OWN_KEY, OwnMethod
from ..methods.queries import packaged_method
from .models import Aim


def aims_in_words(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """What these aims say, for the history."""
    query = select(Aim.id, Aim.text).where(
        Aim.id.in_([aim_id for aim_id in ids if db.is_id(aim_id)]), Aim.organisation_id == organisation_id
    )
    return {row.id: row.text for row in db.session.execute(query)}


def methods_in_words(keys: set[Any], organisation_id: int) -> dict[Any, str]:
    """The titles of methods by their keys, in the reader's language; a key that leads nowhere is left out."""
    own = {key: db.id_in(key.removeprefix(OWN_KEY)) for key in keys if isinstance(key, str) and key.startswith(OWN_KEY)}
    query = select(OwnMethod.id, OwnMethod.title).where(
        OwnMethod.id.in_(own.values()), OwnMethod.organisation_id == organisation_id
    )
    titles: dict[int, str] = {row.id: row.title for row in db.session.execute(query)} if own else {}
    pages = {key: packaged_method(key) for key in keys if isinstance(key, str) and key not in own}
    packaged = {key: page.title for key, page in pages.items() if page}
    return packaged | {key: titles[number] for key, number in own.items() if number in titles}
