"""The foresight sheet of the method bank with what partners have said in a term on its first lines, as a Word file."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from ..methods.queries import packaged_method
from ..methods.sheets import template_of
from ..word import word_file
from .needs import HeardNeed

METHOD = "foresight-sheet"  # its first table is for what was observed: what, from where, need or sign, what it means


def foresight_sheet(needs: Sequence[HeardNeed], heading: str) -> bytes:
    """A .docx in the language of the request, `heading` behind its title. No tier is named on it."""
    method = packaged_method(METHOD)
    if method is None:
        raise LookupError(METHOD)
    sheet = template_of(method)
    line = Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td></td></tr>")
    lines = [line.format(need.text, ", ".join(one.name for one in need.holders), _("need")) for need in needs]
    html = str(sheet.html).replace("<tbody>", "".join(["<tbody>", *lines]), 1)
    return word_file(f"{sheet.title}: {heading}", html, sheet.language)
