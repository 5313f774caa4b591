"""Partnership agreements: until when they are in force, when they are looked at again, what was agreed."""

from flask import Flask

from ..history.words import value_words
from ..partners import fact_parts, page_parts
from ..partners.timeline import moments, rows_with_past
from . import queries, timeline, views
from .deadlines import is_review_due, what_is_due
from .models import KINDS


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    page_parts["agreements"] = "agreements/_of_partner.html"
    fact_parts["agreements"] = "agreements/_fact.html"
    moments["agreements"] = timeline.moments_of
    rows_with_past["agreements"] = queries.all_agreements_of
    value_words["agreement"] = timeline.kinds_in_words
    value_words["day"] = timeline.days_in_words
    app.jinja_env.globals.update(agreements_of=queries.agreements_of, agreement_kinds=KINDS)
    app.jinja_env.globals.update(what_is_due=what_is_due, is_review_due=is_review_due)
