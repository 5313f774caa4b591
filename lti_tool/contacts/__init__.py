"""The partner's contact persons: who they are, at which level, how they are reached, and who has left."""

from flask import Flask

from ..history.words import value_words
from ..partners import fact_parts, page_parts
from ..partners.timeline import about
from ..people import access
from . import addresses, queries, views, words
from .models import PartnerContact


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    page_parts["contacts"] = "contacts/_of_partner.html"
    fact_parts["contacts"] = "contacts/_fact.html"
    about["contacts"] = queries.about_partner
    access.successors[PartnerContact] = lambda contact: contact.merged_into_id
    value_words["partner_contact"] = queries.names_of_contacts
    value_words["contact_level"] = words.levels_in_words
    value_words["phone"] = words.phones_in_words
    app.jinja_env.filters["contact_level"] = words.level_word
    app.jinja_env.filters["phone"] = addresses.shown_phone
