"""Two people at once: fields that only one has touched are put together, the same field asks, and nothing old comes back."""

import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.history import Change
from lti_tool.history.values import ERASED
from lti_tool.methods.models import Experience, OwnMethod

METHOD = {
    "tier": "everyday",
    "title": "Oma",
    "url": "https://a.example",
    "text": "Näin",
    "ask": "",
    "kind": "",
    "phase": "",
    "minutes": "",
}
FORM = {
    "name": "Kahvila Kerttuli Ky",
    "url": "",
    "description": "Oppimisjaksot",
    "contact": "Maija Koskela",
    "version": "1.1",
}


@pytest.fixture
def stale(maija, olli, app):
    """Maija's form of the only row, made before Olli changed its description."""
    maija.add()
    olli.post("partners/rows/1", {**FORM, "description": "Ollin sanat"})
    return FORM


def hidden_version(page):
    return re.search(r'name="version" value="([^"]+)"', page.text)[1]


def field_of(page, name):
    """What stands in a field of the page."""
    found = re.search(rf'<(?:textarea|input)[^>]*name="{name}"[^>]*?(?:value="([^"]*)"|>([^<]*)</textarea>)', page.text)
    return (found[1] or found[2] or "").strip()


def descriptions(app):
    with app.app_context():
        return db.session.scalars(select(Change.after).where(Change.field == "description").order_by(Change.id)).all()


def test_a_field_that_only_one_has_touched_is_kept_of_both(maija, stale, app):
    assert maija.post("partners/rows/1", {**stale, "url": "https://kerttuli.example"}).status_code == 303
    assert descriptions(app)[-1] == "Ollin sanat"


def test_the_same_field_asks_and_only_it_is_marked(maija, stale):
    answer = maija.post("partners/rows/1", {**stale, "description": "Maijan sanat", "contact": "Tiimi A"}, htmx=True)
    assert answer.status_code == 409
    assert answer.text.count('class="hint theirs"') == 1
    assert field_of(answer, "description") == "Maijan sanat"
    assert "Theirs: Ollin sanat" in answer.text
    assert field_of(answer, "contact") == "Tiimi A"


def test_saving_mine_brings_nothing_back_that_others_have_changed(maija, olli, stale, app):
    olli.post("partners/rows/1", {**stale, "version": "1.2", "description": "Ollin sanat", "contact": "Ollin tiimi"})
    answer = maija.post("partners/rows/1", {**stale, "description": "Maijan sanat"}, htmx=True)
    assert field_of(answer, "contact") == "Ollin tiimi"
    form = {name: field_of(answer, name) for name in ("name", "url", "description", "contact")}
    assert maija.post("partners/rows/1", {**form, "version": hidden_version(answer)}).status_code == 303
    page = maija.get("tiers/everyday").text
    assert "Maijan sanat" in page
    assert "Ollin tiimi" in page


@pytest.mark.parametrize(
    ("mine", "his"), [("name", "description"), ("description", "name"), ("url", "contact"), ("contact", "url")]
)
def test_a_conflict_about_the_partner_brings_nothing_of_its_row_back(maija, olli, mine, his):
    """And the other way round: a form shows both, and the one in which nothing conflicts has been changed as well."""
    values = {"name": "Leipomo {}", "url": "https://{}.example", "description": "{}n sanat", "contact": "{}n tiimi"}
    maija.add()
    olli.post("partners/rows/1", {**FORM, mine: values[mine].format("Olli"), his: values[his].format("Olli")})
    answer = maija.post("partners/rows/1", {**FORM, mine: values[mine].format("Maija")}, htmx=True)
    assert answer.status_code == 409
    assert field_of(answer, his) == values[his].format("Olli")
    form = {name: field_of(answer, name) for name in values}
    assert maija.post("partners/rows/1", {**form, "version": hidden_version(answer)}).status_code == 303
    page = maija.get("partners/1").text.partition("<h2")[0] + maija.get("tiers/everyday").text
    assert values[mine].format("Maija").removeprefix("https://") in page
    assert values[his].format("Olli").removeprefix("https://") in page


def test_what_both_have_written_alike_is_no_conflict(maija, stale):
    assert maija.post("partners/rows/1", {**stale, "description": "Ollin sanat"}).status_code == 303


def test_line_ends_and_spaces_are_no_change(maija, olli, stale, app):
    olli.post("partners/rows/1", {**stale, "version": "1.2", "description": "rivi\nrivi"})
    same = {**stale, "version": "1.3", "description": " rivi\r\nrivi ", "contact": "Tiimi B"}
    olli.post("partners/rows/1", {**stale, "version": "1.3", "description": "aivan muuta"})
    assert maija.post("partners/rows/1", same).status_code == 303
    assert descriptions(app)[-1] == "aivan muuta"


def test_a_form_that_lacks_a_field_leaves_it(maija, stale, app):
    """A page of an older program, or a shorter form."""
    form = {name: stale[name] for name in ("name", "version")}
    assert maija.post("partners/rows/1", {**form, "contact": "Tiimi A"}).status_code == 303
    page = maija.get("tiers/everyday").text
    assert "Ollin sanat" in page
    assert "Tiimi A" in page


def test_a_form_a_hundred_acts_old_is_merged(maija, olli, stale, app):
    for number in range(100):
        olli.post("partners/rows/1", {**stale, "version": f"1.{2 + number}", "description": f"Sanat {number}"})
    assert maija.post("partners/rows/1", {**stale, "contact": "Tiimi A"}).status_code == 303
    assert descriptions(app)[-1] == "Sanat 99"
    assert maija.post("partners/rows/1", {**stale, "description": "Maijan sanat"}).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "1", "1.x", "1.-2", "9" * 30 + ".1"])
def test_a_version_that_is_none_asks_and_keeps_what_was_typed(maija, stale, version):
    answer = maija.post("partners/rows/1", {**stale, "version": version, "description": "Maijan sanat"})
    assert answer.status_code == 409
    assert 'class="hint conflict"' in answer.text
    assert "Maijan sanat" in answer.text
    assert "Theirs: Ollin sanat" in answer.text


def test_an_erased_value_asks(maija, stale, app, change):
    change(Change, before=ERASED)
    answer = maija.post("partners/rows/1", {**stale, "description": "Maijan sanat"})
    assert answer.status_code == 409


def test_an_erased_contact_asks_too(maija, olli, stale, app, change):
    olli.post("partners/rows/1", {**stale, "version": "1.2", "description": "Ollin sanat", "contact": "Ollin tiimi"})
    change(Change, before=ERASED)
    assert maija.post("partners/rows/1", {**stale, "contact": "Maijan tiimi"}).status_code == 409


def test_two_changes_that_break_a_rule_only_together_are_shown(maija, olli):
    """One takes the link away since there is a text, the other the text since there is a link."""
    maija.post("methods/own/new", METHOD)
    assert olli.post("methods/own/1/edit", {**METHOD, "version": "1", "url": ""}).status_code == 303
    answer = maija.post("methods/own/1/edit", {**METHOD, "version": "1", "text": ""})
    assert answer.status_code == 409
    assert "Theirs" in answer.text


def test_editing_an_archived_method_puts_it_back(maija, app):
    maija.post("methods/own/new", METHOD)
    maija.post("methods/own/1/archive")
    assert maija.post("methods/own/1/edit", {**METHOD, "version": "2", "title": "Uusi"}).status_code == 303
    with app.app_context():
        assert db.session.execute(select(OwnMethod.title, OwnMethod.is_archived)).one() == ("Uusi", False)


@pytest.mark.parametrize(
    ("path", "form", "model"),
    [
        ("methods/own/new", METHOD, OwnMethod),
        ("methods/company-visit", {"text": "Toimi hyvin"}, Experience),
    ],
)
def test_a_form_sent_twice_is_done_once(maija, app, path, form, model):
    answers = [maija.post(path, {**form, "once": "abc"}) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        assert db.session.scalar(select(func.count(model.id))) == 1
    assert "This was saved already" in maija.get("").text


def test_the_same_form_with_other_words_is_another_one(maija, app):
    """Gone back to in the browser and written anew: the page is the same, what was typed is not."""
    for text in ("Toimi hyvin", "Toimi taas"):
        maija.post("methods/company-visit", {"text": text, "once": "abc"})
    with app.app_context():
        assert db.session.scalar(select(func.count(Experience.id))) == 2


def test_every_form_carries_its_number(maija):
    for path in ("methods/own/new", "methods/company-visit", "tiers/everyday", "assessments/"):
        assert 'name="once"' in maija.get(path).text
