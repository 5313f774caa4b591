"""Somebody writes between the look at a row and its lock: what is planned and copied is what stands under the lock.

On SQLite nobody writes in between.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from lti_tool.plan import copying, moved_here
from tests.encounters.conftest import day, logged
from tests.plan.test_pages import filled
from tests.teams.test_at_once import poster

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def before_the_lock(monkeypatch):
    """before_the_lock(module, posts...): what colleagues do when the module is about to lock the partners."""

    def let_in(module, *posts):
        lock = module.lock_partners
        waiting = list(posts)

        def let_post_and_lock(*values):
            while waiting:
                with ThreadPoolExecutor(1) as pool:
                    assert pool.submit(waiting.pop(0)).result().status_code == 303
            return lock(*values)

        monkeypatch.setattr(module, "lock_partners", let_post_and_lock)

    return let_in


def test_a_step_that_a_colleague_empties_becomes_no_action(college, olli, plan, before_the_lock):
    college.post("partners/1/log", logged(next_step="Soitto", next_on=day(9)))
    before_the_lock(moved_here, poster(olli, "encounters/1/edit", logged(version="1")))
    answer = college.post("plan/actions/new?year=2026-27&source=step-1", filled())
    assert answer.status_code == 422
    assert "This was seen to meanwhile" in answer.text
    assert plan.listed() == []


def test_what_a_colleague_drops_or_takes_away_while_a_year_is_copied_is_not_copied(college, olli, plan, before_the_lock):
    for text in ("Jää", "Jätetään", "Poistetaan"):
        plan.add(text)
    before_the_lock(
        copying,
        poster(olli, "plan/actions/2", {"state": "dropped", "version": "1"}),
        poster(olli, "plan/actions/3/archive", {}),
    )
    copy = "plan/copy/?year=2026-27&team=college"
    assert college.post(copy).status_code == 303
    assert [action.text for action in plan.listed(date(2028, 3, 1), date(2028, 3, 31))] == ["Jää"]
