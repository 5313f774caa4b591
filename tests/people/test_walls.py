"""What keeps people and colleges apart: organisations, launches, cross-site posts, routes."""

import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.assessment.agreed_models import AgreedLine
from lti_tool.history.models import ChangeSet
from lti_tool.people.access import declared_access
from lti_tool.plan.models import Action


@pytest.fixture
def stranger(other_college):
    """A teacher of another college, of another Moodle."""
    return other_college("maija")


@pytest.fixture
def full(maija):
    maija.add("Salainen Leipomo Oy", "Salainen kuvaus", "Salainen Tiimi")
    maija.post("partners/1/contacts/add", {"name": "Salainen Henkilö", "email": "salainen@leipomo.example"})
    maija.post("methods/own/new", {"tier": "everyday", "title": "Salainen keino", "text": "Näin"})
    maija.post("tiers/everyday/own-words", {"text": "Salaiset sanat", "version": "0"})
    log = {
        "text": "Salainen käynti",
        "kind": "visit",
        "happened_on": "2.11.2026",
        "need": "Salainen tarve",
        "next_step": "Salainen askel",
    }
    assert maija.post("partners/1/log", log).status_code == 303
    maija.post("teams/", {"name": "Salainen tiimi", "field": "Salainen ala", "is_member": "y"})
    maija.post("agreements/of/1/new", {"starts_on": "1.1.2026", "aims": "Salainen tavoite", "our_signer": "Salainen Nimi"})
    maija.post("figures/of/1/new", {"year": "2024", "euros": "123"})
    maija.post("calendar/")
    maija.add("Salainen Kahvila Oy", "Salainen kuvaus")
    maija.post("plan/aims?team=1", {"aim_text": "Salainen tavoite"})
    assert maija.post("plan/?team=1", {"line": "Salainen toimenpide, maaliskuu"}).status_code == 303
    maija.post("import/", {"text": "Salainen Baari + Salainen kuvaus", "tier": "everyday"})
    return maija


@pytest.fixture
def change_sets(app):
    """change_sets(): how many acts the history holds."""

    def count():
        with app.app_context():
            return db.session.scalar(select(func.count(ChangeSet.id)))

    return count


def test_another_college_sees_nothing_of_ours(full, stranger):
    for path in (
        "",
        "tiers/everyday",
        "partners/",
        "methods/",
        "teams/",
        "agreements/",
        "agreements/?due=1",
        "partners/?order=euros",
        "partners/?need=1",
        "agenda/",
        "plan/?team=all",
        "plan/?team=college",
        "plan/wheel/?team=all",
        "plan/copy/?team=college",
        "plan/changes?team=college",
        "doubles",
        "search?q=salainen",
        "partners/similar?name=salainen",
        "tiers/everyday/own-words",
        "log",
        "log/like?partner_name=salainen",
        "needs/",
        "needs/?term=2026s",
        "needs/like?need=salainen",
        "personal-data/",
        "personal-data/?q=salainen",
        "calendar/",
        "handover/",
        "handover/rows",
        "import/",
        "export/",
        "export/file?kind=csv",
        "export/handout?descriptions=1",
    ):
        page = stranger.get(path)
        assert page.status_code == 200
        assert "Salai" not in page.text


OURS = [
    "partners/1",
    "partners/rows/1",
    "partners/rows/1/edit",
    "methods/own/1",
    "methods/own/1/edit",
    "methods/own/1/sheet",
    "needs/1",
    "encounters/1/edit",
    "log?partner_id=1",
    "teams/1",
    "teams/1/edit",
    "calendar/teams/1",
    "agreements/of/1/new",
    "agreements/1/edit",
    "agreements/1/renew",
    "agreements/1/review",
    "figures/of/1/new",
    "figures/of/1/2024",
    "partners/1/contacts/add",
    "contacts/1",
    "partners/1/merge",
    "partners/1/merge/2",
    "personal-data/contacts/1",
    "personal-data/contacts/1.json",
    "personal-data/contacts/1/erase",
    "handover/?person=1",
    "handover/?team=1",
    "agenda/teams/1",
    "agenda/teams/1/key-meetings",
    "plan/?team=1",
    "plan/wheel/?team=1",
    "plan/actions/1",
    "plan/actions/1/edit",
    "plan/aims/1/edit",
]


def test_anothers_id_answers_as_one_that_does_not_exist(full, stranger):
    script = {"HX-Request": "true"}
    missing = {path: path.replace("1", "99999999999999999999") for path in OURS}
    assert {path: full.get(path, headers=script).status_code for path in OURS} == dict.fromkeys(OURS, 200)
    assert {path: stranger.get(path).status_code for path in OURS} == dict.fromkeys(OURS, 404)
    assert {path: stranger.get(missing[path]).status_code for path in OURS} == dict.fromkeys(OURS, 404)


CHANGES = [
    ("partners/rows/1", {"name": "Kaapattu", "version": "1.1"}),
    ("partners/rows/1/archive", {}),
    ("partners/1/contacts/add", {"name": "Kaapattu"}),
    ("contacts/1", {"name": "Kaapattu", "version": "1.1"}),
    ("contacts/1/left", {}),
    ("contacts/1/remove", {}),
    ("personal-data/contacts/1/erase", {"is_sure": "1"}),
    ("undo/1", {}),
    ("methods/own/1/edit", {"title": "Kaapattu", "tier": "everyday", "text": "x", "version": "1"}),
    ("methods/own/1/archive", {}),
    ("partners/development/add", {"partner_id": "1"}),
    ("partners/1/log", {"text": "Kaapattu", "kind": "visit", "happened_on": "2.11.2026"}),
    ("log", {"partner_id": "1", "text": "Kaapattu", "kind": "visit", "happened_on": "2.11.2026"}),
    ("encounters/1/edit", {"text": "Kaapattu", "kind": "visit", "happened_on": "2.11.2026", "version": "1"}),
    ("encounters/1/archive", {}),
    ("partners/1/edit", {"name": "Kaapattu", "version": "1"}),
    ("partners/rows/1/end", {"ends_on": "1.10.2026", "version": "1"}),
    ("partners/rows/1/move", {"tier": "other", "version": "1"}),
    ("encounters/1/done", {}),
    ("teams/1/edit", {"name": "Kaapattu", "version": "1"}),
    ("teams/1/archive", {}),
    ("teams/1/join", {}),
    ("teams/1/leave", {}),
    ("teams/1/members", {"member": "Maija Koskela"}),
    ("teams/members/1/remove", {}),
    ("agenda/teams/1/key-meetings", {"row": "1", "month": "2027-01-01"}),
    ("calendar/teams/1", {}),
    ("calendar/teams/1/revoke", {}),
    ("agreements/of/1/new", {"starts_on": "1.1.2026"}),
    ("agreements/1/edit", {"starts_on": "1.1.2026", "version": "1"}),
    ("agreements/1/renew", {"ends_on": "1.1.2090", "version": "1"}),
    ("agreements/1/review", {"review_on": "1.1.2090", "version": "1"}),
    ("agreements/1/archive", {}),
    ("figures/of/1/new", {"year": "2024", "euros": "5"}),
    ("figures/of/1/2024", {"euros": "5", "version": "2024|123.00||"}),
    ("partners/1/merge/2", {"stays": "1"}),
    ("partners/1/merge/2/not-the-same", {}),
    ("import/1/columns", {"heading_row": "1"}),
    ("import/1/rows/1", {"cell-partner": "Kaapattu"}),
    ("import/1/rows/1/answer", {"answer": "drop"}),
    ("import/1/apply", {}),
    ("import/1/again", {}),
    ("import/1/remove", {}),
    ("handover/?person=1", {"receiver": "Maija Koskela", "lines": "contact-1"}),
    ("handover/?team=1", {"receiver": "Maija Koskela", "lines": "contact-1"}),
    ("handover/same?person=1", {"same": "2"}),
    ("handover/people/1/left", {"has_left": "1", "version": "1"}),
    ("plan/?team=1", {"line": "Kaapattu, maaliskuu"}),
    ("plan/actions/1", {"state": "dropped", "version": "1"}),
    ("plan/actions/1/edit", {"text": "Kaapattu", "version": "1"}),
    ("plan/actions/1/archive", {}),
    ("plan/aims?team=1", {"aim_text": "Kaapattu"}),
    ("plan/aims/1/edit", {"aim_text": "Kaapattu", "version": "1"}),
    ("plan/aims/1/archive", {}),
    ("plan/copy/?team=1", {}),
    ("plan/paste/save?team=1", {"kind-0": "aim", "text-0": "Kaapattu"}),
]


def test_anothers_rows_cannot_be_changed(full, stranger):
    answers = [(path, stranger.post(path, data).status_code) for path, data in CHANGES]
    assert answers == [(path, 404) for path, _data in CHANGES]
    assert "Salainen Leipomo Oy" in full.get("tiers/everyday").text
    assert "Salainen tiimi" in full.get("teams/").text.partition("Other teams")[0]
    assert "Maija Koskela" in full.get("teams/1").text
    assert "Salainen Henkilö" in full.get("partners/1").text


def test_the_same_name_is_another_partner_in_another_college(full, stranger):
    assert stranger.add("Salainen Leipomo Oy", "Oma").status_code == 303
    assert "Salainen kuvaus" not in stranger.get("tiers/everyday").text


POSTS = [
    "partners/everyday/add",
    "partners/add",
    "partners/rows/1",
    "partners/rows/1/archive",
    "partners/rows/1/move",
    "partners/1/other-names",
    "partners/1/edit",
    "partners/rows/1/end",
    "partners/views",
    "partners/views/1/forget",
    "partners/other-names/1/remove",
    "partners/1/log",
    "log",
    "encounters/1/edit",
    "encounters/1/archive",
    "encounters/1/done",
    "partners/1/contacts/add",
    "contacts/1",
    "contacts/1/left",
    "contacts/1/remove",
    "personal-data/contacts/1/erase",
    "personal-data/contacts/1/history",
    "undo/1",
    "tiers/everyday/own-words",
    "tiers/everyday/own-words/read",
    "methods/own/new",
    "methods/own/1/edit",
    "methods/own/1/archive",
    "methods/own/1/read",
    "methods/own/1",
    "methods/company-visit",
    "methods/company-visit/copy",
    "methods/experiences/1/archive",
    "assessments/",
    "assessments/1/answer",
    "assessments/1/links",
    "assessments/1/phases",
    "assessments/1/agreed",
    "assessments/agreed/1/edit",
    "assessments/agreed/1/done",
    "assessments/agreed/1/archive",
    "assessments/1/archive",
    "assessments/links/1/revoke",
    "teams/",
    "teams/1/edit",
    "teams/1/archive",
    "teams/1/join",
    "teams/1/leave",
    "teams/1/members",
    "teams/members/1/remove",
    "agenda/teams/1/key-meetings",
    "calendar/",
    "calendar/revoke",
    "calendar/teams/1",
    "calendar/teams/1/revoke",
    "agreements/of/1/new",
    "agreements/1/edit",
    "agreements/1/renew",
    "agreements/1/review",
    "agreements/1/archive",
    "figures/of/1/new",
    "figures/of/1/2024",
    "partners/1/merge/2",
    "partners/1/merge/2/not-the-same",
    "doubles/look",
    "handover/",
    "handover/same",
    "handover/people/1/left",
    "handover/notices/1/seen",
    "handover/rows/",
    "import/",
    "import/1/columns",
    "import/1/rows/1",
    "import/1/rows/1/answer",
    "import/1/apply",
    "import/1/again",
    "import/1/remove",
    "plan/",
    "plan/actions/new",
    "plan/actions/1",
    "plan/actions/1/edit",
    "plan/actions/1/archive",
    "plan/aims/",
    "plan/aims/1/edit",
    "plan/aims/1/archive",
    "plan/paste/",
    "plan/paste/save",
    "plan/copy/",
    "course/open",
    "jobs/1/stop",
    "window",
]


@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "guessed"}], ids=["none", "empty", "guessed"])
def test_a_cross_site_post_is_refused_and_shows_what_was_typed(full, change_sets, token):
    data = {"name": "Kirjoitettu teksti", "text": "Kirjoitettu teksti", "title": "x", "open_to": "everyone", **token}
    before = change_sets()
    answers = {path: full.request("POST", full.base + path, data=data) for path in POSTS}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(POSTS, 403)
    assert [path for path, answer in answers.items() if "Kirjoitettu teksti" not in answer.text] == []
    assert change_sets() == before


def test_a_token_of_another_launch_is_refused(full, olli):
    data = {"name": "X", "csrf_token": olli.token()}
    assert full.request("POST", full.base + "partners/everyday/add", data=data).status_code == 403


def test_the_list_of_posts_is_whole(app):
    """The admin's are in tests/admin/test_admin_walls.py."""
    rules = {
        rule.rule.removeprefix("/l/<launch>/")
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and "<launch>" in rule.rule and declared_access(app, rule.endpoint) != "admin"
    }
    patterns = [re.sub(r"<[^>]+>", "[^/]+", rule) for rule in rules]
    assert [p for p in patterns if not any(re.fullmatch(p, path) for path in POSTS)] == []


@pytest.mark.parametrize(
    "path", ["nothing", "tiers/unknown", "pages/unknown", "methods/unknown", "partners/7", "teams/7", "tiers/unknown/own-words"]
)
def test_an_unknown_page_says_so_in_words(maija, path):
    page = maija.get(path)
    assert page.status_code == 404
    assert "<h1>" in page.text


def test_an_unexpected_error_has_a_code_that_is_in_the_log(maija, monkeypatch, caplog):
    monkeypatch.setattr("lti_tool.partners.queries.list_page", lambda *wanted: 1 / 0)
    page = maija.get("partners/")
    assert page.status_code == 500
    assert "Traceback" not in page.text
    code = re.search(r"<strong>([0-9A-F]{8})</strong>", page.text)[1]
    assert code in caplog.text


def test_too_much_at_once_is_refused_in_words(maija):
    answer = maija.post("tiers/everyday/own-words", {"text": "x" * 1_100_000, "version": "0"})
    assert answer.status_code == 413
    assert "<h1>" in answer.text


def test_nul_is_refused_before_it_reaches_the_database(maija):
    assert maija.post("methods/own/new?text=x", {"text": "a\0b", "tier": "everyday", "title": "x"}).status_code == 400
    assert maija.add("a\0b").status_code == 400


def test_another_college_plans_nothing_in_the_place_of_ours(app, full, stranger):
    full.post("assessments/", {"subject": "Salainen tiimi", "statement_set": "periods"})
    full.post("assessments/1/agreed", {"text": "Salainen lupaus", "contact": "Maija Koskela", "due_on": "1.2.2090"})
    action = {"text": "Katsotaan", "when": "1.2.2090", "team": "college"}
    assert stranger.post("plan/actions/new?source=review-1", action).status_code == 303
    assert stranger.post("plan/actions/new?source=agreed-1", action).status_code == 422
    with app.app_context():
        assert set(db.session.scalars(select(Action.agreement_id).where(Action.id > 0))) == {None}
        assert not db.session.get(AgreedLine, 1).is_done
