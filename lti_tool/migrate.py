"""Bring the database to the tool's version. Also for SQLite, whose foreign keys must be off while tables are rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations."""
    with rebuilding(engine) as connection:
        upgrade_within(connection, revision)


def downgrade(engine: Engine, revision: str) -> None:
    with rebuilding(engine) as connection:
        command.downgrade(config_for(connection), revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Run the missing migrations in a transaction of `rebuilding`, where more is done than that."""
    command.upgrade(config_for(connection), revision)


def config_for(connection: Connection) -> Config:
    """Alembic's configuration; the migrations come out of the installed package."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("lti_tool.migrations")))
    return config


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be rebuilt; it is committed at the end."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a table drops the old one, and with foreign keys on that deletes cascading children.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                yield connection
        finally:
            if engine.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def revisions(connection: Connection) -> tuple[str | None, str | None]:
    """The database's version and the newest this program knows."""
    newest = ScriptDirectory.from_config(config_for(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision(), newest


def known_revisions() -> set[str]:
    """The versions of the database that this program knows, its own and all older ones."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
