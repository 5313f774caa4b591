"""What is to be done and by when: one's week, a team's meeting, key meetings of the year."""

from flask import Flask, url_for

from ..pages import resolvers
from . import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    resolvers["agenda"] = lambda team: url_for("agenda.show_team", team_id=team) if team else url_for("agenda.show_college")
