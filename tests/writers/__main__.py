"""`make writers`: 50 people correct 100 partners in two tiers at once, through the real server, which is killed half-way.

Prints what was accepted, refused and lost, on PostgreSQL with one and with three processes and on SQLite. Asserts nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import create_engine, select, text

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.demo.demo import tool_link
from lti_tool.demo.lms import Lms
from lti_tool.history.models import Change, ChangeSet
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from tests.conftest import other_database, prepare, serve, start_postgresql
from tests.serving import SECRET, TOOL, Caller, Serve, furnish
from tests.writers.judge import Line, Place, judge
from tests.writers.writer import Writer

WRITERS = int(os.environ.get("WRITERS", "50"))
EDITS = int(os.environ.get("EDITS", "200"))
PARTNERS = 100
TIERS = ("everyday", "development")


def make_lms() -> Lms:
    """An LMS with as many teachers as there are writers."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)])
    maija = lms.users["maija"]
    for number in range(1, WRITERS + 1):
        lms.users[f"writer{number}"] = dataclasses.replace(
            maija, id=f"9{number:03}", username=f"writer{number}", given_name="Kirjoittaja", family_name=f"Numero {number}"
        )
    lms.origin = f"http://127.0.0.1:{serve(lms.app).server_port}"
    return lms


@contextlib.contextmanager
def opened(url: str) -> Iterator[None]:
    """The tool's database, as an operation sees it."""
    app = create_app(Settings(TOOL, url, SECRET, frozenset({"127.0.0.1"})))
    with app.test_request_context(method="POST"):
        yield
    db.disconnect(app)


def add_partners(url: str) -> list[int]:
    """A hundred partners in two tiers each; the ids of their rows."""
    with opened(url):
        actor = db.session.scalars(select(Person).order_by(Person.id)).first()
        names = [f"Kumppani {number:03}" for number in range(PARTNERS)]
        entries = [NewRow(tier, Values(name, "", "Näytöt", "Tiimi")) for name in names for tier in TIERS]
        rows, _act = add_partnerships(entries, actor, subject="")
        db.session.commit()
        return [row.id for row in rows]


def history_since(url: str, first: int) -> tuple[list[Line], dict[Place, str], int]:
    """The changes after an act in the order in which they were made, what the rows hold now, and the newest act's id."""
    with opened(url):
        order = (Change.entity, Change.entity_id, Change.version)
        changes = db.session.scalars(select(Change).where(Change.change_set_id > first).order_by(*order)).all()
        held: dict[Place, str] = {}
        lines = []
        models = {"partner": Partner, "partnership": Partnership}
        for change in changes:
            place = (change.entity, change.entity_id, change.field)
            lines.append(Line(place, change.before or "", change.after or ""))
            held[place] = getattr(db.session.get(models[change.entity], change.entity_id), change.field) or ""
        newest = db.session.scalars(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1)).one()
        return lines, held, newest


def deadlocks(url: str) -> int:
    """How many the database itself has ended in this database; SQLite knows none."""
    if url.startswith("sqlite"):
        return 0
    engine = create_engine(url)
    with engine.connect() as connection:
        count = connection.scalar(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    engine.dispose()
    return count


def kill_half_way(writers: list[Writer], url: str, log: Path, servers: list[Serve]) -> None:
    """When half of the saves are answered, kill one process as a power cut would, and start it again on its port."""
    while sum(sum(writer.statuses.values()) for writer in writers) < WRITERS * EDITS / 2:
        time.sleep(0.1)
    servers[0].end()
    time.sleep(1)
    servers[0] = Serve(url, log, port=servers[0].port)


def measure(name: str, url: str, processes: int, folder: Path) -> None:
    prepare(url)
    lms = make_lms()
    furnish(url, lms)
    log = folder / f"{processes}.log"
    servers = [Serve(url, log) for _process in range(processes)]
    for server in servers:
        server.wait_until_it_answers()
    callers = [Caller(servers[number % processes].origin, lms) for number in range(WRITERS)]
    for number, caller in enumerate(callers, 1):
        caller.open(f"writer{number}")
    rows = add_partners(url)
    _lines, _held, first = history_since(url, 0)
    writers = [Writer(number, caller, rows, EDITS) for number, caller in enumerate(callers, 1)]
    began = time.monotonic()
    killer = threading.Thread(target=kill_half_way, args=[writers, url, log, servers])
    killer.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(writer.write) for writer in writers]:
            done.result()
    seconds = time.monotonic() - began
    killer.join()
    for server in servers:
        server.end()
    lines, held, _newest = history_since(url, first)
    verdict = judge([typed for writer in writers for typed in writer.accepted], lines, held)
    statuses = sum((writer.statuses for writer in writers), Counter())
    others = {status: count for status, count in sorted(statuses.items()) if status not in (200, 409)}
    print(
        f"  {name:28} {statuses[200]:,} accepted, {statuses[409]:,} conflicts (409), others {others or 'none'}, "
        f"{sum(writer.given_up for writer in writers):,} given up\n"
        f"  {'':28} lost {verdict.lost}, overwritten unseen {verdict.unseen}, brought back {verdict.brought_back}, "
        f"deadlocks shown {sum(count for status, count in others.items() if status >= 500)} (in the database {deadlocks(url)})\n"
        f"  {'':28} {seconds:.0f} s; {sum(writer.unanswered for writer in writers)} requests sent again around kill -9",
        flush=True,
    )


def main() -> None:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hoitomalli-writers-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        (folder / "pg").mkdir()
        postgresql = start_postgresql(folder / "pg")
        stack.callback(postgresql.cleanup)
        address = postgresql.get_uri().replace("postgresql://", "postgresql+psycopg://")
        print(f"{WRITERS} writers, {EDITS} edits each, {PARTNERS} partners in two tiers; one process is killed half-way")
        for processes in (1, 3):
            database = f"writers_{processes}"
            with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text(f"CREATE DATABASE {database}"))
            measure(f"PostgreSQL, processes: {processes}", other_database(address, database), processes, folder)
        measure("SQLite, one process", f"sqlite:///{folder}/writers.db", 1, folder)


if __name__ == "__main__":
    main()
