"""A connection that stood idle is tried before use: the server may have been started anew meanwhile."""

import pytest
from sqlalchemy import create_engine, text

from lti_tool import engines


@pytest.fixture
def engine(app, database_url):
    engine = app.extensions["hoitomalli_engines"]["reading"]
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server")
    return engine


def backend(engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))


def test_a_lost_connection_is_replaced(engine, database_url, monkeypatch):
    monkeypatch.setattr(engines, "PINGED_AFTER", 0)
    first = backend(engine)
    assert backend(engine) == first
    with create_engine(database_url).begin() as other:
        assert other.scalar(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": first})
    assert backend(engine) != first


def test_one_in_use_is_not_asked(engine, monkeypatch):
    pings = []
    ping = engine.dialect.do_ping
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: pings.append(1) or ping(connection))
    monkeypatch.setattr(engines, "PINGED_AFTER", 3600)
    backend(engine)
    backend(engine)
    assert not pings
    monkeypatch.setattr(engines, "PINGED_AFTER", 0)
    backend(engine)
    assert pings
