"""Partners and partnerships: the list that all staff keep together."""

from functools import partial

from flask import Flask, url_for

from ..history.words import choices_in_words, value_words
from ..pages import resolvers
from ..people import access
from ..teams import page_parts as team_parts
from ..teams.operations import followers
from . import (
    add_views,
    addresses,
    contact,
    details,
    fact_views,
    filters,
    moving_views,
    name_views,
    orders,
    row_views,
    saved_view_views,
    views,
)
from .choices import APPROACHES, EFFECTS, STATE_NAMES
from .models import Partner
from .queries import names_of_partners
from .team_rows import follow_team

# feature -> a template about `partner`; features above add theirs
page_parts: dict[str, str] = {}  # its part of a partner's page
fact_parts: dict[str, str] = {}  # its fact in the head of that page
opening_parts: dict[str, str] = {}  # what stands above its timeline
list_parts: dict[str, str] = {}  # feature -> a template about `wanted`, folded with what narrows a list down


def init_app(app: Flask) -> None:
    for module in (views, add_views, row_views, moving_views, name_views, fact_views, saved_view_views):
        app.register_blueprint(module.blueprint)
    contact.init_app(app)
    access.successors[Partner] = lambda partner: partner.merged_into_id
    value_words["partner"] = names_of_partners
    resolvers["partner"] = lambda number: url_for("partners.show_partner", partner_id=number)
    resolvers["partners"] = lambda _name: url_for("partners.list_partners")
    followers["partners"] = follow_team
    team_parts["partners"] = "partners/_of_team.html"
    for kind, names in (("partnership_state", STATE_NAMES), ("partnership_effect", EFFECTS), ("approach", APPROACHES)):
        value_words[kind] = partial(choices_in_words, names)
    app.jinja_env.globals.update(
        partner_parts=page_parts,
        partner_facts=fact_parts,
        partner_openings=opening_parts,
        list_parts=list_parts,
        kept_in_address=addresses.kept_in_address,
        lacking_names=filters.LACKING_NAMES,
        state_names=STATE_NAMES,
        approach_names=APPROACHES,
        tiers_that_show_met=filters.TIERS_THAT_SHOW_MET,
        marks=filters.MARKS,
        further_filters=filters.further_filters,
        further_orders=orders.further_orders,
        approach_of=views.approach_of,
        facts_of_row=details.facts_of_row,
        partner_form=add_views.empty_form,
    )
