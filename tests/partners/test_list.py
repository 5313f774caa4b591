"""The list: quick add, inline edit, archive, each with its undo, each with and without the script."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners import queries
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership


def undo_of(page):
    """The undo address a page offers first."""
    return re.search(r'action="[^"]*(undo/\d+)"', page)[1]


def test_quick_add_takes_three_fields_and_oneself_as_contact_person(maija, rows):
    answer = maija.add("Kahvila Kerttuli Ky https://kerttuli.example", "Oppimisjaksot")
    assert answer.status_code == 303
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot", "Maija Koskela", False)]
    page = maija.get("tiers/everyday").text
    assert 'href="https://kerttuli.example"' in page
    assert "Maija K." in page


def test_a_link_in_the_name_is_no_part_of_it_though_the_field_of_an_error_holds_another(maija, rows):
    refused = maija.add("www.ensin.example")
    assert refused.status_code == 422
    assert 'name="url" ' in refused.text
    maija.add("Kahvila Kerttuli Ky www.kerttuli.example", url="https://www.ensin.example")
    assert rows()[0][0] == "Kahvila Kerttuli Ky"
    assert 'href="https://www.kerttuli.example"' in maija.get("tiers/everyday").text


def test_quick_add_answers_the_script_with_the_row_and_an_empty_form(maija):
    answer = maija.post("partners/everyday/add", {"name": "Leipomo", "description": "Näytöt"}, htmx=True)
    assert answer.status_code == 200
    assert answer.text.index('id="add-row"') < answer.text.index('class="notice"') < answer.text.index('id="row-1"')
    assert "<html" not in answer.text
    assert 'value="Leipomo"' not in answer.text


@pytest.mark.parametrize(
    ("contact", "shown", "known"),
    [("olli rantanen", "Olli Rantanen", True), ("Matkailutiimi", "Matkailutiimi", False), ("Kaisa L.", "Kaisa L.", False)],
)
def test_contact_person_is_a_colleague_a_team_or_a_name(maija, olli, app, contact, shown, known):
    maija.add(contact=contact)
    with app.app_context():
        row = db.session.scalars(select(Partnership)).unique().one()
        assert row.contact == shown
        assert (row.contact_person_id is not None) == known


def test_edit_changes_the_row_and_says_who(maija, visit, row, rows):
    maija.add()
    sami = visit("sami", language="en")
    changed = row(name="Kahvila Kerttuli Oy", description="Näytöt", contact="Matkailutiimi", url="www.kerttuli.example")
    answer = sami.post("partners/rows/1", changed)
    assert answer.status_code == 303
    assert rows() == [("Kahvila Kerttuli Oy", "everyday", "Näytöt", "Matkailutiimi", False)]
    page = sami.get("tiers/everyday").text
    assert "Sami T." in page
    assert 'href="https://www.kerttuli.example"' in page


def test_edit_answers_the_script_with_the_row_and_its_undo(maija, row):
    maija.add()
    answer = maija.post("partners/rows/1", row(description="Näytöt"), htmx=True)
    assert answer.status_code == 200
    assert "Näytöt" in answer.text
    assert "undo/2" in answer.text
    assert answer.text.index('id="row-1"') < answer.text.index('class="notice"')


def test_saving_unchanged_leaves_no_trace(maija, row, app):
    maija.add()
    maija.get("tiers/everyday")  # what was said of the addition is read
    answer = maija.post("partners/rows/1", row(), htmx=True)
    assert "undo/" not in answer.text
    assert row()["version"] == "1.1"


def test_the_undo_of_a_correction_brings_the_old_values_back(maija, row, rows):
    maija.add()
    maija.get("tiers/everyday")  # what was said of the addition is read
    maija.post("partners/rows/1", row(name="Kahvila Toinen", description="Näytöt", url="https://a.example"))
    answer = maija.post(undo_of(maija.get("tiers/everyday").text))
    assert answer.status_code == 303
    assert answer.location.endswith("#row-1")
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot", "Maija Koskela", False)]
    assert row()["url"] == ""
    assert "Kahvila Kerttuli" in maija.get("search?q=kerttuli").text


def test_the_undo_of_an_addition_takes_the_row_off_the_list(maija, rows):
    maija.add()
    maija.post(undo_of(maija.get("tiers/everyday").text))
    assert rows()[0][-1] is True
    assert 'id="row-1"' not in maija.get("tiers/everyday").text


def test_archiving_and_its_undo(maija, rows):
    maija.add()
    maija.get("tiers/everyday")  # what was said of the addition is read
    maija.post("partners/rows/1/archive")
    page = maija.get("tiers/everyday").text
    assert 'id="row-1"' not in page
    maija.post(undo_of(page))
    assert 'id="row-1"' in maija.get("tiers/everyday").text


def test_the_history_of_a_row_tells_each_act_and_can_undo_it(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(description="Näytöt"))
    page = maija.get("partners/1").text
    assert page.count('action="' + maija.base + "undo/") >= 2
    assert "<del>Oppimisjaksot</del>" in page
    assert "<ins>Maija Koskela</ins>" in page
    assert "<ins>Everyday partnership</ins>" in page
    maija.post("undo/2")
    assert rows()[0][2] == "Oppimisjaksot"


def test_undoing_twice_is_refused(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(description="Näytöt"))
    maija.post("undo/2")
    maija.post("partners/rows/1", row(description="Kolmas"))
    maija.post("undo/2")
    assert rows()[0][2] == "Kolmas"
    assert "undone already" in maija.get("tiers/everyday").text


def test_undo_leaves_what_a_colleague_has_changed_since(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(description="Näytöt", contact="Matkailutiimi"))
    maija.post("partners/rows/1", row(description="Kolmas"))
    maija.post("undo/2")
    assert rows()[0][2:4] == ("Kolmas", "Maija Koskela")
    assert "changed since" in maija.get("tiers/everyday").text


def test_a_conflict_shows_yours_and_theirs_and_loses_nothing(maija, olli, row, rows):
    maija.add()
    first = row(description="Minun")
    second = row(description="Sinun")
    olli.post("partners/rows/1", first)
    answer = maija.post("partners/rows/1", second)
    assert answer.status_code == 409
    assert "Sinun" in answer.text
    assert "Minun" in answer.text
    assert "Olli Rantanen" in answer.text
    assert rows()[0][2] == "Minun"
    version = re.search(r'name="version" value="([^"]+)"', answer.text)[1]
    assert maija.post("partners/rows/1", {**second, "version": version}).status_code == 303
    assert rows()[0][2] == "Sinun"


def test_two_names_given_at_once_are_a_conflict_too(maija, olli, row):
    maija.add()
    stale = row(name="Kahvila Kerttuli Oy")
    olli.post("partners/rows/1", row(name="Kahvila Kerttuli Oyj"))
    assert maija.post("partners/rows/1", stale).status_code == 409


def test_what_two_have_changed_in_different_fields_is_both_kept(maija, olli, row, rows):
    maija.add()
    stale = row(description="Näytöt")
    olli.post("partners/rows/1", row(name="Kahvila Kerttuli Oyj", contact="Matkailutiimi"))
    assert maija.post("partners/rows/1", stale).status_code == 303
    assert rows()[0][:4] == ("Kahvila Kerttuli Oyj", "everyday", "Näytöt", "Matkailutiimi")


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"name": ""}, ""),
        ({"name": " - "}, "-"),
        ({"name": "x" * 201}, "x" * 201),
        ({"url": "javascript:alert(1)"}, "javascript:alert(1)"),
        ({"url": "ftp://a.example"}, "ftp://a.example"),
        ({"description": "y" * 2001}, "y" * 2001),
        ({"contact": "z" * 201}, "z" * 201),
    ],
)
def test_bad_input_keeps_what_was_typed_beside_its_error(maija, row, rows, changes, kept):
    maija.add()
    answer = maija.post("partners/rows/1", row(**changes))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'class="field-error"' in answer.text
    assert kept in answer.text
    assert rows()[0][:3] == ("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot")


def test_script_in_any_field_is_only_text(maija):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    maija.add(evil, evil, evil)
    for path in ("tiers/everyday", "partners/1", "partners/rows/1/edit", "search?q=<script>", "partners/similar?name=scr", ""):
        page = maija.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("partners/", 2),
        ("partners/?q=leipomo", 1),
        ("partners/?tier=network", 1),
        ("partners/?tier=x&q=leipomo", 1),
        ("partners/1", None),
    ],
)
def test_the_count_of_a_list_follows_what_it_shows(maija, address, left):
    maija.add("Ahti Leipomo", "Näytöt")
    maija.add("Kuu Leipomo", "Näytöt")
    maija.add("Zoo", "Näytöt", tier="network")
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://tool.test{maija.base}{address}"}
    form = {"csrf_token": maija.token(), "show_tier": "1"}
    archived = maija.request("POST", maija.base + "partners/rows/1/archive", data=form, headers=headers).text
    told = re.search(r'id="count"[^>]*>(\d+)<', archived)
    assert (told and int(told[1])) == left


@pytest.mark.parametrize("path", ["tiers/everyday", "partners/"])
def test_each_page_of_a_list_tells_how_long_all_of_it_is(maija, monkeypatch, path):
    for name in ("Ahti", "Delta", "Kuu"):
        maija.add(name)
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    first = maija.get(path)
    after = re.search(r'href="[^"]*[?&](?:amp;)?after=([^"&]+)', first.text)[1]
    last = maija.get(f"{path}?after={after}")
    assert "Kuu" in last.text
    assert [told_count(first), told_count(last)] == ["3", "3"]


def test_a_tier_tells_how_many_stand_in_it_whatever_its_list_is_narrowed_down_to(maija):
    maija.add("Ahti")
    maija.add("Delta")
    narrowed = maija.get("tiers/everyday?q=ahti")
    assert narrowed.text.count('<tr id="row-') == 1
    assert told_count(narrowed) == "2"


def told_count(page):
    return re.sub(r"\s", "", re.search(r'id="count"[^>]*>([^<]*)<', page.text)[1])


def test_nothing_changes_by_get(maija, rows, app):
    maija.add()
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and "<launch>" in rule.rule:
            path = re.sub(r"<(?:int:)?(\w+)>", lambda m: {"tier": "everyday", "slug": "company-visit"}.get(m[1], "1"), rule.rule)
            maija.get(path.replace("/l/1/", "", 1))
    assert len(rows()) == 1
    with app.app_context():
        assert db.session.scalars(select(Partner)).one().version == 1
