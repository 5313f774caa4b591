"""The critical-points test: statements both sides answer, and the difference between them."""

from functools import partial

from flask import Flask, url_for

from ..pages import resolvers
from ..partners import page_parts
from ..partners.last_contact import latest_days
from ..partners.team_rows import follow_name
from ..partners.timeline import about
from ..teams.operations import followers
from . import agreed_views, answer_views, partner_views, queries, views
from .agreed_models import AgreedLine


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(answer_views.blueprint)
    app.register_blueprint(agreed_views.blueprint)
    app.register_blueprint(partner_views.blueprint)
    page_parts["assessment"] = "assessment/_of_partner.html"
    resolvers["assessment"] = lambda number: url_for("assessment.show_assessment", assessment_id=number)
    about["assessment"] = queries.about_partner
    followers["assessment"] = partial(follow_name, AgreedLine)
    latest_days["assessment"] = queries.latest_days
