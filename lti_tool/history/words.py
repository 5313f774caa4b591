"""The history in words: the names of acts and fields, and the values of a page looked up together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..days import full_day
from .models import Change
from .tracked import Field, tracked_models
from .values import ERASED


def days_in_words(days: set[Any], _organisation_id: int) -> dict[Any, str]:
    """Days of the log, as 2026-11-29, as people write them; what is none is left out."""
    words = {}
    for day in days:
        with suppress(TypeError, ValueError):
            words[day] = full_day(date.fromisoformat(day))
    return words


def yes_or_no(values: set[Any], _organisation_id: int) -> dict[Any, str]:
    """What is ticked or not."""
    return {value: _("yes") if value else _("no") for value in values}


# How values of a kind are written: for the values of a page, and the organisation, the words of each. Features add theirs.
value_words: dict[str, Callable[[set[Any], int], dict[Any, str]]] = {"day": days_in_words, "yes_no": yes_or_no}

further_acts: dict[str, Any] = {}  # the names of acts on rows of several models; features add theirs


@dataclass(frozen=True)
class Line:
    """A field with its value before and after, in words."""

    name: str
    before: str
    after: str


def act_name(act: str) -> str:
    """An act in words; the name itself of an act that only an older program knew."""
    known = (model.tracking.acts for model in tracked_models.values())
    return next((str(acts[act]) for acts in (further_acts, *known) if act in acts), act)


class Words:
    """The values of some lines in words, looked up for all of them at once."""

    def __init__(self, known: dict[str, dict[Any, str]]) -> None:
        self.known = known

    def line(self, change: Change) -> Line | None:
        """A line as it is shown; None for a field that is not, or that was and is empty."""
        field = field_of(change)
        if field is None or (change.is_creation and change.after == field.usual):
            return None
        before = self._value(field, change.before)
        after = self._value(field, change.after)
        return Line(str(field.name), before, after) if before or after else None

    def _value(self, field: Field, value: Any) -> str:
        if value == ERASED:
            return _("(erased)")
        if isinstance(value, dict):
            return ", ".join(str(text) for text in value.values())
        if isinstance(value, list) or value is None or value == "":
            return ""
        return self.known.get(field.kind, {}).get(value, "" if field.kind in value_words else str(value))


def choices_in_words(names: Mapping[str, Any], values: set[Any], _organisation_id: int) -> dict[Any, str]:
    """Words for the values of a field that holds one of a few choices."""
    return {value: str(names.get(value, value)) for value in values}


def words_of(changes: Iterable[Change], organisation_id: int) -> Words:
    """The words for these lines."""
    values: dict[str, set[Any]] = {}
    for change in changes:
        field = field_of(change)
        if field and field.kind in value_words:
            found = {one for one in (change.before, change.after) if isinstance(one, str | int)}
            values.setdefault(field.kind, set()).update(found)
    return Words({kind: value_words[kind](found, organisation_id) for kind, found in values.items()})


def field_of(change: Change) -> Field | None:
    """How a line's field is shown; None for a field that is kept unseen, or was an older program's."""
    model = tracked_models.get(change.entity)
    return model.tracking.fields.get(change.field) if model else None


def describe_kept_changes(kept_fields: Iterable[tuple[str, str]]) -> str:
    """What an undo has left as it is, in words."""
    told = {
        str(tracked_models[entity].tracking.fields[name].name)
        for entity, name in kept_fields
        if name in tracked_models[entity].tracking.fields
    }
    if not told:
        return _("Undone, except what has been changed since: that stays as it is.")
    return _("Undone, except what has been changed since: that stays as it is (%(fields)s).", fields=", ".join(sorted(told)))
