"""Two requests at the same moment: one wins, the other is told, nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.orm.exc import StaleDataError

from lti_tool import db
from lti_tool.partners import adding as operations
from lti_tool.partners import row_views
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person


def at_once(*acts):
    barrier = Barrier(len(acts), timeout=30)

    def run(act):
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def poster(visitor, path, data):
    """A post whose CSRF token is fetched before the race."""
    form = {"csrf_token": visitor.token(), **data}
    return lambda: visitor.request("POST", visitor.base + path, data=form).status_code


def then_beside(pool, do, beside):
    """`do`, which the first time also begins `beside` in another thread and gives it a second; and a list with what was begun."""
    begun = []

    def both(*values):
        done = do(*values)
        if not begun:
            begun.append(pool.submit(beside))
            with suppress(StillWaiting):
                begun[0].result(timeout=1)
        return done

    return both, begun


def test_a_partner_added_twice_at_once_is_one_partner(maija, olli, app):
    data = {"name": "Leipomo Kultakuori Oy", "description": "x", "contact": ""}
    codes = at_once(poster(maija, "partners/everyday/add", data), poster(olli, "partners/everyday/add", data))
    assert 303 in codes
    assert set(codes) <= {303, 422}
    with app.app_context():
        assert db.session.scalar(select(func.count(Partner.id))) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_that_make_the_same_row_at_once_both_get_it(app, organisation_id):
    """On SQLite one waits for the other before it looks."""
    key = {"organisation_id": organisation_id, "issuer": "https://lms.test", "subject": "7"}

    def make_it_first(*_values):
        with db.own_transaction(writing=True) as short:
            short.execute(insert(Person), {**key, "name": "Sen toisen"})

    with app.app_context():
        event.listen(Person, "init", make_it_first)
        try:
            found = db.get_or_create(Person, **key)
        finally:
            event.remove(Person, "init", make_it_first)
        db.session.commit()
        assert found.name == "Sen toisen"
        assert db.session.scalar(select(func.count(Person.id))) == 1


@pytest.mark.parametrize(("times", "status"), [(1, 303), (2, 409)])
def test_who_meets_another_at_a_row_is_tried_once_more(maija, monkeypatch, times, status):
    """SQLite has its writers stand in line, PostgreSQL lets them meet; here they are made to."""
    maija.add()
    edit = row_views.edit_partnership
    met = iter([StaleDataError("met")] * times)

    def meet_and_edit(*values, **more):
        for error in met:
            raise error
        return edit(*values, **more)

    monkeypatch.setattr(row_views, "edit_partnership", meet_and_edit)
    assert maija.post("partners/rows/1", {"name": "Leipomo Kultakuori", "version": "1.1"}).status_code == status
    assert ("Leipomo Kultakuori" in maija.get("tiers/everyday").text) == (status == 303)


def test_a_known_partner_added_twice_at_once_stands_in_the_tier_once(maija, olli, app, monkeypatch):
    maija.add("Leipomo Kultakuori Oy", tier="network")
    look = operations.rows_of
    both_have_looked = Barrier(2, timeout=2)

    def look_and_wait(*what):
        found = look(*what)
        with suppress(BrokenBarrierError):  # SQLite lets the second look only when the first is done
            both_have_looked.wait()
        return found

    monkeypatch.setattr(operations, "rows_of", look_and_wait)
    data = {"name": "Leipomo Kultakuori Oy", "description": "x", "contact": ""}
    codes = at_once(poster(maija, "partners/everyday/add", data), poster(olli, "partners/everyday/add", data))
    assert sorted(codes) == [303, 422]
    with app.app_context():
        assert db.session.scalar(select(func.count(Partnership.id)).where(Partnership.tier == "everyday")) == 1


def test_of_two_partners_given_one_name_at_once_one_is_told(maija, olli, app):
    for name in ("Aalto Oy", "Kahvila Kerttuli"):
        maija.add(name)
    data = {"name": "Uusi nimi Oy", "description": "x", "contact": "", "version": "1.1"}
    codes = at_once(poster(maija, "partners/rows/1", data), poster(olli, "partners/rows/2", data))
    assert sorted(codes) == [303, 422]
    with app.app_context():
        assert db.session.scalar(select(func.count(Partner.id)).where(Partner.name == "Uusi nimi Oy")) == 1


def test_of_two_edits_at_once_one_is_told_of_the_other(maija, olli, app):
    maija.add()
    data = {"name": "Kahvila Kerttuli Ky", "contact": "Maija Koskela", "version": "1.1"}
    codes = at_once(
        poster(maija, "partners/rows/1", {**data, "description": "Maija"}),
        poster(olli, "partners/rows/1", {**data, "description": "Olli"}),
    )
    assert sorted(codes) == [303, 409]
    with app.app_context():
        assert db.session.scalar(select(Partnership.version)) == 2


def test_an_undo_pressed_twice_at_once_is_done_once(maija, olli, app):
    maija.add()
    codes = at_once(poster(maija, "undo/1", {}), poster(olli, "undo/1", {}))
    assert codes == [303, 303]
    with app.app_context():
        assert db.session.scalar(select(Partnership.version)) == 2


def test_many_readers_and_writers_do_not_lock_each_other_out(maija, olli):
    adds = [
        poster(v, "partners/everyday/add", {"name": f"Kumppani {i} {chr(97 + i) * 8}", "is_new": "1"})
        for i, v in enumerate([maija, olli] * 4)
    ]
    reads = [lambda v=v: v.get("tiers/everyday").status_code for v in (maija, olli)]
    assert set(at_once(*adds, *reads)) == {303, 200}


def test_a_partner_in_two_tiers_saved_by_two_at_once_is_never_a_fault(maija, olli, app):
    """Both write the partner and one of its rows; the partner is locked first, in one order."""
    maija.add("Aalto Oy")
    maija.add("Aalto Oy", tier="network")
    for number in range(8):
        with app.app_context():
            rows = db.session.scalars(select(Partnership).order_by(Partnership.id)).all()
            versions = [row.row_version for row in rows]
        forms = [
            {"name": "Aalto Oy", "url": f"https://{who}{number}.example", "description": f"{who} {number}", "version": version}
            for who, version in zip(("maija", "olli"), versions, strict=True)
        ]
        codes = at_once(poster(maija, "partners/rows/1", forms[0]), poster(olli, "partners/rows/2", forms[1]))
        assert sorted(codes) == [303, 409]  # both gave the partner a link: the second is asked
