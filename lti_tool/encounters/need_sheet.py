"""The needs of a term as a spreadsheet: a line for each field, need and partner. Texts stay texts, whatever they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook

from ..tiers.views import shown_text
from .needs import HeardNeed, by_field


def need_sheet(needs: Sequence[HeardNeed]) -> bytes:
    """An .xlsx file with a heading line: field of training (empty for none), need, partner, tiers, day.

    A partner of two fields has a line in both, as on the page.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "d.m.yyyy", "align": "left"})
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 3, 30)
        sheet.set_column(4, 4, 12)
        headings = [_("Field of training"), _("Need"), _("Partner"), _("Tier"), _("Day")]
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        groups = by_field(needs).items()
        lines = [(field, need, holder) for field, found in groups for need in found for holder in need.holders]
        for number, (field, need, holder) in enumerate(lines, start=1):
            tiers = ", ".join(shown_text(tier).title for tier in holder.tiers)
            sheet.write_row(number, 0, [field, need.text, holder.name, tiers])
            sheet.write_datetime(number, 4, holder.heard_on, day)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
