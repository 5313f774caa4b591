"""The college's settings: name, language, own titles of the tiers."""

import re

import pytest

from lti_tool import db
from lti_tool.people.models import Organisation
from lti_tool.people.operations import organisation_named
from tests.history.test_two_at_once import at_once

PAGE = "admin/organisation"
COMMON = "Everyday partnership"
OWN = "Naapuri <b>ja</b> me"
SHOWN = "Naapuri &lt;b&gt;ja&lt;/b&gt; me"
TAKEN = "Toinen opisto"
LONGEST = "x" * 80


def values_of(page):
    """What the form shows, as it would be posted."""
    fields = {name: value for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page.text) if name != "back"}
    fields["language"] = re.search(r'<option[^>]* selected value="(\w+)"', page.text)[1]
    return fields


@pytest.fixture
def save(pirjo):
    """Change some fields of the form and post it."""

    def post(visitor=pirjo, **changes):
        return visitor.post_from(visitor.get(PAGE), PAGE, values_of(visitor.get(PAGE)) | changes)

    return post


@pytest.fixture
def taken(app):
    """Another college has this name."""
    with app.app_context():
        db.session.add(Organisation(name=TAKEN))
        db.session.commit()


@pytest.mark.parametrize(
    "name",
    ["toinen opisto", "TOINEN  OPISTO", " Toinen\xa0opisto", "Toinen\u00ad opisto", "Toinen\u200b opisto", "Ｔoinen opisto"],
)
def test_a_name_that_reads_like_anothers_is_refused(app, save, taken, name):
    """Else an invite for the other college would lead to this one's data."""
    page = save(name=name)
    assert page.status_code == 422
    assert "Another organisation has this name already." in page.text
    with app.app_context():
        assert organisation_named("Toinen opisto").id != organisation_named("Keskuspuiston ammattiopisto").id


def undo_of(page):
    return re.search(r'action="[^"]*(undo/\d+)"', page.text)[1]


def test_the_name_is_saved_told_in_the_history_and_can_be_undone(pirjo, save):
    old = values_of(pirjo.get(PAGE))["name"]
    assert save(name="  Uusi opisto ").status_code == 303
    page = pirjo.get(PAGE)
    assert values_of(page)["name"] == "Uusi opisto"
    assert re.search(rf"<del>{old}</del> → <ins>Uusi opisto</ins>", page.text)
    assert "Uusi opisto" in pirjo.get("admin/").text
    pirjo.post_from(page, undo_of(page), {})
    assert values_of(pirjo.get(PAGE))["name"] == old


def test_the_language_is_for_those_of_whom_no_other_is_known(visit, pirjo, save):
    assert 'lang="fi"' in visit("maija", language="xx").get().text
    assert save(language="sv").status_code == 303
    assert 'lang="sv"' in visit("maija", language="xx").get().text
    assert 'lang="en"' in visit("maija", language="en").get().text


def test_an_own_title_stands_in_place_of_the_common_one(maija, pirjo, save):
    maija.add("Kahvila Kerttuli Ky")
    maija.post("methods/own/new", {"tier": "development", "title": "Oma keino", "text": "Näin"})
    maija.post("methods/own/1/edit", {"tier": "everyday", "title": "Oma keino", "text": "Näin", "version": "1"})
    places = (
        "",
        "tiers/everyday",
        "partners/rows/1/edit",
        "partners/rows/1/move",
        "methods/own/1",
        "methods/company-visit",
        "tiers/everyday/description",
        "partners/similar?name=kahvila+kerttuli",
        "tiers/everyday/own-words",
    )
    before = [place for place in places if COMMON in maija.get(place).text]
    assert before == list(places)
    assert save(everyday=OWN).status_code == 303
    for place in places:
        page = maija.get(place).text
        assert SHOWN in page, place
        assert COMMON not in page.replace(f"{COMMON} lives in encounters", ""), place  # the text itself says so
    history = maija.get("methods/own/1").text
    assert f"<ins>{SHOWN}</ins>" in history
    assert f"<ins>{SHOWN}</ins>" in pirjo.get(PAGE).text


def test_an_empty_title_gives_the_common_one_back(maija, save):
    save(everyday=OWN, other=LONGEST)
    assert save(everyday=" ").status_code == 303
    assert COMMON in maija.get("").text
    assert f'<b class="long">{LONGEST}</b>' in maija.get("").text


def test_undo_puts_the_titles_back(maija, pirjo, save):
    save(everyday=OWN)
    page = pirjo.get(PAGE)
    pirjo.post_from(page, undo_of(page), {})
    assert COMMON in maija.get("").text
    assert values_of(pirjo.get(PAGE))["everyday"] == ""


def test_undoing_what_was_changed_again_says_that_it_stays(pirjo, save):
    save(name="Eka opisto")
    first = undo_of(pirjo.get(PAGE))
    save(name="Toka opisto")
    page = pirjo.get(PAGE)
    answer = pirjo.post_from(page, first, {"back": pirjo.base + PAGE})
    page = pirjo.request("GET", answer.location)
    assert values_of(page)["name"] == "Toka opisto"
    assert "All of this has been changed since" in page.text


def test_a_taken_name_is_refused_beside_its_field_and_nothing_typed_is_lost(maija, save, taken):
    answer = save(name=TAKEN, everyday=OWN)
    assert answer.status_code == 422
    assert re.search(r'id="name-error">[^<]*has this name already', answer.text)
    assert values_of(answer)["name"] == TAKEN
    assert values_of(answer)["everyday"] == SHOWN
    assert COMMON in maija.get("").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 201), ("everyday", "x" * 81), ("other", "x" * 81), ("language", "xx")],
)
def test_a_value_that_cannot_be_is_told_beside_its_field(maija, save, field, value):
    answer = save(**{"strategic": "Näkyykö"} | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field != "language":
        assert f'value="{value}"' in answer.text
    assert "Näkyykö" not in maija.get("").text


def test_a_version_that_is_none_asks_and_keeps_what_was_typed(maija, save):
    answer = save(strategic="Näkyykö", version="x")
    assert answer.status_code == 409
    assert 'value="Näkyykö"' in answer.text
    assert "Näkyykö" not in maija.get("").text


def test_of_two_admins_the_second_is_told_and_keeps_what_was_typed(visit, pirjo, save):
    other = visit("pirjo", language="en")
    form = values_of(other.get(PAGE))
    save(name="Eka opisto")
    answer = other.post_from(other.get(PAGE), PAGE, form | {"name": "Toka opisto"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert values_of(answer)["name"] == "Toka opisto"
    assert values_of(pirjo.get(PAGE))["name"] == "Eka opisto"
    assert other.post_from(answer, PAGE, values_of(answer)).status_code == 303
    assert values_of(pirjo.get(PAGE))["name"] == "Toka opisto"


def test_of_two_at_the_same_moment_one_is_told(visit, pirjo):
    admins = [pirjo, visit("pirjo", language="en")]
    forms = [values_of(admin.get(PAGE)) | {"name": f"Opisto {number}"} for number, admin in enumerate(admins)]
    posts = [lambda a=a, f=f: a.request("POST", a.base + PAGE, data=f).status_code for a, f in zip(admins, forms, strict=True)]
    assert sorted(at_once(*posts)) == [303, 409]


def test_saving_mine_brings_back_no_title_that_another_has_changed(visit, pirjo, save):
    """Each title is a field of its own, though all stand in one column."""
    other = visit("pirjo", language="en")
    form = values_of(other.get(PAGE))
    save(name="Eka opisto", everyday="Arki")
    answer = other.post_from(other.get(PAGE), PAGE, form | {"name": "Toka opisto", "network": "Verkko"})
    assert answer.status_code == 409
    assert values_of(answer)["everyday"] == "Arki"
    assert other.post_from(answer, PAGE, values_of(answer)).status_code == 303
    kept = values_of(pirjo.get(PAGE))
    assert (kept["name"], kept["everyday"], kept["network"]) == ("Toka opisto", "Arki", "Verkko")


def test_two_titles_given_by_two_admins_are_both_kept(visit, pirjo, save):
    other = visit("pirjo", language="en")
    form = values_of(other.get(PAGE))
    save(everyday="Arki")
    assert other.post_from(other.get(PAGE), PAGE, form | {"network": "Verkko"}).status_code == 303
    kept = values_of(pirjo.get(PAGE))
    assert (kept["everyday"], kept["network"]) == ("Arki", "Verkko")
