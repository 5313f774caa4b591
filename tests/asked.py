"""Whatever a page asks of a table that colleges share names the college, or rows that were found before by their ids.

The second college tells when a page shows too much; this tells also of what is only counted, or hidden by another condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from flask import Flask, has_request_context, request
from sqlalchemy import event

from lti_tool import db

# The queue of jobs is the tool's: an admin sees whether it stands still.
SHARED = {table.name for table in db.Base.metadata.sorted_tables if "organisation_id" in table.columns} - {"job"}
_TABLE = re.compile(r"\b(?:FROM|JOIN|UPDATE) (\w+)")
# By an id, a launch's key or a secret's hash, compared with values, not with another column; an empty list and a condition that is
# false name no row at all. What a test asks or changes while a request waits has `id >` (`second_college`).
_KNOWN_ROWS = re.compile(
    r"\b(?:id|(?!business_id\b)\w+_id|\"?key\"?|token_hash) (?:=|IN|>) \(?(?:\?|SELECT 1 FROM)|\? = \w+\.\w*id\b|0 = 1"
)


@cache
def asks_all_colleges(statement: str) -> bool:
    return not SHARED.isdisjoint(_TABLE.findall(statement)) and not _KNOWN_ROWS.search(statement)


@contextmanager
def no_page_asks_all_colleges(app: Flask) -> Iterator[None]:
    """Raises AssertionError at the end, with the statements that did; until then they stand in the app's extensions.

    Looks at those on SQLite: the same are asked on PostgreSQL, and written otherwise.
    """
    found = app.extensions["asked_of_all_colleges"] = set()

    def look(_connection, _cursor, statement, *_more):
        if has_request_context() and request.path.startswith("/l/") and asks_all_colleges(statement):
            found.add(statement)

    engines = [engine for engine in app.extensions["hoitomalli_engines"].values() if engine.dialect.name == "sqlite"]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", look)
    yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", look)
    assert not found, "\n".join(["These questions name no college:", *sorted(found)])
