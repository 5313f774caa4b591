"""Addresses are made as Flask makes them, though their paths are kept (`dispatch.Tool.url_for`)."""

from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, g
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BuildError

pytestmark = pytest.mark.any_database

QUERIES = (
    {},
    {"q": None},
    {"q": "Kahvila & Ko / Åbo + 1", "mine": 1, "order": "", "contact": None},
    {"several": ["a", None, "b"], "none": []},
    {"words": _l("today"), "none": []},
)
OF_PATHS = {"IntegerConverter": 12, "UnicodeConverter": "kahvila", "PathConverter": "kahvila/kerttuli"}


def values_of(rule):
    return {name: OF_PATHS[type(rule._converters[name]).__name__] for name in rule.arguments - {"launch"}}


def parts_of(address):
    url = urlsplit(address)
    return url.path, parse_qs(url.query, keep_blank_values=True), url.fragment


@contextmanager
def within(app, key):
    """A request of the launch with this key."""
    with app.test_request_context():
        g.launch_key = key
        g.launch = "found"
        yield


def test_each_route_has_the_address_that_flask_gives_it(app):
    for key in ("one", "another", "one"):
        with within(app, key):
            for rule in app.url_map.iter_rules():
                for query in QUERIES:
                    values = {**values_of(rule), **query}
                    expected = parts_of(Flask.url_for(app, rule.endpoint, **values))
                    assert parts_of(app.url_for(rule.endpoint, **values)) == expected


def test_a_place_on_a_page_stays_in_its_address(app):
    with within(app, "one"):
        assert app.url_for("partners.show_partner", partner_id=12, _anchor="log") == "/l/one/partners/12#log"


def test_secrets_and_typed_words_are_not_kept(app):
    with within(app, "one"):
        app.url_for("partners.list_partners")
        kept = app._kept_path.cache_info().currsize
        app.url_for("answer.answer", token="a-secret")
        app.url_for("feed.read", name="a-secret.ics")
        app.url_for("partners.list_partners", q="typed")
        assert app._kept_path.cache_info().currsize == kept


def test_a_key_that_proves_nothing_is_quoted(app):
    with app.test_request_context():
        g.launch_key = 'a"b'
        assert app.url_for("partners.list_partners") == "/l/a%22b/partners/"


def test_an_address_that_lacks_a_part_is_an_error_as_ever(app):
    with within(app, "one"), pytest.raises(BuildError):
        app.url_for("partners.show_partner")
