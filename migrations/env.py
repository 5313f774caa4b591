"""Alembic's environment: called by lti_tool.migrate with an open connection."""

from alembic import context
from sqlalchemy import text

from lti_tool.db import Base

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"
LOCK = 4_211_985  # any number of our own: two processes that start together upgrade one after the other

context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=is_sqlite)
with context.begin_transaction():
    if not is_sqlite:
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # as long as the other one takes
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.run_migrations()
