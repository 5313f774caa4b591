"""How PostgreSQL answers what the pages ask: out of one college's rows, however many others stand beside it."""

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import other_database
from tests.country.__main__ import PAGES, opened

COLLEGES = 20
PARTNERS = 500
MOST_STATEMENTS = 25
# Of its own a statement may look at each row and each name once, and at what a row shows beside it.
MOST_ROWS = 3 * PARTNERS
# What PostgreSQL chooses for tables as small as these, and never for large ones where an index answers.
AT_HAND_WHEN_SMALL = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")


@pytest.fixture(scope="module")
def costs(postgresql_url):
    with create_engine(postgresql_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE plans"))
        for way in AT_HAND_WHEN_SMALL:
            connection.execute(text(f"ALTER DATABASE plans SET {way} = off"))
    with opened(other_database(postgresql_url, "plans"), [PARTNERS] * (COLLEGES - 1), (PARTNERS, 0)) as (ours, _nobody):
        yield ours.costs(rounds=1)


@pytest.mark.parametrize("what", PAGES)
def test_a_page_reads_no_other_colleges_rows(costs, what):
    cost = costs[what]
    assert cost.statements <= MOST_STATEMENTS
    dearest = max(cost.reads, key=lambda read: read.rows)
    assert 0 < dearest.rows <= MOST_ROWS, (dearest.statement, dearest.plan)
