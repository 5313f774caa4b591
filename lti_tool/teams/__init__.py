"""Own staff's teams and working groups, kept by the staff themselves, and the college's fields of training."""

from flask import Flask, url_for

from ..history.words import value_words
from ..pages import resolvers
from . import member_views, queries, views

# feature -> a template about `team`, its part of a team's page; features above add theirs
page_parts: dict[str, str] = {}


def init_app(app: Flask) -> None:
    for module in (views, member_views):
        app.register_blueprint(module.blueprint)
    resolvers["teams"] = lambda _name: url_for("teams.list_teams")
    resolvers["team"] = lambda number: url_for("teams.show_team", team_id=number)
    value_words["team"] = queries.names_of_teams
    value_words["training_field"] = queries.names_of_fields
    app.jinja_env.globals["team_parts"] = page_parts
