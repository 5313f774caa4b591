"""How long a backup and a restore of 150,000 rows take: a college's list with its history."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, insert, text

from lti_tool import migrate
from lti_tool.archive.backup import back_up
from lti_tool.archive.restore import restore
from lti_tool.engines import make_engine
from lti_tool.history import Change, ChangeSet
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Organisation, Person

PARTNERS = 30_000  # with a partnership, an act and two changes each: 150,000 rows
DESCRIPTION = "Oppimisjaksot, näytöt ja vierailut; työpaikkaohjaajien perehdytys syksyisin"


def archive_seconds(source: str, target: str, folder: Path) -> tuple[float, float, float]:
    """Seconds of a backup, of a restore into `target`, and the archive's size in MB; both databases are new."""
    _fill(source)
    archive = folder / "bench.zip"
    backup = _seconds(lambda: back_up(source, archive))
    return backup, _seconds(lambda: restore(target, archive)), archive.stat().st_size / 1e6


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _fill(url: str) -> None:
    engine = make_engine(url)
    migrate.upgrade(engine)
    numbers = range(1, PARTNERS + 1)
    with engine.begin() as connection:
        connection.execute(insert(Organisation), [{"id": 1, "name": "Opisto", "name_key": "opisto", "version": 1}])
        connection.execute(insert(Person), [{"id": 1, "organisation_id": 1, "issuer": "https://moodle.example", "subject": "1"}])
        connection.execute(insert(Partner), [_partner(number) for number in numbers])
        connection.execute(insert(Partnership), [_partnership(number) for number in numbers])
        connection.execute(insert(ChangeSet), [_change_set(number) for number in numbers])
        connection.execute(insert(Change), [_change(number) for number in range(1, 2 * PARTNERS + 1)])
    engine.dispose()


def _partner(number: int) -> dict[str, object]:
    name = f"Kumppani {number * 7919 % 1000003:07} Palvelu Oy"
    return {
        "id": number,
        "organisation_id": 1,
        "name": name,
        "name_key": name.lower(),
        "url": "https://kumppani.example",
        "version": 1,
    }


def _partnership(number: int) -> dict[str, object]:
    row = {"id": number, "organisation_id": 1, "partner_id": number, "tier": "everyday", "description": DESCRIPTION}
    return {**row, "sort_key": f"kumppani {number}", "search_text": DESCRIPTION.lower(), "changed_by_id": 1, "version": 1}


def _change_set(number: int) -> dict[str, object]:
    act = {"act": "partnership.add", "subject": f"Kumppani {number}", "actor_name": "Maija Koskela"}
    return {"id": number, "organisation_id": 1, "actor_id": 1, **act}


def _change(number: int) -> dict[str, object]:
    row = {"id": number, "change_set_id": (number + 1) // 2, "entity": "partnership", "entity_id": (number + 1) // 2}
    return {**row, "field": "description", "before": None, "after": DESCRIPTION, "version": 1}


def new_database(url: str, name: str) -> str:
    """Beside a database of the bench: an empty one of the same kind."""
    before, _bench, rest = url.partition("/bench")
    other = f"{before}/{name}{rest}"
    if url.startswith("postgresql"):
        with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    return other
