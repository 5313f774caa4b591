"""A list as it may be brought in, with invented partners: to be filled with one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..exports.tables import Column, Scope, Table
from ..tiers.queries import titles_of
from .words import MEANINGS

_COLUMNS = ("partner", "link", "description", "contact", "tier", "their_name", "their_email")


def _rows(scope: Scope) -> Iterator[list[Any]]:
    tiers = titles_of({"everyday", "development", "network"}, scope.organisation_id)
    visits = _("Periods at the workplace twice a year, a visit in spring")
    henna = ("Henna Vuorinen", "henna@kerttuli.example")
    yield ["Kahvila Kerttuli", "www.kerttuli.example", visits, "Maija Koskela", tiers["everyday"], *henna]
    lunch = _("A new lunch concept with the students of the field")
    yield ["Kahvila Kerttuli", "", lunch, "Olli Virtanen", tiers["development"], "", ""]
    week = _("A week of working life for all fields together")
    yield ["Seudun yrittäjät ry", "www.seutu.example", week, "Maija Koskela", tiers["network"], "", ""]


SAMPLE = Table(_l("Partners"), [Column(MEANINGS[meaning], meaning, 28) for meaning in _COLUMNS], _rows)
