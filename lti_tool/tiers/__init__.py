"""The tiers' packaged texts and the college's own words on them."""

from flask import Flask

from ..history.words import value_words
from ..pages import resolvers
from . import glossary, views
from .models import ALL_TIERS
from .queries import titles_of


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals.update(text_of=views.shown_text, short_names=views.short_names)
    app.jinja_env.globals.update(known_tiers=ALL_TIERS, terms_of_page=glossary.terms_of_page)
    value_words["tier"] = titles_of
    resolvers["term"] = glossary.term_title
