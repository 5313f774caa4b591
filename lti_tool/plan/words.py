"""Years and times of a plan as templates write them."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _

from .spans import in_words, shortly
from .years import SCHOOL, PlanYear


def year_name(year: PlanYear) -> str:
    """A year as people call it: school year 2026–27, 2027."""
    if year.kind == SCHOOL:
        return _("school year %(year)s", year=year.key.replace("-", "–"))
    return year.key


def month_name(day: date) -> str:
    """A month for a narrow column, as marras."""
    return format_date(day, "LLL").rstrip(".")


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(year_name=year_name, month_name=month_name, span_in_words=in_words, span_shortly=shortly)
