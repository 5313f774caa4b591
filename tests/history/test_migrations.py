"""Migrations: up, down and up again, with data in the tables, on both databases."""

import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from lti_tool import db, migrate
from tests.conftest import other_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server, name = request.getfixturevalue("postgresql_url"), f"m{uuid.uuid4().hex}"
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return other_database(server, name)


def test_up_down_and_up_again(empty_url):
    engine = db.make_engine(empty_url)
    migrate.upgrade(engine)
    assert "partnership" in inspect(engine).get_table_names()
    migrate.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engine)
    migrate.upgrade(engine)


def test_the_migrated_tables_are_those_of_the_models(empty_url):
    engine = db.make_engine(empty_url)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


def test_a_used_database_goes_down_and_up(maija, app):
    maija.add()
    engine = app.extensions["hoitomalli_engines"]["reading"]
    with app.app_context():
        db.session.close()
    migrate.downgrade(engine, "base")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM partnership")) == 0


def test_foreign_keys_hold_after_a_migration(app):
    engine = app.extensions["hoitomalli_engines"]["reading"]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
