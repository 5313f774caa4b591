"""Which partners look like one, found by a job (peers.md 21)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, event, select

from lti_tool import db
from lti_tool.jobs import operations
from lti_tool.jobs.models import DONE, Job
from lti_tool.jobs.runner import Runner
from lti_tool.merging import finding
from lti_tool.merging.models import SuspectedDouble
from lti_tool.merging.names import KnownName, Names, key_of
from lti_tool.text import name_key
from tests.history.test_two_at_once import poster, then_beside
from tests.merging.conftest import correct


def alike(*names, ids=(), apart=()):
    """Whether two names, or the first of some with the others, look like one partner."""
    known = [
        KnownName(number + 1, name, key_of(name_key(name)), ids[number] if ids else "", apart[number] if apart else "")
        for number, name in enumerate(names)
    ]
    return [(pair.first_id, pair.second_id, pair.why) for pair in Names(known).alike_to({one.partner_id for one in known})]


ONE = [(1, 2, "name")]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Hotelli Vaskiniemi Oy", "Hotelli Vaskiniemi"),
        ("Hotelli Vaskiniemi Oy", "Hotelli Vaskinieni Oy"),
        ("Leipomo Kultakuori", "Kultakuori Leipomo Oy"),
        ("Metsätila Hämäläinen", "Metsatila Hamalainen"),
        ("Kaustisen Tietopalvelu", "Kaustisen Tietopalvelut"),
        ("Virtanen Oy", "Virtanen Osakeyhtiö"),
    ],
)
def test_names_that_are_nearly_the_same_look_like_one(name, other):
    assert alike(name, other) == ONE


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Virtanen Oy", "Virtanen Ky"),
        ("Rakennus Virtanen Oy", "Rakennus Virtanen Ky"),
        ("Rakennus Oy", "Rakennus"),
        ("Kahvila", "Kahvila"),
        ("Rakennus A. Laine", "Rakennus B. Laine"),
        ("Kahvila Ilona", "Kahvila Irina"),
        ("Päiväkoti Satama 1", "Päiväkoti Satama 2"),
        ("Rakennus Virta", "Maalaus Virta"),
        ("Leipomo Kultakuori", "Hotelli Vaskiniemi"),
    ],
)
def test_legal_form_digits_and_words_of_many_tell_apart(name, other):
    """peers.md 21"""
    assert alike(name, other) == []


def test_a_word_that_many_have_says_nothing():
    names = [f"Perhonjokilaakson {kind}" for kind in ("vesi", "vene", "lumi", "lato", "silta", "kota")]
    assert alike(*names) == []


def test_the_same_business_id_is_enough_and_another_one_too_much():
    assert alike("Hotelli Vaskiniemi", "Spa Vaski", ids=("0201256-6", "0201256-6")) == [(1, 2, "business_id")]
    assert alike("Hotelli Vaskiniemi", "Hotelli Vaskiniemi", ids=("0201256-6", "0112038-9")) == []
    assert alike("Virtanen Oy", "Virtanen Ky", ids=("0201256-6", "0201256-6")) == [(1, 2, "business_id")]


def test_who_was_added_as_another_one_of_the_name_is_not_asked_about_again():
    assert alike("Hotelli Vaskiniemi", "Hotelli Vaskiniemi", apart=("", "2")) == []


@pytest.fixture
def run(app):
    """Do all jobs, until there are none."""

    def work():
        runner = Runner(app)
        while runner.work():
            pass

    return work


@pytest.fixture
def found(app):
    def read():
        with app.app_context():
            query = select(SuspectedDouble.first_id, SuspectedDouble.second_id, SuspectedDouble.why)
            return [tuple(row) for row in db.session.execute(query.where(SuspectedDouble.id > 0).order_by(SuspectedDouble.id))]

    return read


@pytest.fixture
def doubles(maija, run):
    """Three pairs: two by name, one of them by another name, and one by business id."""
    maija.add("Hotelli Vaskiniemi Oy", "x")
    maija.add("Hotelli Vaskinieni", "x", is_new="1")
    maija.add("Leipomo Kultakuori Oy", "x")
    maija.add("Kerttulin herkut", "x")
    maija.add("Kaustisen Tietopalvelu", "x")
    maija.add("Spa Rokua", "x")
    maija.post("partners/4/other-names", {"new_name": "Leipomo Kultakuorri"})
    correct(maija, 5, business_id="0201256-6")
    correct(maija, 6, business_id="0201256-6")
    run()
    return maija


def test_the_job_of_the_night_finds_them_in_all_names_and_ids(doubles, found):
    assert sorted(found()) == [(1, 2, "name"), (3, 4, "name"), (5, 6, "business_id")]


def test_it_goes_on_where_it_was_killed(doubles, found, run, app, monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    with app.app_context():
        db.session.execute(delete(SuspectedDouble))
        db.session.commit()
    doubles.post("doubles/look")
    write = finding._write
    blocks = []

    def fail_once(compared):
        blocks.append(compared.after)
        if len(blocks) == 2:
            raise OSError("killed")
        return write(compared)

    monkeypatch.setattr(finding, "_write", fail_once)
    run()
    assert sorted(found()) == [(1, 2, "name")]
    with app.app_context():
        waiting = db.session.scalars(select(Job).where(Job.kind == "merging.doubles").order_by(Job.id.desc())).first()
        assert waiting.cursor["after"] == 2
        waiting.due_at = db.now()
        db.session.commit()
    run()
    assert sorted(found()) == [(1, 2, "name"), (3, 4, "name"), (5, 6, "business_id")]
    assert blocks == [0, 2, 2, 4]


def test_what_is_corrected_is_not_found_any_more(doubles, found, run):
    correct(doubles, 6, business_id="0112038-9")
    doubles.post("doubles/look")
    run()
    assert sorted(found()) == [(1, 2, "name"), (3, 4, "name")]


def test_a_name_that_was_removed_is_not_found_any_more(doubles, found, run):
    assert doubles.post("partners/other-names/1/remove").status_code == 303
    doubles.post("doubles/look")
    run()
    assert sorted(found()) == [(1, 2, "name"), (5, 6, "business_id")]


def test_pressing_twice_starts_one_job(doubles, app):
    doubles.post("doubles/look")
    doubles.post("doubles/look")
    with app.app_context():
        started = select(Job).where(Job.kind == "merging.doubles", Job.organisation_id.is_not(None), Job.state != DONE)
        assert len(db.session.scalars(started.where(Job.id > 0)).all()) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_pressing_twice_at_once_starts_one_job(doubles, olli, app, monkeypatch):
    """On SQLite one waits for the other before it looks."""
    look = poster(olli, "doubles/look", {})
    with ThreadPoolExecutor(1) as pool:
        both, begun = then_beside(pool, finding.is_looking, look)
        monkeypatch.setattr(finding, "is_looking", both)
        assert doubles.post("doubles/look").status_code == 303
        assert begun[0].result() == 303
    with app.app_context():
        asked_for = select(Job.id).where(Job.kind == "merging.doubles", Job.organisation_id.is_not(None), Job.state != DONE)
        assert len(db.session.scalars(asked_for).all()) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_job_of_the_night_and_one_that_was_asked_for_find_the_same_without_an_error(doubles, found, app):
    """Both want to write the same pairs: no error stands in the log, and neither is done once more."""
    with app.app_context():
        db.session.execute(delete(SuspectedDouble))
        operations.start(finding.DOUBLES)
        db.session.commit()
    doubles.post("doubles/look")
    with ThreadPoolExecutor(1) as pool:
        work, begun = then_beside(pool, lambda: None, Runner(app).work)

        def work_beside(_connection, _cursor, statement, *_about):
            if statement.startswith("INSERT INTO suspected_double"):
                work()

        event.listen(app.extensions["hoitomalli_engines"]["writing"], "before_cursor_execute", work_beside)
        assert Runner(app).work()
        assert begun[0].result()
    with app.app_context():
        jobs = db.session.scalars(select(Job).where(Job.kind == "merging.doubles")).all()
        assert {(job.state, job.reference) for job in jobs} == {(DONE, "")}
    assert sorted(found()) == [(1, 2, "name"), (3, 4, "name"), (5, 6, "business_id")]


def test_the_page_says_that_it_looks_until_it_has_looked(doubles, run):
    text = "Open this page again in a minute."
    assert text not in doubles.get("doubles").text
    doubles.post("doubles/look")
    assert text in doubles.get("doubles").text
    run()
    assert text not in doubles.get("doubles").text


def test_that_another_college_looks_hinders_nobody(doubles, other_college):
    other_college("maija").post("doubles/look")
    assert "Open this page again in a minute." not in doubles.get("doubles").text
    doubles.post("doubles/look")
    assert "Open this page again in a minute." in doubles.get("doubles").text


def test_the_page_shows_the_surest_first_and_leads_to_the_comparison(doubles):
    page = doubles.get("doubles").text
    assert page.index("Spa Rokua") < page.index("Hotelli Vaskiniemi Oy")
    assert "the same business id" in page
    assert "/partners/1/merge/2" in page
    assert f'href="{doubles.base}partners/2/merge/1"' in doubles.get("partners/2").text


def test_overview_and_partner_page_say_so_in_one_line(doubles):
    assert "3 pairs look like one partner" in doubles.get().text
    assert doubles.get("doubles").text.count("/not-the-same") == 3
    assert "Looks like" in doubles.get("partners/2").text
    doubles.add("Metsätila Hämäläinen", "x")
    assert "Looks like" not in doubles.get("partners/7").text


def test_not_the_same_is_remembered_and_undone(doubles, run, olli):
    assert doubles.post("partners/1/merge/2/not-the-same").status_code == 303
    page = doubles.get("doubles").text
    assert "are not the same: remembered." in page
    doubles.post("doubles/look")
    run()
    page = olli.get("doubles").text
    assert "/partners/1/merge/2" not in page
    assert "2 pairs look like one partner" in olli.get().text
    assert "Looks like" not in olli.get("partners/1").text
    undo = page.split("/undo/")[1].split('"')[0]
    assert olli.post(f"undo/{undo}", {"back": olli.base + "doubles"}).status_code == 303
    assert "/partners/1/merge/2" in olli.get("doubles").text


def test_said_twice_it_is_said_once(doubles, olli):
    doubles.post("partners/1/merge/2/not-the-same")
    olli.post("partners/2/merge/1/not-the-same")
    assert olli.get("doubles").text.count("/undo/") == 1
    for pair in ("partners/1/merge/2", "partners/2/merge/1"):
        assert "A colleague has said that these are not the same." in olli.get(pair).text


def test_it_is_told_of_the_one_that_stays(doubles, app):
    """Who is not the same as one of the two is not the same as the one they are."""
    doubles.post("partners/2/merge/3/not-the-same")
    seen = doubles.get("partners/1/merge/2").text.split('name="seen" value="')[1].split('"')[0]
    assert doubles.post("partners/1/merge/2", {"stays": "1", "seen": seen}).status_code == 303
    assert "A colleague has said that these are not the same." in doubles.get("partners/1/merge/3").text


@pytest.mark.parametrize(("stays", "goes"), [(1, 2), (2, 1)])
def test_a_merged_pair_is_off_the_page_and_comes_back_by_the_undo(doubles, stays, goes):
    merge = f"partners/{stays}/merge/{goes}"
    seen = doubles.get(merge).text.split('name="seen" value="')[1].split('"')[0]
    doubles.post(merge, {"stays": str(stays), "seen": seen})
    assert "2 pairs look like one partner" in doubles.get().text
    undo = doubles.get(f"partners/{stays}").text.split("/undo/")[1].split('"')[0]
    doubles.post(f"undo/{undo}", {"back": doubles.base + "doubles"})
    assert "3 pairs look like one partner" in doubles.get().text


def test_the_page_goes_on_by_pages(doubles, app, organisation_id, monkeypatch):
    monkeypatch.setattr("lti_tool.merging.queries.PAGE_SIZE", 2)
    first = doubles.get("doubles").text
    after = first.split("doubles?after=")[1].split('"')[0]
    second = doubles.get(f"doubles?after={after}").text
    assert first.count("/not-the-same") == 2
    assert second.count("/not-the-same") == 1
    for nonsense in ("x", "1|", "99999999999999999999|1", "-1|2", "9" * 5000):
        assert doubles.get(f"doubles?after={nonsense}").text.count("/not-the-same") == 2


def test_who_tells_a_pair_of_a_later_page_apart_stays_there_and_sees_the_first_page_when_it_is_empty(doubles, monkeypatch):
    monkeypatch.setattr("lti_tool.merging.queries.PAGE_SIZE", 1)
    second = "doubles?after=" + doubles.get("doubles").text.split("doubles?after=")[1].split('"')[0]
    told_apart = []
    for _pair in range(2):
        page = doubles.get(second)
        [path] = re.findall(r'action="[^"]*/(partners/\d+/merge/\d+/not-the-same[^"]*)"', page.text)
        assert doubles.post_from(page, path, {}).location == doubles.base + second
        told_apart.append(path)
    [left] = re.findall(r'action="[^"]*/(partners/\d+/merge/\d+/not-the-same[^"]*)"', doubles.get(second).text)
    assert len({left, *told_apart}) == 3


def test_the_other_partner_is_found_by_name_too(doubles):
    page = doubles.get("partners/1/merge?q=kultakuori").text
    assert "/partners/1/merge/3" in page
    assert "/partners/1/merge/1" not in page
    assert "/partners/3/merge/4" in doubles.get("partners/3/merge").text


def test_another_colleges_pairs_are_not_counted(doubles):
    """The second college has a pair of its own."""
    assert "3 pairs look like one partner" in doubles.get().text
