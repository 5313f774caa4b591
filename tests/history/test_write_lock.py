"""SQLite's writers stand in one line: first in, first out, and no way to end leaves the place taken."""

import gc
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Event, Thread

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from lti_tool import write_lock
from lti_tool.engines import make_engine
from tests.serving import wait_until

TABLES = [
    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TABLE line (writer, parent_id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
]


@pytest.fixture
def database(tmp_path):
    return tmp_path / "line.db"


@pytest.fixture(params=[4])
def engine(request, database, line):
    engine = make_engine(f"sqlite:///{database}", most_waiting=request.param)
    with engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(table)
    yield engine
    engine.dispose()


@pytest.fixture
def line(monkeypatch):
    """Those who stand in line: the writer that was let in is none of them."""
    lines = []

    class Watched(write_lock.WriteLock):
        def __init__(self, most_waiting):
            super().__init__(most_waiting)
            lines.append(self._line)

    monkeypatch.setattr("lti_tool.engines.WriteLock", Watched)
    return lines


def write(engine, writer, while_it_lasts=lambda connection: None):
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO line (writer) VALUES (?)", (writer,))
        while_it_lasts(connection)


def written(engine):
    with engine.begin() as connection:
        return list(connection.exec_driver_sql("SELECT writer FROM line ORDER BY rowid").scalars())


def test_who_came_first_writes_first(engine, line):
    with ThreadPoolExecutor(4) as threads:

        def let_others_come(_connection):
            for number in range(4):
                threads.submit(write, engine, number)
                wait_until(lambda come=number + 1: len(line[0]) == come, "the next one in line")

        write(engine, "first", let_others_come)
    assert written(engine) == ["first", 0, 1, 2, 3]


def test_a_chain_of_blocks_lets_others_in_between(engine, line):
    with ThreadPoolExecutor(1) as thread:

        def let_one_come(_connection):
            thread.submit(write, engine, "save")
            wait_until(lambda: len(line[0]) == 1, "a save in line")

        write(engine, "block", let_one_come)
        write(engine, "block")
    assert written(engine) == ["block", "save", "block"]


def begun(engine):
    connection = engine.connect()
    connection.exec_driver_sql("INSERT INTO line (writer) VALUES (0)")
    return connection


def fail_at_commit(engine):
    with suppress(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO line (parent_id) VALUES (1)")


def fail_within(engine):
    with suppress(ZeroDivisionError):
        write(engine, "half", lambda _connection: 1 / 0)


def fail_to_begin(engine):
    with closing(sqlite3.connect(engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"):
            engine.connect().begin()


def forget_in_a_thread_that_dies(engine):
    thread = Thread(target=lambda: setattr(Session(engine), "kept", begun(engine)))
    thread.start()
    thread.join()
    gc.collect()


def end_raw(engine, how):
    raw = engine.raw_connection()
    raw.driver_connection.execute("BEGIN IMMEDIATE")
    getattr(raw, how)()


def close_detached(engine):
    connection = begun(engine)
    connection.detach()
    connection.close()


def dispose_meanwhile(engine):
    connection = begun(engine)
    engine.dispose()
    connection.close()


ENDS = {
    "commit": lambda engine: begun(engine).commit(),
    "rollback": lambda engine: begun(engine).rollback(),
    "returned without either": lambda engine: begun(engine).close(),
    "invalidated": lambda engine: begun(engine).invalidate(),
    "the driver's connection closed": lambda engine: begun(engine).connection.driver_connection.close(),
    "the driver's connection rolled back": lambda engine: begun(engine).connection.driver_connection.rollback(),
    "detached and closed": close_detached,
    "disposed meanwhile": dispose_meanwhile,
    "forgotten by a dead thread": forget_in_a_thread_that_dies,
    "an error within": fail_within,
    "an error at commit": fail_at_commit,
    "not begun": fail_to_begin,
    "a raw connection closed": lambda engine: end_raw(engine, "close"),
    "a raw connection invalidated": lambda engine: end_raw(engine, "invalidate"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_however_a_transaction_ends_the_next_one_gets_in(engine, monkeypatch, end):
    monkeypatch.setattr(write_lock, "LONG_WAIT", 100)
    end(engine)
    gc.collect()
    write(engine, "next")
    assert written(engine)[-1] == "next"


@pytest.mark.parametrize("engine", [1], indirect=True)
def test_at_a_standstill_only_so_many_wait_and_the_next_is_refused(engine, line, database, monkeypatch):
    monkeypatch.setattr(write_lock, "STANDSTILL_WAIT", 50)
    monkeypatch.setattr(write_lock, "LONG_WAIT", 60_000)
    with ThreadPoolExecutor(1) as thread, closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = thread.submit(write, engine, "waits")
        with engine.connect() as connection:
            wait_until(lambda: len(line[0]) == 1, "one who waits")
            with pytest.raises(OperationalError, match="database is locked"):
                connection.begin()
        assert not waiting.done()
        other.execute("ROLLBACK")
        waiting.result(60)
    assert written(engine) == ["waits"]


def test_who_waits_behind_writers_that_come_through_is_not_refused(engine, monkeypatch):
    """Their turns together take longer than a standstill may."""
    monkeypatch.setattr(write_lock, "STANDSTILL_WAIT", 200)
    monkeypatch.setattr(write_lock, "LONG_WAIT", 200)
    tick = Event()
    with ThreadPoolExecutor(8) as threads:
        saves = [threads.submit(write, engine, number, lambda _connection: tick.wait(0.05)) for number in range(16)]
        for save in saves:
            save.result(60)
    assert len(written(engine)) == 16


def test_what_hinders_a_writer_but_others_is_told_without_waiting(engine, monkeypatch):
    monkeypatch.setattr(write_lock, "sleep", lambda _seconds: pytest.fail("it waits"))
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("BEGIN")
        with pytest.raises(OperationalError, match="within a transaction"):
            connection.begin()
