"""Every field of every form that edits a row: kept by an edit, by its undo and the undo of that, by an archiving and the return.

The forms are those with a version, the fields those of the form itself: a new one fails here until it has its two values, and
wherever it is forgotten.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.admin.course_views import AddressForm
from lti_tool.admin.forms import WITH_CYCLE, OrganisationForm, RegisterForm
from lti_tool.admin.frame_views import FrameHostsForm
from lti_tool.agreements.forms import AgreementForm, RenewForm, ReviewForm
from lti_tool.assessment.forms import AgreedForm, PhasesForm, StatementsForm, form_of
from lti_tool.assessment.statements import questionnaire
from lti_tool.contacts.forms import AddContactForm, ContactForm
from lti_tool.encounters.forms import EncounterForm
from lti_tool.fields import TextForm
from lti_tool.figures.forms import NewYearForm, YearForm
from lti_tool.handover.forms import HandoverForm
from lti_tool.history.models import ChangeSet
from lti_tool.lti.operations import PlatformDetails, register_platform
from lti_tool.methods.forms import OwnMethodForm
from lti_tool.partners.fact_forms import PartnerForm
from lti_tool.partners.forms import AddForm, PartnershipForm
from lti_tool.partners.moving_forms import EndForm, MoveForm
from lti_tool.people.forms import CourseForm
from lti_tool.plan.forms import ActionForm, AimForm, StateForm
from lti_tool.teams.forms import TeamForm
from lti_tool.tiers.forms import OwnWordsForm
from lti_tool.tiers.models import ALL_TIERS

MADE_FROM = ("version", "shown_partners")  # what a form was made from, sent along with its fields
NEVER_KEPT = {"csrf_token", "version", "preview"}
SEVERAL_OF_A_NAME = {PhasesForm}  # ticks; tried in tests/assessment/test_steps.py
NO_EDIT = {AddContactForm, AddForm, EndForm, HandoverForm, MoveForm, NewYearForm}  # they make a row, or write into many
OF_A_PART = {RenewForm, ReviewForm, StateForm}  # of what another form shows whole, and what they suggest is not what stands there
TEXTS = ("Näytöt ja jaksot", "Vierailut")
TITLES = {tier: (f"Taso {tier}", f"Toinen {tier}") for tier in ALL_TIERS}
PHASE = questionnaire("fi").asked("periods").phases[0]
ANSWERS = dict.fromkeys(PHASE.keys, ("1", "5")) | {f"{key}-comment": TEXTS for key in PHASE.keys}


@dataclass
class Case:
    """A form at an address, its fields with two values each, and how what it shows is archived."""

    form: type[TextForm]
    path: str
    values: dict[str, tuple[str, str]]
    save: str = ""  # where it is posted to, if elsewhere
    archive: str = ""
    begin: tuple[str, dict[str, str]] | None = None  # the post that makes what is edited
    needs: tuple[str, dict[str, str]] | None = None  # one before that
    at_once: int = 1  # how many fields an edit changes
    options: dict[str, Any] = field(default_factory=dict)  # of the form
    not_kept: frozenset[str] = frozenset()  # fields that say what to do, not what the row holds

    def fields(self):
        return {one.name for one in self.form(formdata=None, meta={"csrf": False}, **self.options)} - NEVER_KEPT - self.not_kept


METHOD = {
    "tier": ("everyday", "network"),
    "title": ("Rekrysivusto", "Rekry"),
    "url": ("https://a.example", "https://b.example"),
    "text": TEXTS,
    "ask": ("Työelämäpalvelut", "Olli"),
    "kind": ("visit", "plan"),
    "phase": ("know", "do"),
    "minutes": ("30", "45"),
}
ROW = {
    "name": ("Kahvila Kerttuli Ky", "Leipomo Kultakuori Oy"),
    "url": ("https://kerttuli.example", "https://kultakuori.example"),
    "description": TEXTS,
    "contact": ("Maija Koskela", "Matkailutiimi"),
}
LOG = {
    "text": TEXTS,
    "kind": ("visit", "call"),
    "happened_on": ("02/11/2026", "03/11/2026"),
    "need": ("Perehdytys", "Osaamismerkki"),
    "next_step": ("Soitto", "Kutsu"),
    "next_on": ("01/12/2027", "02/12/2027"),
    "contact": ("Maija Koskela", "Matkailutiimi"),
}
AGREEMENT = {
    "kind": ("partnership", "reverse"),
    "url": ("https://a.example", "https://b.example"),
    "our_signer": ("Anna Lehto", "Olli Rantanen"),
    "their_signer": ("Kai Niemi", "Tiina Salo"),
    "starts_on": ("01/02/2026", "01/03/2026"),
    "ends_on": ("31/01/2090", "31/01/2091"),
    "review_on": ("01/06/2027", "02/06/2028"),
    "aims": TEXTS,
}
ACTION = {
    "text": ("Vierailu", "Messut"),
    "when": ("March–April 2027", "12/03/2027"),
    "contact": ("Maija Koskela", "Matkailutiimi"),
    "second": ("Olli Rantanen", ""),
    "partners": ("Jokin", ""),
    "tier": ("everyday", "network"),
    "method": ("company-visit", "open-doors"),
    "kind": ("course", "action"),
    "place": ("Vaasa", "Turku"),
    "price": ("45 €", "maksuton"),
    "state": ("done", "dropped"),
    "outcome": ("Kaksi jaksoa sovittu", "Siirtyi"),
}
DETAILS = {
    "deputy": ("Sirpa Aalto", "Olli"),
    "manager": ("Rehtori", "Maija Koskela"),
    "team": ("1", ""),
    "state": ("wanted", "current"),
    "starts_on": ("01/02/2026", "02/02/2026"),
    "ends_on": ("31/01/2090", "31/01/2091"),
    "cycle_months": ("6", "12"),
    "unit": ("Vaasan toimipiste", "Turku"),
    "our_role": ("jäsen", "koollekutsuja"),
    "effect": ("furthers", "hinders"),
    "aims": TEXTS,
}
EVERYDAY = {name: DETAILS[name] for name in ("deputy", "unit")}
ASKED = frozenset({"other_names", "shown_names", "new_name", "is_new", "is_of_team", "contact_answer"})
PARTNER = {
    "name": ("Kahvila Kerttuli Ky", "Leipomo Kultakuori Oy"),
    "url": ("https://kerttuli.example", "https://kultakuori.example"),
    "business_id": ("0112038-9", "1572860-0"),
    "municipality": ("Vaasa", "Turku"),
    "approach": ("ask", "free"),
    "crm_url": ("https://crm.example/1", "https://crm.example/2"),
    "notes": TEXTS,
}
REGISTER = {
    **{f"cycle_{tier}": ("3", "6") for tier in WITH_CYCLE},
    **{f"approach_{tier}": ("ask", "tell") for tier in ALL_TIERS},
    "has_crm": ("1", ""),
}
CONTACT = {
    "name": ("Henna Vuorinen", "Antti Salo"),
    "title": ("vastaanottopäällikkö", "rehtori"),
    "level": ("operative", "management"),
    "email": ("henna@kerttuli.example", "antti@kultakuori.example"),
    "phone": ("050 1234567", "+46 8 123 456 78"),
    "is_told": ("1", ""),
}
CASES = {
    "partner row": Case(
        PartnershipForm,
        "partners/rows/1/edit",
        ROW | DETAILS,
        save="partners/rows/1",
        archive="partners/rows/1/archive",
        needs=("teams/", {"name": "Verkostotiimi", "is_member": "1"}),
        begin=("partners/network/add", {"name": "Jokin"}),
        not_kept=ASKED | {"could_deepen"},
    ),
    "everyday row": Case(
        PartnershipForm,
        "partners/rows/1/edit",
        {**EVERYDAY, "name": ROW["name"], "could_deepen": ("1", "")},
        save="partners/rows/1",
        begin=("partners/everyday/add", {"name": "Jokin"}),
        not_kept=ASKED | (DETAILS.keys() - EVERYDAY.keys()) | {"url", "description", "contact"},
    ),
    "partner": Case(PartnerForm, "partners/1/edit", PARTNER, begin=("partners/everyday/add", {"name": "Jokin"}), not_kept=ASKED),
    "register": Case(RegisterForm, "admin/register", REGISTER),
    "log": Case(
        EncounterForm,
        "encounters/1/edit",
        LOG,
        archive="encounters/1/archive",
        begin=("partners/1/log", {"text": "Jokin", "kind": "visit", "happened_on": "1.11.2026"}),
        needs=("partners/everyday/add", {"name": "Jokin"}),
        not_kept=frozenset({"need_id"}),  # what is kept of it stands in tests/browser/test_register.py
    ),
    "partner's contact person": Case(
        ContactForm,
        "contacts/1",
        CONTACT,
        archive="contacts/1/remove",
        needs=("partners/everyday/add", {"name": "Jokin"}),
        begin=("partners/1/contacts/add", {"name": "Joku Toinen"}),
        not_kept=frozenset({"person_answer"}),
    ),
    "own method": Case(
        OwnMethodForm,
        "methods/own/1/edit",
        METHOD,
        archive="methods/own/1/archive",
        begin=("methods/own/new", {"tier": "other", "title": "Jokin", "text": "x"}),
        options={"tier_titles": {}},
    ),
    "team": Case(
        TeamForm,
        "teams/1/edit",
        {"name": ("Matkailutiimi", "Hotellitiimi"), "field": ("Matkailuala", "Ravintola-ala")},
        archive="teams/1/archive",
        begin=("teams/", {"name": "Jokin"}),
    ),
    "agreement": Case(
        AgreementForm,
        "agreements/1/edit",
        AGREEMENT,
        archive="agreements/1/archive",
        needs=("partners/everyday/add", {"name": "Jokin"}),
        begin=("agreements/of/1/new", {"starts_on": "1.1.2026"}),
    ),
    "year figures": Case(
        YearForm,
        "figures/of/1/2024",
        {"euros": ("12500.50", "9000"), "students": ("12", "0"), "events": ("", "3")},
        needs=("partners/everyday/add", {"name": "Jokin"}),
        begin=("figures/of/1/new", {"year": "2024", "euros": "1"}),
    ),
    "action": Case(
        ActionForm,
        "plan/actions/1/edit",
        ACTION,
        archive="plan/actions/1/archive",
        needs=("partners/everyday/add", {"name": "Jokin"}),
        begin=("plan/?team=college", {"line": "Jokin, maaliskuu"}),
        not_kept=frozenset({"team", "aim", "shown_partners"}),  # there is one plan only: tests/plan/test_pages.py
    ),
    "aim": Case(
        AimForm,
        "plan/aims/1/edit",
        {"aim_text": ("Työpaikka kaikille", "Uusia kumppaneita")},
        archive="plan/aims/1/archive",
        begin=("plan/aims?team=college", {"aim_text": "Jokin"}),
    ),
    "own words": Case(OwnWordsForm, "tiers/everyday/own-words", {"text": TEXTS}),
    "organisation": Case(
        OrganisationForm,
        "admin/organisation",
        {"name": ("Opisto", "Toinen opisto"), "language": ("sv", "en"), **TITLES},
    ),
    "course": Case(CourseForm, "admin/courses", {"open_to": ("everyone", "closed")}, save="admin/courses/1"),
    "course address": Case(
        AddressForm, "admin/courses/1/address", {"address": ("https://a.example/kurssi", "https://b.example/kurssi")}
    ),
    "frame hosts": Case(
        FrameHostsForm,
        "admin/deployments/2/frames",
        {"hosts": ("a.example\nb.example", "c.example")},
        archive="admin/deployments/2/remove",
    ),
    "agreed line": Case(
        AgreedForm,
        "assessments/agreed/1/edit",
        {
            "text": TEXTS,
            "contact": ("Maija Koskela", "Hotellitiimi"),
            "due_on": ("31/01/2040", "01/02/2041"),
        },
        archive="assessments/agreed/1/archive",
        needs=("assessments/", {"subject": "Hotellitiimi"}),
        begin=("assessments/1/agreed", {"text": "Jotain", "contact": "Olli", "due_on": "1.1.2040"}),
        not_kept=frozenset({"statement"}),
    ),
    "answer sheet": Case(
        form_of(tuple(PHASE.keys)),
        "assessments/1/answer",
        ANSWERS,
        at_once=5,
        not_kept=frozenset({"phase", "go"}),
        archive="assessments/1/archive",
        begin=("assessments/", {"subject": "Hotellitiimi"}),
    ),
}


class Fields(HTMLParser):
    """What the fields of a page hold, as a browser would send it."""

    def __init__(self, page):
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name", "")
        if tag == "input" and (given.get("type") not in ("radio", "checkbox", "submit") or "checked" in given):
            self.values[name] = given.get("value") or ""
        if tag == "textarea":
            self._area = name
            self.values[name] = ""
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given["value"] or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].replace("\r\n", "\n").removeprefix("\n")
            self._area = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data


@pytest.fixture
def second_connection(app, organisation_id, open_course, lms):
    """Another connection of the college: one's own cannot be removed as long as it is the only one."""
    with app.app_context():
        details = PlatformDetails("https://second.test", "2", "2", *(f"https://second.test/{n}" for n in ("a", "t", "k")))
        register_platform(organisation_id, details)
        db.session.commit()


class Editor:
    """An admin at a form, who saves, archives and takes back the last act."""

    def __init__(self, app, visitor, case):
        self.app = app
        self.visitor = visitor
        self.case = case

    def shown(self):
        """The form's fields as its page shows them now."""
        page = self.visitor.get(self.case.path)
        assert page.status_code == 200
        return Fields(page.text).values

    def kept(self):
        shown = self.shown()
        return {name: shown[name] for name in self.case.values}

    def save(self, values):
        shown = self.shown()
        sent = {name: shown[name] for name in (*self.case.values, *MADE_FROM) if name in shown} | values
        self.post(self.case.save or self.case.path, sent)

    def undo_last(self):
        with self.app.app_context():
            last = db.session.scalar(select(func.max(ChangeSet.id)))
        self.post(f"undo/{last}", {})

    def post(self, path, data):
        assert self.visitor.post(path, data).status_code == 303, path


def forms_below(form):
    return {form}.union(*map(forms_below, form.__subclasses__()))


def test_every_form_that_edits_a_row_is_here():
    with_version = {form for form in forms_below(TextForm) if hasattr(form, "version")}
    with_version -= NO_EDIT | OF_A_PART | SEVERAL_OF_A_NAME | forms_below(StatementsForm)  # of these each phase has one
    assert with_version == {case.form for case in CASES.values()} - forms_below(StatementsForm)


@pytest.mark.parametrize("name", CASES)
def test_every_field_survives(app, visit, open_course, second_connection, name):
    open_course()
    case = CASES[name]
    with app.test_request_context():
        assert case.fields() == set(case.values), "a field has no two values here, or the form has lost one"
    pirjo = Editor(app, visit("pirjo", language="en"), case)
    visit("maija")  # one of the contacts
    for post in filter(None, (case.needs, case.begin)):
        pirjo.post(*post)
    now = {one: first for one, (first, _second) in case.values.items()}
    pirjo.save(now)
    assert pirjo.kept() == now
    seconds = [(one, second) for one, (_first, second) in case.values.items()]
    for start in range(0, len(seconds), case.at_once):
        edit = dict(seconds[start : start + case.at_once])
        before = dict(now)
        now |= edit
        pirjo.save(edit)
        assert pirjo.kept() == now, f"{edit} was saved"
        pirjo.undo_last()
        assert pirjo.kept() == before, f"{edit} was taken back"
        pirjo.undo_last()
        assert pirjo.kept() == now, f"{edit} was brought back"
    if case.archive:
        pirjo.post(case.archive, {})
        pirjo.undo_last()
        assert pirjo.kept() == now
