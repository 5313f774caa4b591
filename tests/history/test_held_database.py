"""The database held by another program: pages are read meanwhile, and nobody waits for ever."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import func, select, text

from lti_tool import db, write_lock
from lti_tool.partners.models import Partner
from tests.conftest import TOOL


@pytest.fixture
def sqlite_app(app, database_url):
    if not database_url.startswith("sqlite"):
        pytest.skip("its lock is SQLite's")
    return app


@pytest.fixture
def alone(sqlite_app):
    """A request of a browser of its own that has this visitor's cookies, since a test client is of one thread."""

    def send(visitor, method, path, **kwargs):
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in visitor.client._cookies.values())
        client = sqlite_app.test_client(use_cookies=False)
        return client.open(visitor.base + path, method=method, base_url=TOOL, headers={"Cookie": cookies}, **kwargs)

    return send


def test_a_reader_does_not_wait_behind_eight_writers(sqlite_app, database_url, maija, alone, monkeypatch):
    monkeypatch.setattr(write_lock, "LONG_WAIT", 60_000)  # longer than a busy machine takes to get to the reader
    form = {"csrf_token": maija.token(), "description": "Oppimisjaksot"}
    names = ["Aalto", "Kerttuli", "Solros", "Tuuliviiri", "Metsola", "Purjo", "Helmi", "Kivi"]
    with (
        ThreadPoolExecutor(sqlite_app.config["THREADS"]) as threads,  # as many as serve pages
        closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        writers = [threads.submit(alone, maija, "POST", "partners/everyday/add", data={**form, "name": name}) for name in names]
        reader = threads.submit(alone, maija, "GET", "tiers/everyday")
        assert reader.result(60).status_code == 200
        assert not all(writer.done() for writer in writers)  # some still wait for their turn
        other.execute("ROLLBACK")
        codes = [writer.result(60).status_code for writer in writers]
    assert set(codes) == {303, 503}
    with sqlite_app.app_context():
        assert db.session.scalar(select(func.count(Partner.id))) == codes.count(303)


def test_postgresql_waits_for_a_row_only_so_long(app):
    """The setting outlives the transaction in which the connection was made."""
    engine = app.extensions["hoitomalli_engines"]["writing"]
    if engine.dialect.name != "postgresql":
        pytest.skip("its lock is PostgreSQL's")
    for _use in range(2):
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW lock_timeout")) == "10s"
            connection.rollback()
