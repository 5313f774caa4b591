"""Partners and partnerships: the list that all staff keep together."""

from flask import Flask, url_for

from ..pages import resolvers
from . import add_views, contact, name_views, queries, row_views, views

# feature -> a template about `partner`; features above add theirs
page_parts: dict[str, str] = {}  # its part of a partner's page
fact_parts: dict[str, str] = {}  # its fact in the head of that page
opening_parts: dict[str, str] = {}  # what stands above its timeline


def init_app(app: Flask) -> None:
    for module in (views, add_views, row_views, name_views):
        app.register_blueprint(module.blueprint)
    contact.init_app(app)
    resolvers["partner"] = lambda number: url_for("partners.show_partner", partner_id=number)
    app.jinja_env.globals["partner_parts"] = page_parts
    app.jinja_env.globals["partner_facts"] = fact_parts
    app.jinja_env.globals["partner_openings"] = opening_parts
    app.jinja_env.globals["kept_in_address"] = views.kept_in_address
    app.jinja_env.globals["lacking_names"] = queries.LACKING_NAMES
    app.jinja_env.globals["partner_form"] = add_views.empty_form
