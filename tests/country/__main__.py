"""`make country`: 150 colleges of 10,000 partners and one of 100,000 in one database; what each page of one of them costs there
and alone, on SQLite and PostgreSQL. Asserts nothing.

Variables: COLLEGES (150), PARTNERS of each (10000), LARGE of the largest (100000), DATABASE sqlite or postgresql (both),
PLANS=1 for the plans of the five dearest statements.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select, text

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.cli.serving import spare_collections
from lti_tool.config import Settings
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms
from lti_tool.people.models import Course, Person
from tests.bench.__main__ import databases
from tests.bench.archive import new_database
from tests.conftest import INNER, SECRET, TOOL, prepare, serve
from tests.country.building import add_colleges, fill
from tests.country.measuring import ROUNDS, Cost, cost_of, steps_of
from tests.country.register import need_id, team_id
from tests.visitor import Visitor

COLLEGES = int(os.environ.get("COLLEGES", "150"))
PARTNERS = int(os.environ.get("PARTNERS", "10000"))
LARGE = int(os.environ.get("LARGE", "100000"))
PAGES = {
    "the overview": "",
    "tier, first page": "tiers/everyday",
    "tier by contact": "tiers/everyday?order=contact",
    "tier by date": "tiers/everyday?order=changed",
    "all partners": "partners/",
    "our largest customers": "partners/?order=euros",
    "mine": "partners/?mine=1",
    "a colleague, by name": "partners/?contact=Etunimi7+Sukunimi",
    "a team": "partners/?contact=Tiimi+12",
    "without description": "partners/?lacks=description",
    "contact not recognised": "partners/?lacks=colleague",
    "without contact": "partners/?lacks=contact",
    "without deputy": "partners/?lacks=deputy",
    "of a team": "partners/?team={team}",
    "of a field of training": "partners/?field={field}",
    "wanted": "partners/?state=wanted",
    "could be deepened": "partners/?state=deepen",
    "over half a year": "partners/?met=half-year",
    "half a year, or not known": "partners/?met=not-lately",
    "no contact known": "partners/?met=never",
    "without agreement": "partners/?agreement=none",
    "of a need": "partners/?need={need}",
    "cared for, over half a year": "partners/?care=half-year",
    "contact has left": "partners/?care=contact-left",
    "all by name, backwards": "partners/?order=name-reversed",
    "all by contact": "partners/?order=contact",
    "all by date": "partners/?order=changed",
    "all by last contact": "partners/?order=met",
    "a year's plan": "plan/",
    "a team's plan": "plan/?team={team}",
    "search, a rare word": "partners/?q=leipomo",
    "search, a common word": "partners/?q=palvelu",
    "search, a word of texts": "partners/?q=ohjausryhmä",
    "search, two words": "partners/?q=leipomo+etunimi7",
    "search, nothing": "partners/?q=zzzz",
    "find while typing": "find?q=leipomo",
    "hint": "partners/similar?name=leipmo",
    "a partner": "partners/{partner}",
    "team, half a year, no deputy": "partners/?team={team}&met=half-year&lacks=deputy",
    "need, field, tier": "partners/?need={need}&field={field}&tier=development",
    "no contact, no agreement": "partners/?met=never&agreement=none&order=met",
    "hanging on one person": "partners/?care=one-person",
    "agreement due": "partners/?agreement=due",
    "needs of a term": "needs/",
    "agreements": "agreements/",
    "log a visit": "log",
}
NEXT_PAGE = 50


@dataclass
class Opened:
    """A visitor of one college, and how to count what is asked of the database."""

    visitor: Visitor
    engines: list[Engine]
    known: dict[str, int]  # ids for its addresses

    def costs(self, rounds: int = ROUNDS) -> dict[str, Cost]:
        """What each page costs."""
        paths = {what: path.format(**self.known) for what, path in PAGES.items()}
        paths[f"all partners, page {NEXT_PAGE}"] = self._later_page("partners/")
        found = {}
        for what, path in paths.items():
            assert self.visitor.get(path).status_code == 200, path
            found[what] = cost_of(lambda path=path: self.visitor.get(path), self.engines, rounds)  # type: ignore[misc]
        return found

    def _later_page(self, path: str) -> str:
        for _page in range(1, NEXT_PAGE):
            page = self.visitor.get(path).text
            after = page.partition("after=")[2].partition('"')[0]
            if not after:
                break
            path = f"partners/?after={after.replace('&amp;', '&')}"
        return path


@contextmanager
def opened(url: str, others: list[int], sizes: tuple[int, int]) -> Iterator[tuple[Opened, Opened]]:
    """A database with other colleges of these sizes: an ordinary college and a large one, each with a visitor."""
    prepare(url)
    app = create_app(Settings(TOOL, url, SECRET, INNER))
    visitors = []
    servers = []
    with app.app_context():
        filled = dict(zip(add_colleges(len(others)), others, strict=True))
    mine = {}
    for name, size in zip(("Tavallinen opisto", "Suuri opisto"), sizes, strict=True):
        lms = Lms("http://127.0.0.1", [tool_link(TOOL)])
        server = serve(lms.app)
        lms.origin = f"http://127.0.0.1:{server.server_port}"
        with app.app_context():
            college = connect(lms, name)
            db.session.add(Course(organisation_id=college, issuer=lms.origin, context_id="2", open_to="teachers"))
            db.session.commit()
        visitor = Visitor(app, lms)
        visitor.open("maija")
        with app.app_context():
            mine[college] = db.session.scalars(select(Person.id).where(Person.organisation_id == college)).first() or 0
        if size:
            filled[college] = size
        visitors.append(visitor)
        servers.append(server)
    engines = app.extensions["hoitomalli_engines"]
    began = time.monotonic()
    with engines["writing"].begin() as connection:
        fill(connection, filled, mine)
    with engines["writing"].connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Else PostgreSQL leaves the few pages that were changed last for another time, and they are all of one college.
        is_postgresql = connection.dialect.name == "postgresql"
        connection.execute(text("VACUUM (ANALYZE, INDEX_CLEANUP ON)" if is_postgresql else "ANALYZE"))
    print(f"  built: {sum(filled.values()):,} partners of {len(filled)} colleges in {time.monotonic() - began:.0f} s", flush=True)
    spare_collections()
    both = [engines["reading"], engines["writing"]]
    first, second = (Opened(visitor, both, _some_ids(app, college)) for visitor, college in zip(visitors, mine, strict=True))
    yield first, second
    db.disconnect(app)
    for server in servers:
        server.shutdown()


def _some_ids(app: Any, college: int) -> dict[str, int]:
    query = text("SELECT min(id) FROM partner WHERE organisation_id = :college")
    with app.app_context():
        partner = db.session.scalar(query, {"college": college}) or 0
    return {"partner": partner, "team": team_id(college, 3), "need": need_id(college, 5), "field": team_id(college, 3)}


def main() -> None:
    with databases() as urls:
        for kind, url in urls.items():
            if os.environ.get("DATABASE", kind).lower() != kind.lower():
                continue
            print(kind, flush=True)
            with opened(new_database(url, "alone"), [], (PARTNERS, 0)) as (ours, _nobody):
                alone = ours.costs()
            with opened(new_database(url, "country"), [PARTNERS] * (COLLEGES - 1), (PARTNERS, LARGE)) as (ours, theirs):
                among = ours.costs()
                large = theirs.costs()
            _print(alone, among, large)


def _print(alone: dict[str, Cost], among: dict[str, Cost], large: dict[str, Cost]) -> None:
    heads = ("alone", f"among {COLLEGES}", f"of {LARGE:,}")
    print(f"  {'':24}" + "".join(f"{head:>38}" for head in heads))
    print(f"  {'':24}" + f"{'CPU  sql  rows  buffers  db':>38}" * 3)
    for what in alone:
        costs = (alone[what], among[what], large[what])
        print(f"  {what:24}" + "".join(f"{_told(cost):>38}" for cost in costs) + _ratio(alone[what], among[what]))
    if os.environ.get("PLANS"):
        dearest = sorted((read for cost in among.values() for read in cost.reads), key=lambda read: -read.buffers)
        for read in dearest[:5]:
            print(read.statement, *steps_of(read.plan), sep="\n")


def _told(cost: Cost) -> str:
    return f"{cost.processor:.1f} {cost.statements} {cost.rows:,} {cost.buffers:,} {cost.database:.1f}"


def _ratio(alone: Cost, among: Cost) -> str:
    return f"   {among.buffers / alone.buffers:.2f} ×" if alone.buffers else ""


if __name__ == "__main__":
    main()
