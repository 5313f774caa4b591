"""What the tests of the history share."""

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(app):
    """How many statements of a kind a piece of work sends to the database that is written to."""

    def count(work, kind=""):
        counted = []
        engine = app.extensions["hoitomalli_engines"]["writing"]
        listener = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        work()
        event.remove(engine, "before_cursor_execute", listener)
        return len([one for one in counted if one.startswith(kind)])

    return count
