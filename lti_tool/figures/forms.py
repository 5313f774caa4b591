"""The form of a partner's figures in one year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired

from ..errors import RuleBroken
from ..fields import TextForm, one_line
from .kinds import KINDS, read_figure, read_year
from .queries import as_typed

_BETWEEN = "|"


class FigureField(StringField):
    """A number or nothing, read as people write it. `data` is the Decimal, None, or the text that is no number."""

    data: Any

    def _value(self) -> str:
        return as_typed(self.data) if isinstance(self.data, Decimal) else self.data or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed = one_line(valuelist[0])
        try:
            self.data = read_figure(typed, self.name) if typed else None
        except RuleBroken:
            self.data = typed

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, str):
            try:
                read_figure(self.data, self.name)
            except RuleBroken as broken:
                raise ValidationError(broken.message) from broken


def _figure(kind: str) -> FigureField:
    return FigureField(KINDS[kind].name, render_kw={"inputmode": "decimal", "autocomplete": "off"})


class YearForm(TextForm):
    """The figures of a year, by kind. `version` holds what was shown, since there is a row for each that is known."""

    euros = _figure("euros")
    students = _figure("students")
    events = _figure("events")
    version = HiddenField()

    def values(self) -> dict[str, Decimal | None]:
        """What was sent; a kind that the form lacked is not in it."""
        return self.sent(*KINDS)

    def seen(self, year: int) -> dict[str, Decimal | None]:
        """What the form had shown of this year; nothing where it was of another one."""
        of_year, *shown = (self.version.data or "").split(_BETWEEN)
        if of_year != str(year):
            return {}
        return {kind: _read_shown(text, kind) for kind, text in zip(KINDS, shown, strict=False)}


class NewYearForm(YearForm):
    """A year more."""

    year = StringField(
        _l("Year"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the year."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_year(self, field: StringField) -> None:
        try:
            read_year(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(broken.message) from broken


def shown_of(year: int, values: dict[str, Decimal | None]) -> str:
    """What stands in a form of these values, for its `version`."""
    return _BETWEEN.join([str(year), *("" if values[kind] is None else str(values[kind]) for kind in KINDS)])


def _read_shown(text: str, kind: str) -> Decimal | None:
    try:
        return read_figure(text, kind) if text else None
    except RuleBroken:
        return None
