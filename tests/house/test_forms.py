"""What holds for every form: Enter sends it and answers nothing, a refused one comes back under its own address."""

from html.parser import HTMLParser

import pytest

from tests.house.conftest import NOT_THERE, addresses_of_pages

NEITHER_TYPED = {"hidden", "checkbox", "radio", "submit"}
NEXT_STEP = "go"  # saves a phase of the test, as each of its buttons does
ASKING = [
    ("partners/add", {"name": "Kahvila Kerttuli Oy", "tier": "everyday"}),
    ("partners/rows/3", {"name": "Kahvila Kerttuli", "version": "1.1"}),
    ("partners/2/edit", {"name": "Kahvila Kerttuli", "version": "1"}),
    ("partners/2/contacts/add", {"name": "Henna Vuorinen"}),
]
REFUSED = [
    ("partners/add", {"name": "", "description": "Jaksot"}),
    ("partners/rows/1", {"name": "", "version": "1.1"}),
    ("partners/rows/1/move", {"tier": "", "version": "1"}),
    ("partners/rows/1/end", {"ends_on": "", "version": "1"}),
    ("partners/1/edit", {"name": "", "version": "1"}),
    ("partners/1/other-names", {"new_name": "x" * 201}),
    ("partners/1/log", {"text": "", "happened_on": "", "next_on": "eilen"}),
    ("encounters/1/edit", {"text": "Sovittu", "happened_on": "32.1.", "version": "1"}),
    ("partners/1/contacts/add", {"name": ""}),
    ("contacts/1", {"name": "", "version": "1.1"}),
    ("tiers/everyday/own-words", {"text": "x" * 40_000, "version": "0"}),
    ("methods/own/new", {"title": ""}),
    ("agreements/of/1/new", {"starts_on": ""}),
    ("agreements/1/edit", {"starts_on": "", "version": "1"}),
    ("agreements/1/renew", {"ends_on": "32.1.", "version": "1"}),
    ("agreements/1/review", {"review_on": "32.1.", "version": "1"}),
    ("figures/of/1/new", {"year": "", "euros": "x"}),
    ("figures/of/1/2024", {"euros": "x"}),
    ("teams/", {"name": ""}),
    ("teams/1/edit", {"name": "", "version": "1"}),
    ("teams/1/members", {"member": ""}),
    ("assessments/", {"subject": "x" * 201}),
]


class Forms(HTMLParser):
    """Of each form of a page its address, whether one types into it, and the name of the button that Enter presses."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.by_id = {}
        self.present = None
        self.feed(page.text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.present = {"action": given.get("action"), "is_typed": False, "first": None}
            self.forms.append(self.present)
            self.by_id[given.get("id")] = self.present
        form = self.by_id.get(given["form"]) if "form" in given else self.present
        if form is None:
            return
        if tag == "textarea" or (tag == "input" and given.get("type", "text") not in NEITHER_TYPED):
            form["is_typed"] = True
        if tag == "button" and given.get("type", "submit") == "submit" and form["first"] is None:
            form["first"] = given.get("name", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.present = None


@pytest.fixture
def with_a_second(furnished, maija):
    maija.add("Ahti Oy")


def typed_forms(page):
    return [form for form in Forms(page).forms if form["is_typed"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("with_a_second")
def test_enter_sends_what_was_typed_and_answers_no_question(app, maija):
    pages = {path: maija.get(path) for path in addresses_of_pages(app, is_admins=False)}
    assert {path for path, page in pages.items() if page.status_code >= 400} == NOT_THERE, "the fixture lacks something"
    asking = [maija.post(path, data) for path, data in ASKING]
    assert [page.status_code for page in asking] == [422] * len(ASKING)
    assert all('name="is_new"' in page.text or 'name="person_answer"' in page.text for page in asking)
    written = [page for page in (*pages.values(), *asking) if page.mimetype == "text/html"]
    named = {(page.request.path, form["first"]) for page in written for form in typed_forms(page) if form["first"]}
    assert {(path, name) for path, name in named if name != NEXT_STEP} == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("path", "data"), REFUSED)
@pytest.mark.usefixtures("with_a_second")
def test_a_refused_form_comes_back_under_the_address_it_was_sent_to(maija, path, data):
    """A draft is kept by it; one of another address would come back where it is not wanted."""
    page = maija.post(path, data)
    assert page.status_code == 422
    addresses = {(form["action"] or maija.base + path).partition("#")[0] for form in typed_forms(page)}
    assert maija.base + path in addresses
