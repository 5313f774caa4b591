"""Words of a list that the tool does not know: the user says once what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..fields import one_line
from ..teams.models import joined_key
from ..teams.queries import active_teams
from ..transfer.table_rows import TableRead
from ..transfer.tiers_as_written import tier_as_written
from .row_values import NOTHING
from .settings import Settings

MOST_ASKED = 20  # of a column: what has more different words is no column of tiers or teams


class Unclear(NamedTuple):
    """Words of the columns of tiers and teams with the number of rows that have them, and how many rows name no tier."""

    tiers: dict[str, int]
    teams: dict[str, int]
    without_tier: int

    def asks(self, settings: Settings) -> bool:
        """Whether there is something to say that the settings do not say yet."""
        words = self.tiers.keys() - settings.tier_words.keys() or self.teams.keys() - settings.team_words.keys()
        return bool(words) or bool(self.without_tier and not settings.tier)


def unclear(table: TableRead, organisation_id: int, titles: Mapping[str, str]) -> Unclear:
    """What a list says of tiers and teams and the tool does not know, the words of most rows first.

    `titles` are what the college calls its tiers.
    """
    teams = {team.name_key for team in active_teams(organisation_id)}
    tiers = _words(table, "tier")
    return Unclear(
        _unknown(tiers, lambda word: tier_as_written(word, titles) is not None),
        _unknown(_words(table, "team"), lambda word: joined_key(word) in teams),
        tiers.count(""),
    )


def _words(table: TableRead, meaning: str) -> list[str]:
    words = (one_line(row.values.get(meaning, "")) for row in table.rows)
    return ["" if word in NOTHING else word for word in words]


def _unknown(texts: list[str], is_known: Callable[[str], bool]) -> dict[str, int]:
    unknown = Counter({word: count for word, count in Counter(texts).items() if word and not is_known(word)})
    return dict(unknown.most_common(MOST_ASKED))
