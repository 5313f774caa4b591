"""A college with something of everything, for what must hold on every page."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.assessment.statements import questionnaire
from lti_tool.jobs import operations
from lti_tool.jobs.tidying import TIDYING
from lti_tool.lti.launch_log import keep_refusal, remember_for_launch_log
from lti_tool.lti.models import Registration
from lti_tool.lti.refusals import LaunchRefused
from lti_tool.people.access import declared_access
from lti_tool.people.models import Organisation

NAMED = {"tier": "everyday", "slug": "open-doors", "name": "introduction"}
NOT_THERE = {"handover/notices/1", "import/1/left"}  # what the furnished college lacks: a change of hands, an applied list


def addresses_of_pages(app, *, is_admins):
    """The address of each page below a launch, of the admins' or of all others, with what the furnished college has."""
    known = {**NAMED, "year": "2024"}
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.rule.startswith("/l/<launch>/")]
    return [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda match: known.get(match[1], "1"), rule.rule.removeprefix("/l/<launch>/"))
        for rule in rules
        if (declared_access(app, rule.endpoint) == "admin") == is_admins
    ]


@pytest.fixture
def furnished(app, maija, visit):
    """maija's college: a partner with a link, an other name and a contact person, own words, an own method and a version, a line, an agreement, year figures, a test with answers and a link, a log, a team with its plan, a list that is being brought in, a job."""
    admin = visit("pirjo", language="en")
    maija.post("partners/everyday/add", {"name": "Kahvila Kerttuli", "url": "https://kerttuli.example", "description": "Jaksot"})
    maija.post("partners/network/add", {"name": "Kahvila Kerttuli", "contact": "Tiimi"})
    maija.post("tiers/everyday/own-words", {"text": "Omat sanat", "version": "0"})
    maija.post(
        "methods/own/new", {"tier": "everyday", "title": "Oma keino", "text": "Näin", "url": "https://a.example", "kind": "plan"}
    )
    maija.post("methods/company-visit/copy")
    maija.post(
        "agreements/of/1/new", {"starts_on": "1.1.2026", "ends_on": "31.1.2026", "url": "https://a.example", "aims": "Jaksot"}
    )
    maija.post("figures/of/1/new", {"year": "2024", "euros": "12500,50", "students": "12", "events": "2"})
    maija.post("methods/own/1", {"text": "Kokeiltiin"})
    maija.post("assessments/", {"subject": "Kahvila Kerttuli"})
    keys = questionnaire("en").keys
    maija.post("assessments/1/answer?together=1", {keys[0]: "4", f"{keys[0]}-comment": "Hyvin"})
    maija.post("assessments/1/answer", {keys[0]: "4"})
    maija.post("assessments/1/agreed", {"text": "Soitto", "contact": "Kahvilatiimi", "due_on": "31.1.2040", "statement": keys[0]})
    page = maija.post("assessments/1/links", {"language": "fi"}).text
    admin.post("admin/organisation", {"name": "Opisto", "language": "fi", "version": "1", "everyday": "Arki"})
    admin.post("admin/invites")
    maija.post("partners/1/other-names", {"new_name": "Kerttulin kahvila"})
    log = {
        "text": "Sovittu",
        "kind": "visit",
        "happened_on": "2.11.2026",
        "need": "Apua",
        "next_step": "Soitto",
        "next_on": "1.12.",
    }
    maija.post("partners/1/log", log)
    maija.post("teams/", {"name": "Kahvilatiimi", "field": "Ravintola-ala", "is_member": "y"})
    maija.post("plan/aims?team=1", {"aim_text": "Tavoite"})
    maija.post("plan/?team=1", {"line": "Vierailu Kahvila Kerttulissa, koko vuoden, Kahvilatiimi"})
    person = {"name": "Henna Vuorinen", "title": "Rehtori", "email": "henna@kerttuli.example", "phone": "050 123 4567"}
    maija.post("partners/1/contacts/add", {**person, "level": "operative", "is_told": "1"})
    maija.post("import/", {"text": "Kahvila Kertuli + Jaksot\nLeipomo + Jaksot", "tier": "everyday"})
    maija.post("window")
    with app.app_context():
        organisation_id = db.session.scalar(select(Organisation.id))
        operations.start(TIDYING, organisation_id=organisation_id, total=3)
        db.session.commit()
    with app.test_request_context():
        remember_for_launch_log(db.session.scalars(select(Registration)).first(), "7")
        keep_refusal(LaunchRefused("token_expired"), "ABCD")
    return SimpleNamespace(staff=maija, admin=admin, answer=re.search(r"/answer/([\w-]+)", page)[1])
