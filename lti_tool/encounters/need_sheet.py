"""The needs of a term as a spreadsheet: a line for each need and partner. Texts stay texts, whatever they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook

from ..tiers.views import shown_text
from .needs import HeardNeed


def need_sheet(needs: Sequence[HeardNeed]) -> bytes:
    """An .xlsx file with a heading line: need, partner, tiers, day."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "d.m.yyyy", "align": "left"})
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 2, 30)
        sheet.set_column(3, 3, 12)
        sheet.write_row(0, 0, [_("Need"), _("Partner"), _("Tier"), _("Day")], book.add_format({"bold": True}))
        lines = [(need, holder) for need in needs for holder in need.holders]
        for number, (need, holder) in enumerate(lines, start=1):
            tiers = ", ".join(shown_text(tier).title for tier in holder.tiers)
            sheet.write_row(number, 0, [need.text, holder.name, tiers])
            sheet.write_datetime(number, 3, holder.heard_on, day)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
