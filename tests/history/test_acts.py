"""Acts: put together from others, captured as they are flushed, folded, and without a trace when they come to nothing."""

import pytest
from sqlalchemy import func, insert, select, update

from lti_tool import db, history
from lti_tool.errors import RuleBroken
from lti_tool.history import Change, ChangeSet
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values, archive_partnerships
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Course, Person
from lti_tool.text import sort_key


@pytest.fixture
def acting(app, maija):
    """Inside of a writing request, as Maija."""
    with app.test_request_context(method="POST", headers={"Accept-Language": "en"}):
        yield db.session.scalars(select(Person)).first()


def entry(name, tier="everyday", description="", contact=""):
    return NewRow(tier, Values(name, "", description, contact))


def lines():
    query = select(Change.entity, Change.field, Change.before, Change.after).order_by(Change.id)
    return [tuple(line) for line in db.session.execute(query)]


def test_an_act_inside_another_is_a_part_of_it(acting):
    with history.act("test.both", "", acting) as act:
        rows, inner = add_partnerships([entry("Aalto Oy"), entry("Kerttuli")], acting, subject="")
        archive_partnerships(rows[:1], acting, subject="")
        assert inner is act
    assert db.session.scalars(select(ChangeSet.act)).all() == ["test.both"]
    assert act.change_set.rows == 4


def test_what_is_changed_twice_in_an_act_is_one_line(acting):
    rows, _act = add_partnerships([entry("Aalto Oy", description="a")], acting, subject="")
    known = len(lines())
    with history.act("partnership.edit", "", acting):
        rows[0].description = "b"
        db.session.flush()
        rows[0].description = "c"
    assert lines()[known:] == [("partnership", "description", "a", "c")]
    assert db.session.scalars(select(Change.version).order_by(Change.id.desc())).first() == rows[0].version


def test_an_act_that_touches_one_thing_of_the_admins_is_theirs_to_take_back(acting):
    with history.act("test.both", "", acting) as act:
        add_partnerships([entry("Aalto Oy")], acting, subject="")
        acting.organisation.language = "sv"
    assert act.change_set.is_admins
    _rows, other = add_partnerships([entry("Kerttuli")], acting, subject="")
    assert not other.change_set.is_admins


def test_there_and_back_in_one_act_leaves_no_trace(acting):
    rows, _act = add_partnerships([entry("Aalto Oy", description="a")], acting, subject="")
    with history.act("partnership.edit", "", acting) as act:
        rows[0].description = "b"
        db.session.flush()
        rows[0].description = "a"
    assert not act.has_changed
    assert db.session.scalar(select(func.count(ChangeSet.id))) == 1


def test_after_an_act_a_row_points_to_whom_its_new_id_means(acting):
    rows, _act = add_partnerships([entry("Aalto Oy", contact=acting.name)], acting, subject="")
    assert rows[0].contact_person == acting
    with history.act("partnership.edit", "", acting):
        rows[0].contact_person_id = None
    assert rows[0].contact_person is None


def test_what_an_act_has_changed_is_known_at_its_end_alone(acting):
    """Inside another act that is the outer one's end: who asks before would get a wrong no."""
    with history.act("partnership.edit", "", acting):
        _rows, inner = add_partnerships([entry("Aalto Oy")], acting, subject="")
        with pytest.raises(RuntimeError):
            assert inner.has_changed
    assert inner.has_changed


def test_an_act_of_nothing_leaves_no_trace(acting):
    with history.act("partnership.edit", "", acting) as act:
        pass
    assert act.change_set is None
    assert db.session.scalar(select(func.count(ChangeSet.id))) == 0


def add_and_refuse(actor):
    with history.act("test.refused", "", actor):
        add_partnerships([entry("Aalto Oy")], actor, subject="")
        raise RuleBroken("name", "no")


def test_a_refused_act_writes_nothing_though_the_request_goes_on(acting):
    with pytest.raises(RuleBroken):
        add_and_refuse(acting)
    db.session.commit()
    assert db.session.scalar(select(func.count(Partner.id))) == 0
    assert db.session.scalar(select(func.count(ChangeSet.id))) == 0


def test_a_change_outside_of_an_act_is_refused(acting):
    rows, _act = add_partnerships([entry("Aalto Oy")], acting, subject="")
    rows[0].description = "past the history"
    with pytest.raises(RuntimeError, match="outside of an act"):
        db.session.flush()


def test_a_change_of_what_came_by_itself_is_refused_outside_of_an_act_too(acting):
    db.session.scalars(select(Course)).first().open_to = "everyone"
    with pytest.raises(RuntimeError, match="outside of an act"):
        db.session.flush()


@pytest.mark.parametrize("statement", [update(Partnership).values(description="x"), insert(Partner).values(name="x", version=1)])
def test_a_statement_past_the_history_is_refused(acting, statement):
    with pytest.raises(RuntimeError, match="has a history"):
        db.session.execute(statement)


def test_what_has_a_history_is_never_deleted(acting):
    rows, _act = add_partnerships([entry("Aalto Oy")], acting, subject="")
    db.session.delete(rows[0])
    with pytest.raises(RuntimeError, match="never deleted"), history.act("test.delete", "", acting):
        pass


def test_a_foreign_key_set_by_its_relationship_is_in_the_history(acting):
    add_partnerships([entry("Aalto Oy")], acting, subject="")
    assert ("partnership", "partner_id", None, 1) in lines()


def test_for_many_is_looked_up_as_often_as_for_few(acting, statements):
    """SQLite tells the id of a new row only row by row, so INSERTs are not counted."""
    few = statements(lambda: add_partnerships([entry(f"Aalto {n}") for n in range(3)], acting, subject=""), "SELECT")
    many = statements(lambda: add_partnerships([entry(f"Kerttu {n}") for n in range(60)], acting, subject=""), "SELECT")
    assert many == few


def test_a_name_twice_in_one_act_is_one_partner(acting):
    add_partnerships([entry("Aalto Oy"), entry("AALTO", "network")], acting, subject="")
    assert db.session.scalars(select(Partner.name)).all() == ["Aalto Oy"]


def test_a_partner_that_stands_nowhere_is_archived_and_comes_back_with_its_row(acting):
    rows, _act = add_partnerships([entry("Aalto Oy"), entry("Aalto Oy", "network")], acting, subject="")
    partner = rows[0].partner
    version = partner.version
    archive_partnerships(rows[:1], acting, subject="")
    assert not partner.is_archived
    archive_partnerships(rows[1:], acting, subject="")
    assert partner.is_archived
    add_partnerships([entry("Aalto")], acting, subject="")
    assert not partner.is_archived
    assert partner.version == version


def test_a_new_name_bumps_no_version_of_the_rows(acting):
    rows, _act = add_partnerships([entry("Aalto Oy"), entry("Aalto Oy", "network")], acting, subject="")
    before = [(row.version, row.changed_at) for row in rows]
    with history.act("partnership.edit", "", acting):
        rows[0].partner.name = "Öljy Oy"
    db.session.expire_all()
    assert [(row.version, row.changed_at) for row in rows] == before
    assert {row.sort_key for row in rows} == {sort_key("Öljy Oy")}
    assert all("öljy" in row.search_text for row in rows)


def test_who_has_no_account_acts_too_and_leaves_the_last_writer(acting):
    """The operator, the tool itself in a job: the history has a name and no person."""
    rows, _act = add_partnerships([entry("Aalto Oy")], acting, subject="")
    with history.act("partnership.edit", "", history.Unnamed(acting.organisation_id, "The tool itself")) as act:
        rows[0].description = "b"
    assert (act.change_set.actor_id, act.change_set.shown_actor) == (None, "The tool itself")
    assert rows[0].changed_by_id == acting.id
