"""The critical-points test: statements both sides answer, and the difference between them."""

from flask import Flask

from ..partners import page_parts
from ..people import access
from . import partner_views, queries, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(partner_views.blueprint)
    page_parts["assessment"] = "assessment/_of_partner.html"
    app.jinja_env.globals["assessments_of"] = lambda partner: queries.assessments_of(partner.id, access.organisation_id())
