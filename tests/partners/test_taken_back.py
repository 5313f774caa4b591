"""What was archived comes back, what was done is taken back, and what a colleague did since stays."""

import re

import pytest


@pytest.fixture
def archived(maija):
    """A visitor whose only partner was archived, by act 2."""
    maija.add("Kahvila Kerttuli Ky https://kerttuli.example", "Oppimisjaksot")
    maija.post("partners/rows/1/archive")
    return maija


def test_adding_an_archived_partner_brings_its_row_back(archived, rows):
    assert archived.add(description="Näytöt", contact="Matkailutiimi").status_code == 303
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Näytöt", "Matkailutiimi", False)]
    assert "<del>Oppimisjaksot</del>" in archived.get("partners/1").text


def test_a_name_alone_brings_the_row_back_with_its_words(archived, rows):
    archived.add(description="")
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot", "Maija Koskela", False)]


def test_the_archived_row_of_a_unit_is_not_brought_back_for_the_whole_partner(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(unit="Vaasan toimipiste"))
    maija.post("partners/rows/1/archive")
    maija.add(description="Näytöt")
    assert [row[2:] for row in rows()] == [("Oppimisjaksot", "Maija Koskela", True), ("Näytöt", "Maija Koskela", False)]


def test_its_undo_puts_it_away_with_the_words_it_had(archived, rows):
    archived.add(description="Näytöt", contact="Matkailutiimi")
    answer = archived.post("undo/3")
    assert answer.location.endswith("#partners")
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot", "Maija Koskela", True)]


def test_the_archiving_cannot_be_taken_back_once_more(archived, rows):
    archived.add(description="Näytöt")
    archived.post("undo/2")
    page = archived.get("tiers/everyday").text
    assert "All of this has been changed since" in page
    assert page.count('<tr id="row-') == 1
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Näytöt", "Maija Koskela", False)]


def test_saving_what_a_colleague_has_archived_asks_and_puts_it_back(maija, olli, row, rows):
    maija.add()
    stale = row(description="Näytöt")
    olli.post("partners/rows/1/archive")
    answer = maija.post("partners/rows/1", stale, htmx=True)
    assert answer.status_code == 409
    assert "archived this row meanwhile" in answer.text
    assert "puts the row back on the list" in answer.text
    assert "Olli Rantanen" in answer.text
    assert rows()[0][-1] is True
    assert maija.post("partners/rows/1", row(description="Näytöt"), htmx=True).status_code == 200
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Näytöt", "Maija Koskela", False)]


def test_leaving_it_archived_takes_it_off_the_page(archived):
    answer = archived.get("partners/rows/1", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "row-1" not in answer.text


def test_a_known_partners_link_stays_and_that_is_said(archived):
    archived.add("Kahvila Kerttuli Ky https://toinen.example", tier="network")
    page = archived.get("tiers/network").text
    assert "Its link is still kerttuli.example" in page
    assert "toinen.example" not in page


def test_the_contact_person_is_taken_back_whole_or_not_at_all(maija, olli, row, rows):
    """A person and a name as text are two columns and one value."""
    maija.add()
    maija.post("partners/rows/1", row(contact="Tiimi A", description="Näytöt"))
    olli.post("partners/rows/1", row(contact="Tiimi B"))
    maija.post("undo/2")
    assert rows()[0][2:4] == ("Oppimisjaksot", "Tiimi B")
    assert "stays as it is (Our contact person)" in maija.get("tiers/everyday").text
    assert "row-1" in maija.get("partners/?contact=Tiimi+B").text
    assert 'id="row-1"' not in maija.get("partners/?mine=1").text


def test_what_a_colleague_has_worked_on_is_not_taken_away(maija, olli, row, rows):
    maija.add()
    olli.post("partners/rows/1", row(description="Näytöt"))
    maija.post("undo/1")
    assert rows()[0][-1] is False
    assert "A colleague has changed this since" in maija.get("tiers/everyday").text
    assert "(undone)" not in maija.get("partners/1").text


def test_ones_own_addition_is_taken_away_though_one_has_corrected_it(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(description="Näytöt"))
    maija.post("undo/1")
    assert rows()[0][2:] == ("Näytöt", "Maija Koskela", True)
    page = maija.get("tiers/everyday").text
    assert not re.search(r'id="row-1"', page)
    assert "is gone again." in page


def test_an_undo_by_mistake_is_taken_back_by_the_button_of_its_notice(maija, row, rows):
    maija.add()
    maija.post("partners/rows/1", row(description="Näytöt"))
    page = maija.get("tiers/everyday")
    for description, said in [("Oppimisjaksot", "is as it was."), ("Näytöt", "is again as it was before the undo.")] * 2:
        path = re.findall(r'action="/l/[\w-]{22}/(undo/\d+)"', page.text)[-1]
        assert maija.post_from(page, path, {}).status_code == 303
        page = maija.get("tiers/everyday")
        assert said in page.text
        assert rows()[0][2] == description


def test_an_undone_text_is_named_by_its_tier_also_when_it_comes_back(maija):
    maija.post("tiers/everyday/own-words", {"text": "Näin", "version": "0"})
    maija.post("undo/1")
    maija.post("undo/2")
    page = maija.get("tiers/everyday").text
    assert "Everyday partnership is again as it was before the undo." in page


def test_whoever_brings_it_back_from_its_page_does_not_become_its_contact(archived, olli, rows):
    assert olli.post("partners/everyday/add", {"partner_id": "1"}).status_code == 303
    assert rows() == [("Kahvila Kerttuli Ky", "everyday", "Oppimisjaksot", "Maija Koskela", False)]
