"""Filters that combine, and what may not be combined; the view is in the address, named views are one's own (peers 28, 49)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners import saved_views
from tests.encounters.conftest import day, logged
from tests.history.test_two_at_once import poster, then_beside

NAMES = ("Ahti Oy", "Beetta Oy", "Kahvila Kerttuli", "Delta Ky")


@pytest.fixture
def register(maija, olli):
    """Four partners in the development tier: Ahti met today, Beetta long ago, Kerttuli never, Delta wanted."""
    maija.post("teams/", {"name": "Hotellitiimi", "field": "Matkailuala", "is_member": "1"})
    for name in NAMES:
        maija.add(name, tier="development")
    maija.post("partners/1/log", logged(need="perehdytys"))
    maija.post("partners/2/log", logged(happened_on=day(-200)))
    values = {"name": "Delta Ky", "url": "", "description": "x", "contact": "Olli Rantanen", "version": "1.1"}
    maija.post("partners/rows/4", {**values, "state": "wanted", "deputy": "Maija Koskela"})
    return maija


def shown(page):
    return [name for name in NAMES if f">{name}</a>" in page.text]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", NAMES[:3]),
        ("state=wanted", NAMES[3:]),
        ("met=never", ["Kahvila Kerttuli"]),
        ("met=half-year", ["Beetta Oy"]),
        ("met=not-lately", ["Beetta Oy", "Kahvila Kerttuli"]),
        ("met=half-year&team=1&field=1&lacks=deputy&tier=development", ["Beetta Oy"]),
        ("met=never&tier=strategic", []),
        ("need=1", ["Ahti Oy"]),
        ("need=1&met=never", []),
        ("agreement=none&met=never", ["Kahvila Kerttuli"]),
        ("agreement=due", []),
        ("lacks=deputy&state=wanted", []),
        ("contact=Olli", ["Delta Ky"]),
        ("q=delta", ["Delta Ky"]),
        ("team=99999999999&field=x&met=x&state=ended&need=x&agreement=x&lacks=x", NAMES[:3]),
    ],
)
def test_filters_combine(register, query, names):
    page = register.get(f"partners/?{query}")
    assert page.status_code == 200
    assert shown(page) == list(names)
    counted = re.sub(r"\s", "", page.text.partition('id="count"')[2][:60])
    assert f">{'' if 'contact=' in query else len(names)}<" in counted  # of one colleague no figure


def test_a_list_of_an_archived_team_or_its_field_says_so_and_stays_narrowed_down(register):
    assert register.post("teams/1/archive").status_code == 303
    for query, name in (("team=1", "Hotellitiimi"), ("field=1", "Matkailuala")):
        page = register.get(f"partners/?{query}").text
        assert f'aria-current="true">{name} <span' in page, "a chip takes it away"
        assert f'<option value="1" selected>{name}</option>' in page, "Show keeps it"
    page = register.get("partners/").text
    assert "Hotellitiimi</option>" not in page
    assert "Matkailuala</option>" not in page


def test_a_colleagues_list_offers_no_figures_and_says_what_it_leaves_out(register, olli):
    said = "A colleague's partners are not narrowed down or sorted"
    for asked in ("met=never", "lacks=deputy", "agreement=none", "order=met"):
        assert said in register.get(f"partners/?contact=Olli+Rantanen&{asked}").text, asked
        assert said not in register.get(f"partners/?{asked}").text, asked
    plain = register.get("partners/?contact=Olli+Rantanen&met=&lacks=&order=changed").text
    assert said not in plain
    assert '<input type="hidden" name="order" value="changed">' in plain
    for name in ("met", "lacks", "agreement", "order"):
        assert f'<select class="form-select form-select-sm" name="{name}"' not in plain, name
        assert f'<select class="form-select form-select-sm" name="{name}"' in register.get("partners/").text, name


def test_what_asks_for_attention_is_not_combined_with_a_colleague(register, olli):
    """Figures are never per employee (DESIGN §1): of oneself and of a team it may."""
    assert shown(register.get("partners/?contact=Olli+Rantanen&met=never&lacks=deputy")) == ["Delta Ky"]
    assert shown(register.get("partners/?contact=Maija+Koskela&met=never")) == ["Kahvila Kerttuli"]
    assert shown(olli.get("partners/?contact=Maija+Koskela&met=never")) == list(NAMES[:3])
    assert shown(olli.get("partners/?contact=Hotellitiimi&met=never")) == []
    assert shown(olli.get("partners/?q=Maija+Koskela&met=half-year")) == list(NAMES[:3])
    assert "not met yet" not in olli.get("tiers/development?contact=Maija+Koskela").text


def test_the_order_by_the_last_contact(register):
    for order, names in (
        ("met", ["Ahti Oy", "Beetta Oy", "Kahvila Kerttuli"]),
        ("met-reversed", ["Kahvila Kerttuli", "Beetta Oy", "Ahti Oy"]),
    ):
        page = register.get(f"tiers/development?order={order}").text
        assert sorted(names, key=lambda name: page.index(f">{name}</a>")) == names


def test_lists_of_development_show_the_last_contact(register):
    page = register.get("tiers/development").text
    assert "not met yet" in page
    assert "Last · agreement" in page
    assert "Last · agreement" not in register.get("tiers/everyday").text


def test_a_view_gets_a_name_and_is_ones_own(register, olli):
    saved = register.post("partners/views", {"view_name": "Tapaamatta", "query": "met=never&order=changed&golf=1"})
    assert saved.status_code == 303
    assert saved.location.endswith("partners/?met=never&order=changed")
    assert "Tapaamatta" in register.get("partners/").text
    assert "Tapaamatta" not in olli.get("partners/").text
    assert olli.post("partners/views/1/forget").status_code == 404
    assert shown(olli.get("partners/?met=never&order=changed")) == ["Kahvila Kerttuli"]  # the address goes on working
    register.post("partners/views", {"view_name": "TAPAAMATTA", "query": "met=half-year"})
    assert register.get("partners/").text.count('saved-view"') == 1
    register.post("partners/views/1/forget")
    assert 'met=half-year">' not in register.get("partners/").text


def test_a_view_comes_back_only_where_none_has_its_name_by_now(register):
    register.post("partners/views", {"view_name": "Omat", "query": "met=never"})
    register.post("partners/views/1/forget")
    undo = re.search(r"undo/\d+", register.get("partners/").text)[0]
    register.post("partners/views", {"view_name": "OMAT", "query": "met=half-year"})
    register.post(undo)
    page = register.get("partners/").text
    assert "You have a view of this name by now" in page
    assert page.count('saved-view"') == 1
    register.post("partners/views/2/forget")
    register.post(undo)
    assert 'met=never">' in register.get("partners/").text


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_view_without_a_name_is_not_saved(register, name):
    assert register.post("partners/views", {"view_name": name, "query": "met=never"}).status_code == 303
    assert 'saved-view"' not in register.get("partners/").text


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("names", "kept"), [(["Omat", "OMAT"], 1), (["Omat", "Ryhmän"], 20)])
def test_two_windows_that_save_a_view_at_once_keep_one_name_once_and_at_most_20_views(
    maija, visit, app, monkeypatch, names, kept
):
    """A view beyond the twentieth would be on no page, and could not be forgotten. On SQLite one waits before it looks."""
    for number in range(kept - 1):
        maija.post("partners/views", {"view_name": f"Näkymä {number}", "query": "met=never"})
    second = poster(visit("maija"), "partners/views", {"view_name": names[1], "query": "met=half-year"})
    with ThreadPoolExecutor(1) as pool:
        both, begun = then_beside(pool, saved_views.views_of, second)
        monkeypatch.setattr(saved_views, "views_of", both)
        maija.post("partners/views", {"view_name": names[0], "query": "met=never"})
        assert begun[0].result() == 303
    with app.app_context():
        own = select(saved_views.SavedView.id).where(saved_views.SavedView.id > 0)
        assert len(db.session.scalars(own).all()) == kept


def test_no_page_takes_more_than_25_statements(register, app):
    from sqlalchemy import event

    engine = app.extensions["hoitomalli_engines"]["reading"]
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    register.get("tiers/everyday")  # contact suggestions are kept for half a minute
    for path in (
        "",
        "partners/1",
        "partners/?met=never&need=1&team=1",
        "tiers/development",
        "needs/",
        "agreements/",
        "log",
        "find?q=ahti",
        "teams/1",
    ):
        asked.clear()
        assert register.get(path).status_code == 200
        statements = [one for one in asked if one != "BEGIN"]  # which only SQLite is sent
        assert len(statements) <= 25, (path, len(statements))
