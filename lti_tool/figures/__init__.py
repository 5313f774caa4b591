"""Year figures: what a partner was to us in a year, in euros invoiced, students and training events."""

from __future__ import annotations

from typing import Any

from flask import Flask

from ..history.words import value_words
from ..partners import page_parts
from ..partners.models import Partner
from ..partners.orders import further_orders
from ..partners.timeline import About, about
from . import views
from .kinds import KINDS
from .models import value_of
from .orders import order_by
from .queries import all_figures_of, in_words, years_of


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    page_parts["figures"] = "figures/_of_partner.html"
    about["figures"] = _about_partner
    value_words["year_figure"] = _values_in_words
    further_orders.update({kind: order_by(kind) for kind in KINDS})
    app.jinja_env.globals["figure_kinds"] = KINDS


def _about_partner(partner: Partner) -> About:
    figures = all_figures_of(partner)
    return About(rows=figures, context={"figure_years": years_of(figures)})


def _values_in_words(values: set[Any], _organisation_id: int) -> dict[Any, str]:
    return {value: in_words(value_of(value)) for value in values if isinstance(value, int)}
