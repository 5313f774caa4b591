"""How a list is understood: which sheet, what its columns mean, whose rows they become."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.types import TypeDecorator

from ..transfer.columns import Column, Layout


@dataclass(frozen=True)
class Settings:
    """How a list is understood, as its draft keeps it."""

    sheet: int = 0
    title_rows: int = 0
    header_rows: int = 0
    columns: tuple[Column, ...] = ()  # of the sheet
    team_id: int | None = None  # the team of the rows, where the list has no column of teams
    tier: str = ""  # the tier of rows that name none
    is_replacing: bool = False  # the list replaces what is known of a partner itself; else it fills what is empty
    tier_words: dict[str, str] = field(default_factory=dict)  # tiers by words that the tool does not know
    team_words: dict[str, int] = field(default_factory=dict)  # ids of teams by such words; 0 for no team

    @property
    def layout(self) -> Layout:
        return Layout(self.title_rows, self.header_rows, list(self.columns))

    @property
    def meanings(self) -> set[str]:
        """What the list tells at all."""
        return {column.meaning for column in self.columns} - {""}

    def with_layout(self, layout: Layout, sheet: int) -> Settings:
        """The same with a sheet that was read anew."""
        columns = tuple(layout.columns)
        return replace(self, sheet=sheet, title_rows=layout.title_rows, header_rows=layout.header_rows, columns=columns)


_KINDS: dict[str, Any] = {name: type(value) for name, value in asdict(Settings()).items()}  # as they are stored
_KINDS |= {"columns": list, "team_id": int | None}


class StoredSettings(TypeDecorator[Settings]):
    """Settings in a column, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Settings | None, dialect: Any) -> dict[str, Any]:
        settings = value or Settings()
        return asdict(settings) | {"columns": [list(column) for column in settings.columns]}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Any) -> Settings:
        """What another version of the tool has stored otherwise is left out, so that no page fails for it."""
        stored = value if isinstance(value, dict) else {}
        known = {name: stored[name] for name, kind in _KINDS.items() if name in stored and isinstance(stored[name], kind)}
        columns = known.get("columns", [])
        if not all(isinstance(column, list) and len(column) == len(Column._fields) for column in columns):
            columns = []  # without one of them the others would stand in other places
        return Settings(**{**known, "columns": tuple(Column(*column) for column in columns)})
