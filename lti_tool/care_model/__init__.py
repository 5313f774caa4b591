"""The screens that put the model together: overview, tier page, guides, search, jobs, undo."""

from flask import Flask, url_for

from ..pages import resolvers
from . import act_views, job_views, link_views, views


def init_app(app: Flask) -> None:
    for module in (views, act_views, job_views, link_views):
        app.register_blueprint(module.blueprint)
    resolvers["tier"] = lambda tier: url_for("care_model.show_tier", tier=tier)
    resolvers["tier_text"] = lambda tier: url_for("care_model.show_tier_text", tier=tier)
    resolvers["page"] = _page_address
    app.jinja_env.globals["link_to"] = link_views.link_to
    resolvers["list"] = _list_address
    resolvers["act"] = lambda number: url_for("acts.show_act", change_set_id=number)
    resolvers["job"] = lambda number: url_for("jobs.show_job", job_id=number)
    resolvers["overview"] = lambda _name: url_for("care_model.show_overview")


def _page_address(name: str) -> str:
    """Where a text's `page:` link leads; the concepts stand on the introduction's page, the test has its own."""
    if name == "concepts":
        return url_for("care_model.show_page", name="introduction", _anchor="concepts")
    if name == "critical-points":
        return url_for("assessment.list_assessments")
    return url_for("care_model.show_page", name=name)


def _list_address(name: str) -> str:
    """A list across all tiers: of the partners, or of the methods."""
    return url_for({"methods": "methods.list_methods", "partners": "partners.list_partners"}[name])
