"""Bring the database to the tool's version. Also for SQLite, whose foreign keys must be off while tables are rebuilt."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations."""
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    _run(engine, command.downgrade, revision)


def config_for(connection: Connection) -> Config:
    """Alembic's configuration; the migrations come out of the installed package."""
    config = Config()
    config.set_main_option("script_location", str(files("lti_tool.migrations")))
    config.attributes["connection"] = connection
    return config


def _run(engine: Engine, action: object, revision: str) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a table drops the old one, and with foreign keys on that deletes cascading children.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                action(config_for(connection), revision)  # type: ignore[operator]
        finally:
            if engine.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def revisions(connection: Connection) -> tuple[str | None, str | None]:
    """The database's version and the newest this program knows."""
    newest = ScriptDirectory.from_config(config_for(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision(), newest
