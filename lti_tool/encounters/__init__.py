"""Visits and other contacts with partners, their needs, and next steps."""

from functools import partial

from flask import Flask, url_for

from ..history.words import choices_in_words, value_words
from ..pages import resolvers
from ..partners import fact_parts, opening_parts
from ..partners.filters import FurtherFilter, further_filters
from ..partners.last_contact import latest_days
from ..partners.team_rows import follow_name
from ..partners.timeline import about
from ..teams.operations import followers
from . import filters, need_views, queries, views
from .models import KIND_NAMES, Encounter


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(need_views.blueprint)
    app.jinja_env.globals["encounter_kinds"] = KIND_NAMES
    app.jinja_env.globals["log_form"] = views.empty_form
    fact_parts["encounters"] = "encounters/_fact.html"
    opening_parts["encounters"] = "encounters/_log_on_page.html"
    about["encounters"] = queries.about_partner
    followers["encounters"] = partial(follow_name, Encounter)
    latest_days["encounters"] = queries.latest_days
    further_filters["need"] = FurtherFilter(filters.partners_with_need, read=filters.need_in, name=filters.need_name)
    resolvers["needs"] = lambda _name: url_for("needs.list_needs")
    resolvers["log"] = lambda number: url_for("encounters.show_log", partner_id=number or None)
    value_words["need"] = queries.needs_in_words
    value_words["encounter_kind"] = partial(choices_in_words, KIND_NAMES)
