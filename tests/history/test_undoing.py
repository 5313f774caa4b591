"""Taking back asks the log: what others did since stays and is named, and what was taken back can be brought back."""

import pytest
from sqlalchemy import event, select, update

from lti_tool import db, history
from lti_tool.errors import RuleBroken
from lti_tool.history import ChangeSet
from lti_tool.history import undoing as history_undoing
from lti_tool.history.past import names_of, past_of
from lti_tool.history.undoing import undo
from lti_tool.history.values import ERASED
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values, archive_partnerships
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person


@pytest.fixture
def acting(app, maija):
    with app.test_request_context(method="POST", headers={"Accept-Language": "en"}):
        yield db.session.scalars(select(Person)).first()


@pytest.fixture
def other(acting):
    olli = Person(organisation_id=acting.organisation_id, issuer=acting.issuer, subject="o", name="Olli Rantanen")
    db.session.add(olli)
    db.session.flush()
    return olli


@pytest.fixture
def rows(acting):
    entries = [NewRow("everyday", Values(name, "", "a", "")) for name in ("Aalto Oy", "Kerttuli", "Solros")]
    found, act = add_partnerships(entries, acting, subject="")
    found[0].act = act
    return found


def describe(row, text, actor, *more):
    with history.act("partnership.edit", "", actor) as act:
        for each in (row, *more):
            each.description = text
    db.session.commit()  # a refusal that comes later rolls back
    return act.change_set


def test_a_value_that_went_and_came_back_counts_as_changed_since(acting, other, rows):
    mine = describe(rows[0], "b", acting)
    describe(rows[0], "c", other)
    describe(rows[0], "b", other)
    with pytest.raises(RuleBroken, match="changed since"):
        undo(mine, acting)


def test_what_was_done_last_is_taken_back_first_and_so_on(acting, rows):
    first = describe(rows[0], "b", acting)
    second = describe(rows[0], "c", acting)
    undo(second, acting)
    undo(first, acting)
    assert rows[0].description == "a"


def test_a_part_that_others_have_changed_stays_and_is_named(acting, other, rows):
    mine = describe(rows[0], "b", acting, rows[1])
    describe(rows[1], "c", other)
    outcome = undo(mine, acting)
    assert (rows[0].description, rows[1].description) == ("a", "c")
    assert outcome.kept_fields == {("partnership", "description")}
    assert (outcome.changed, outcome.kept) == (1, 1)


def test_of_an_act_that_was_taken_back_in_part_the_rest_still_counts(acting, other, rows):
    def write(actor, **values):
        with history.act("partnership.edit", "", actor) as act:
            db.set_all(rows[0], values)
        return act.change_set

    mine = write(acting, description="b", aims="b")
    his = write(other, description="c", aims="c")
    later = write(acting, aims="d")
    undo(his, other)
    undo(later, acting)
    undo(mine, acting)
    assert (rows[0].description, rows[0].aims) == ("a", "c")


def test_an_undoing_is_taken_back_and_that_again(acting, rows):
    act = describe(rows[0], "b", acting)
    for text in ("a", "b", "a", "b"):
        undo(db.session.get(ChangeSet, newest(rows[0])), acting)
        assert rows[0].description == text
    told = [(one.words, one.is_undone) for one in past_of([rows[0]]).acts if one.change_set.id >= act.id]
    assert told == [
        ("Brought back", False),
        ("Taken back", False),
        ("Brought back", False),
        ("Taken back", False),
        ("Corrected", False),
    ]


def test_an_undoing_is_called_so_also_where_the_act_is_not_told(acting, rows):
    act = describe(rows[0], "b", acting)
    undo(act, acting)
    undoing = db.session.scalar(select(ChangeSet).where(ChangeSet.root_id == act.id))
    assert names_of([undoing]) == {undoing.id: "Taken back"}


def newest(row):
    """What the button of the newest act that can be pressed takes back."""
    return next(one.undo_id for one in past_of([row]).acts if one.undo_id)


def test_an_act_cannot_be_undone_twice(acting, rows):
    act = describe(rows[0], "b", acting)
    undo(act, acting)
    with pytest.raises(RuleBroken, match="undone already"):
        undo(act, acting)


def test_undoing_an_addition_leaves_no_ghost(acting, rows):
    undo(rows[0].act.change_set, acting)
    assert all(partner.is_archived for partner in db.session.scalars(select(Partner)))
    undo(db.session.get(ChangeSet, newest(rows[0])), acting)
    assert not any(partner.is_archived for partner in db.session.scalars(select(Partner)))


def test_an_old_archiving_does_not_take_a_later_one_back(acting, other, rows):
    mine = archive_partnerships(rows[:1], acting, subject="").change_set
    with history.act("partnership.edit", "", other):
        rows[0].is_archived = False
    archive_partnerships(rows[:1], other, subject="")
    with pytest.raises(RuleBroken, match="changed since"):
        undo(mine, acting)
    assert rows[0].is_archived


def test_an_undo_goes_on_in_blocks(acting, rows, monkeypatch):
    monkeypatch.setattr(history_undoing, "BLOCK", 2)
    act = describe(rows[0], "b", acting, *rows[1:])
    assert undo(act, acting).changed == 3
    assert {row.description for row in rows} == {"a"}


def test_an_act_over_several_blocks_is_taken_back_whole(acting, rows):
    act = describe(rows[0], "b", acting)
    with history.resume(act, acting):
        rows[0].description = "c"
        rows[1].description = "c"
    assert act.rows == 3
    undo(act, acting)
    assert {row.description for row in rows} == {"a"}


def test_an_act_still_going_on_is_not_undone(acting, rows):
    act = describe(rows[0], "b", acting)
    act.is_open = True
    with pytest.raises(RuleBroken, match="still going on"):
        undo(act, acting)


def test_what_was_erased_never_comes_back(acting, rows):
    act = describe(rows[0], "b", acting)
    db.session.execute(update(history.Change).where(history.Change.change_set_id == act.id).values(before=ERASED))
    db.session.commit()
    with pytest.raises(RuleBroken):
        undo(act, acting)
    assert rows[0].description == "b"
    assert past_of([rows[0]]).acts[0].lines[0].before == "(erased)"


@pytest.mark.parametrize("change", [{"field": "of_an_older_program"}, {"entity_id": 4_000_000}])
def test_what_an_older_program_has_logged_hinders_nothing(acting, rows, change):
    act = describe(rows[0], "b", acting, rows[1])
    lines = select(history.Change).where(history.Change.change_set_id == act.id, history.Change.entity_id == rows[0].id)
    line = db.session.scalars(lines).one()
    for name, value in change.items():
        setattr(line, name, value)
    db.session.flush()
    assert undo(act, acting).kept == 1
    assert rows[1].description == "a"
    past_of(rows)


def test_the_past_is_paged_to_its_first_act(acting, rows):
    for number in range(70):
        describe(rows[0], f"text {number}", acting)
    seen = []
    past = past_of([rows[0]])
    seen += past.acts
    while past.older:
        past = past_of([rows[0]], past.older)
        seen += past.acts
    assert len(seen) == 71
    assert len({one.change_set.id for one in seen}) == 71
    assert seen[-1].words == "Added"


def test_the_past_of_a_row_shows_its_own_lines_and_counts_the_others(acting, rows):
    describe(rows[0], "b" * 5000, acting, *rows[1:])
    newest_act = past_of([rows[0]]).acts[0]
    assert len(newest_act.lines) == 1
    assert newest_act.lines[0].after == "b" * 5000
    assert newest_act.others == 2


def test_a_long_past_takes_no_more_statements_than_a_short_one(acting, other, rows, statements):
    short = statements(lambda: past_of(rows))
    for number in range(60):
        with history.act("partnership.edit", "", acting):
            rows[0].description = f"text {number}"
            rows[0].contact_person_id = (acting.id, other.id)[number % 2]
    assert statements(lambda: past_of(rows)) <= short


def test_many_rows_are_taken_back_with_as_many_questions_as_few(acting, statements):
    def undo_of(number, letters):
        entries = [NewRow("everyday", Values(f"{letters} {one}", "", "Sanat", "")) for one in range(number)]
        rows, _act = add_partnerships(entries, acting, subject="")
        with history.act("partnership.edit", "", acting) as act:
            for row in rows:
                row.description = "Muut sanat"
        db.session.commit()
        ids = (act.change_set.id, acting.id)
        del rows, row, act, entries
        db.session.expunge_all()  # as in another request: nothing is known yet
        change_set = db.session.get_one(ChangeSet, ids[0])
        actor = db.session.get_one(Person, ids[1])
        return statements(lambda: undo(change_set, actor), "SELECT")

    assert undo_of(60, "Kerttu") == undo_of(3, "Aalto")


def test_the_rows_of_an_act_are_locked_after_their_partners(acting, rows, app):
    """Always in this order, also from several tiers at once: else two would wait for each other."""
    asked = []
    listener = lambda *args: asked.append(" ".join(args[2].split()))  # noqa: E731
    engine = app.extensions["hoitomalli_engines"]["writing"]
    event.listen(engine, "before_cursor_execute", listener)
    assert len(Partnership.lock([row.id for row in rows])) == 3
    event.remove(engine, "before_cursor_execute", listener)
    _ids, of_partners, of_names, of_rows = asked
    assert "FROM partner WHERE" in of_partners
    assert "FROM other_name" in of_names
    assert "FROM partnership" in of_rows
    if engine.dialect.name == "postgresql":
        assert all("ORDER BY" in one and "FOR UPDATE OF" in one for one in (of_partners, of_rows))


def test_a_big_act_is_one_line_with_a_page_of_its_own(maija, app):
    with app.test_request_context(method="POST"):
        actor = db.session.scalars(select(Person)).first()
        entries = [NewRow("everyday", Values(f"Kumppani {n} {chr(97 + n % 26) * 6}", "", f"Sanat {n}", "")) for n in range(120)]
        _rows, act = add_partnerships(entries, actor, subject="")
        number = act.change_set.id
        db.session.commit()
    page = maija.get("partners/1").text
    assert f"acts/{number}" in page
    assert "Sanat 7" not in page
    shown = maija.get(f"acts/{number}").text
    assert "Sanat 7" in shown
    assert "120" not in shown.split("Show more")[0].split("rows")[1]
    assert "Show more" in shown


def test_an_act_of_another_college_is_not_there(maija, other_college):
    maija.add()
    assert maija.get("acts/1").status_code == 200
    assert other_college("maija").get("acts/1").status_code == 404
