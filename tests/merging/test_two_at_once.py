"""Two people at the same two partners: one wins, the other reads what has happened, and nothing goes in a circle."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest

from lti_tool import db
from lti_tool.contacts.models import PartnerContact
from lti_tool.merging import operations
from lti_tool.partners.models import Partner
from tests.history.test_two_at_once import at_once, poster
from tests.merging.conftest import partner, rows_of, visits_of


def test_the_same_pair_merged_both_ways_at_once_is_one_partner(college, olli, merging, read):
    mine = {"stays": "1", "seen": merging.seen(merging.page())}
    theirs_page = olli.post("partners/1/merge/2", {"stays": "2", "seen": ""})
    theirs = {"stays": "2", "seen": merging.seen(theirs_page)}
    codes = at_once(poster(college, "partners/1/merge/2", mine), poster(olli, "partners/2/merge/1", theirs))
    assert set(codes) <= {303, 422}
    ends = read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id))
    assert ends in ((None, 1), (2, None))
    stays = 1 if ends[1] else 2
    assert len(read(lambda: rows_of(stays))) == 2
    told = [visitor.get(f"partners/{stays}").text for visitor in (college, olli)]
    assert sum("These are one partner already" in page for page in told) == 1
    assert sum("are one partner now" in page for page in told) == 1


def test_who_comes_second_reads_who_has_merged_them(college, olli, merging, read):
    data = {"stays": "2", "seen": merging.seen(merging.page())}
    merging.press()
    answer = olli.post("partners/2/merge/1", data)
    assert answer.location.endswith("/partners/1")
    assert "These are one partner already: Maija Koskela has merged them." in olli.get("partners/1").text
    assert read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id)) == (None, 1)


@pytest.fixture
def merged_before_the_lock(college, merging, monkeypatch):
    """Partner 2 is merged into partner 1 by another request, when the next one has found partner 2 and asks for its lock."""
    lock = Partner.lock.__func__
    data = {"stays": "1", "seen": merging.seen(merging.page())}
    press = poster(college, "partners/1/merge/2", data)
    codes = []

    def lock_after_a_merge(cls, ids, *options):
        if not codes and list(ids) == [2]:
            codes.append(None)
            with ThreadPoolExecutor(1) as pool:
                codes[0] = pool.submit(press).result()
        return lock(cls, ids, *options)

    monkeypatch.setattr(Partner, "lock", classmethod(lock_after_a_merge))
    return codes


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_visit_logged_while_the_partner_is_merged_stands_at_the_one_that_stays(olli, merged_before_the_lock, read):
    """On SQLite one waits for the other before it looks."""
    assert olli.post("partners/2/log", {"text": "Käynti", "happened_on": "1.9.2026"}).status_code == 303
    assert merged_before_the_lock == [303]
    assert read(lambda: visits_of(1)) == ["Käynti"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_row_that_is_corrected_while_its_partner_is_merged_asks(olli, merged_before_the_lock, read):
    version = olli.get("partners/rows/2/edit").text.split('name="version" value="')[1].split('"')[0]
    values = {"name": "Vaskiniemen hotelli", "description": "Näytöt ja jaksot", "version": version}
    answer = olli.post("partners/rows/2", values)
    assert merged_before_the_lock == [303]
    assert answer.status_code == 409
    assert read(lambda: (partner(1).name, partner(2).merged_into_id)) == ("Hotelli Vaskiniemi Oy", 1)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_a_colleague_writes_of_a_person_meanwhile_is_not_written_over(college, olli, merging, monkeypatch, app):
    """At a third partner, which the merge does not lock: they wait, and are asked which number is right."""
    college.post("partners/1/contacts/add", {"name": "Henna Vuorinen", "person_answer": "another"})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "phone": "050 111 1111", "person_answer": "another"})
    college.post("partners/3/contacts/add", {"name": "Henna Vuorinen", "person_answer": "1"})
    write = poster(olli, "contacts/3", {"name": "Henna Vuorinen", "phone": "050 222 2222", "version": "1.1"})
    plan = operations.plan_merge
    codes = []
    form = {"stays": "1", "seen": merging.seen(merging.page())}
    with ThreadPoolExecutor(1) as pool:

        def plan_while_they_write(*values):
            found = plan(*values)
            if not codes:
                codes.append(pool.submit(write))
                with contextlib.suppress(StillWaiting):
                    codes[0].result(timeout=3)
            return found

        monkeypatch.setattr(operations, "plan_merge", plan_while_they_write)
        assert college.post("partners/1/merge/2", form).status_code == 303
        assert codes[0].result() == 409
    with app.app_context():
        assert db.session.get(PartnerContact, 1).phone == "+358501111111"
