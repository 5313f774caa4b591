"""Doubles: partners that stand on the list twice are found, and become one; which can be taken back."""

from flask import Flask, url_for

from ..history.wholes import Whole, wholes
from ..jobs.kinds import register_kind
from ..pages import resolvers
from ..partners import opening_parts, page_parts
from ..partners.models import MERGE
from ..partners.timeline import about
from . import finding, queries, taking_back, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    register_kind(finding.DOUBLES)
    opening_parts["merging"] = "merging/_of_partner.html"
    page_parts["merging"] = "merging/_link.html"
    about["merging"] = queries.about_partner
    resolvers["doubles"] = lambda _name: url_for("merging.list_doubles")
    wholes[MERGE] = Whole(taking_back.check_merge, taking_back.follow_merge)
