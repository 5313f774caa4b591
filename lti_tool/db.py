"""The database: naming of constraints, a session per request, one commit per good request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_app_context, request
from sqlalchemy import ColumnElement, Engine, Executable, Index, MetaData, Text, TextClause, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session
from werkzeug.local import LocalProxy

from .column_types import UtcDateTime
from .engines import close_engine, make_engine
from .request_session import RequestSession

Row = TypeVar("Row")

BIGGEST_ID = 2**31 - 1  # of an INTEGER key in PostgreSQL
LONGEST_ID = 10  # digits
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Base(DeclarativeBase):
    """All models; constraints are named from the first migration on, so that later ones can drop them.

    Backups leave out a table whose rows are short-lived: they are of use for hours only, or can be fetched again, and nothing
    else points to them. Its model says so: `__table_args__ = {"info": {"is_short_lived": True}}`.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Text}


_IN_USE = text("NOT is_archived")


def index_of_some(name: str, *columns: str | TextClause, where: ColumnElement[bool] | TextClause, unique: bool = False) -> Index:
    """An index of the rows for which a condition holds; SQLAlchemy asks for it once for each database."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def once_in_use(name: str, *columns: str | TextClause) -> Index:
    """Of the rows in use each has other values in these columns; an archived one stands in nobody's way."""
    return index_of_some(name, *columns, where=_IN_USE, unique=True)


def index_by_hash(name: str, column: str) -> Index:
    """An index in which PostgreSQL finds a row in two pages, however many rows there are; SQLite's own is as good."""
    return Index(name, column, postgresql_using="hash", info={"only_on": "postgresql"}).ddl_if(dialect="postgresql")


def set_all(row: object, values: Mapping[str, Any]) -> None:
    """Set columns of a row by their names."""
    for name, value in values.items():
        setattr(row, name, value)


def set_changed(row: object, values: Mapping[str, Any]) -> None:
    """Set those columns of a known row that have another value now: a row that stays as it is costs the session no flush."""
    set_all(row, {name: value for name, value in values.items() if value != getattr(row, name)})


def is_id(number: object) -> bool:
    """Whether this can be the id of a row: PostgreSQL takes no larger one even in a question."""
    return isinstance(number, int) and 0 < number <= BIGGEST_ID


def id_in(text: str) -> int:
    """The id or the version of a row as a form or an address holds it; 0 for what is none."""
    number = int(text) if text.isdecimal() and len(text) <= LONGEST_ID else 0
    return number if is_id(number) else 0


def texts_by_id(column: InstrumentedAttribute[str], ids: Iterable[object], organisation_id: int) -> dict[Any, str]:
    """A text, e.g. the name, of each of these rows of an organisation: for the history, which keeps ids."""
    known = set(filter(is_id, ids))
    if not known:
        return {}
    model: Any = column.class_
    query = select(model.id, column).where(model.organisation_id == organisation_id, model.id.in_(known))
    return dict(session.execute(query).all())


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)


def _engine(writing: bool) -> Engine:
    return current_app.extensions["hoitomalli_engines"]["writing" if writing else "reading"]


def _current_session() -> Session:
    if "db_session" not in g:
        writing = not request or request.method not in SAFE_METHODS
        g.db_session = RequestSession(_engine(writing), expire_on_commit=False)
    return g.db_session


session: Session = LocalProxy(_current_session)  # type: ignore[assignment]


def read(query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """The rows of a query of columns, without what the session does beside for objects: a fifth of a large list's reading."""
    session.flush()
    return session.connection().execute(query, values).all()


def only_read() -> None:
    """For a command that asks other servers: SQLite's one place for a writer stays free meanwhile."""
    g.db_session = RequestSession(_engine(writing=False), expire_on_commit=False)


@contextmanager
def reading_beside() -> Iterator[None]:
    """What takes long is read beside the request's own transaction, which lets others write meanwhile."""
    stop_reading()
    own = _current_session()
    only_read()
    try:
        yield
    finally:
        g.db_session.close()
        g.db_session = own


def discard() -> None:
    """Give up what this request has begun to write, e.g. before its refusal is noted: two writers would wait for each other."""
    if "db_session" in g:
        g.db_session.rollback()


def keep() -> None:
    """Commit what this request has written; `dispatch` calls it for a good answer."""
    if "db_session" in g:
        g.db_session.commit()


def stop_reading() -> None:
    """Let others write while something takes long; what this request has written itself keeps its transaction."""
    if has_app_context() and "db_session" in g:
        g.db_session.stop_reading()


@contextmanager
def own_transaction(*, writing: bool) -> Iterator[Session]:
    """A short transaction beside the request's own: for what must stay though the answer is 4xx, or must not wait."""
    with Session(_engine(writing), expire_on_commit=False) as short, short.begin():
        yield short


def get_or_create(model: type[Row], *, _new: dict[str, Any] | None = None, **key: Any) -> Row:
    """The row with this unique key, made (with the values of `_new`) if missing; two that make it at once get the same."""
    query = select(model).filter_by(**key)
    found = session.scalar(query)
    if found is None:
        try:
            with session.begin_nested():
                found = model(**key, **(_new or {}))
                session.add(found)
        except IntegrityError:
            found = session.scalars(query).one()
    return found


def disconnect(app: Flask) -> None:
    """Close the app's connections; a SQLite file is whole by itself after that."""
    engines = app.extensions["hoitomalli_engines"]
    engines["reading"].dispose()
    close_engine(engines["writing"])


def init_app(app: Flask, url: str) -> None:
    """Bind the database to the app; what a request has not committed goes with its end."""
    app.extensions["hoitomalli_engines"] = {
        "reading": make_engine(url, writing=False),
        "writing": make_engine(url, most_waiting=max(1, app.config["THREADS"] - 1)),
    }

    @app.teardown_appcontext
    def close_session(_error: BaseException | None) -> None:
        open_session = g.pop("db_session", None)
        if open_session is not None:
            open_session.close()
