"""Partnership agreements: until when they are in force, when they are looked at again, what was agreed."""

from functools import partial

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from ..history.words import choices_in_words, value_words
from ..pages import resolvers
from ..partners import fact_parts, page_parts
from ..partners.filters import FurtherFilter, further_filters
from ..partners.last_contact import latest_days
from ..partners.listed import cells
from ..partners.timeline import about
from . import filters, queries, timeline, views
from .deadlines import is_review_due, what_is_due
from .models import KINDS


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    page_parts["agreements"] = "agreements/_of_partner.html"
    fact_parts["agreements"] = "agreements/_fact.html"
    about["agreements"] = timeline.about_partner
    latest_days["agreements"] = queries.latest_days
    cells["agreements"] = filters.end_of_agreement
    further_filters["agreement"] = FurtherFilter(filters.rows_by_agreement, _l("Agreement"), filters.NAMES)
    resolvers["agreements"] = lambda _name: url_for("agreements.list_agreements")
    value_words["agreement"] = partial(choices_in_words, KINDS)
    app.jinja_env.globals.update(agreement_kinds=KINDS)
    app.jinja_env.globals.update(what_is_due=what_is_due, is_review_due=is_review_due)
