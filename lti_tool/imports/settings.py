"""How a list is understood: which sheet, what its columns mean, whose rows they become."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ..transfer.columns import Column, Layout


@dataclass(frozen=True)
class Settings:
    """As they are kept with a draft (`to_json`, `from_json`).

    `columns` are those of the sheet: heading, meaning, year, whether that is sure. `team_id` is whose rows they become where
    the list has no column of teams, `tier` where those go of which it says none. With `is_replacing` what the list says takes
    the place of what is known of a partner itself, else it fills what is empty. `tier_words` and `team_words` say what words
    of the list mean that the tool does not know; a team of 0 is none.
    """

    sheet: int = 0
    title_rows: int = 0
    header_rows: int = 0
    columns: tuple[Column, ...] = ()
    team_id: int | None = None
    tier: str = ""
    is_replacing: bool = False
    tier_words: dict[str, str] = field(default_factory=dict)
    team_words: dict[str, int] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return Layout(self.title_rows, self.header_rows, list(self.columns))

    @property
    def meanings(self) -> set[str]:
        """What the list tells at all."""
        return {column.meaning for column in self.columns} - {""}

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"columns": [list(column) for column in self.columns]}


def from_json(stored: dict[str, Any]) -> Settings:
    """The settings of a draft."""
    columns = tuple(Column(*column) for column in stored.get("columns", ()))
    return Settings(**{**stored, "columns": columns})


def with_layout(settings: dict[str, Any], layout: Layout, sheet: int) -> dict[str, Any]:
    """Settings, as JSON, of which a sheet was read anew."""
    columns = [list(column) for column in layout.columns]
    return {
        **settings,
        "sheet": sheet,
        "title_rows": layout.title_rows,
        "header_rows": layout.header_rows,
        "columns": columns,
    }
