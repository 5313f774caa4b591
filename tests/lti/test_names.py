"""What the platform calls a person: renamed, withheld, told at last; and what Check may know of it afterwards."""

import html
import re
from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.demo.platform import LTI
from lti_tool.lti.models import Deployment
from tests.lti.conftest import Begun
from tests.visitor import Visitor

NAMES = ("name", "given_name", "family_name")
NOTHING = {"name": "-", "given_name": "-", "family_name": "-"}
TEST_USER = {LTI + "roles": ["http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]}
NOTED = ("name_given_at", "name_missing_at", "email_given_at", "email_missing_at")


@pytest.fixture
def come(app, lms, open_course):
    """Somebody with a browser of their own launches in English with changed or missing claims."""
    open_course("teachers")

    def launch(username="maija", changes=None, without=()):
        visitor = Visitor(app, lms)
        english = {LTI + "launch_presentation": {"locale": "en"}}
        visitor.base = Begun(visitor, username).answer({**english, **(changes or {})}, without).location
        return visitor

    return launch


def words(page):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())


def test_a_new_name_follows_everywhere_at_the_next_launch(come):
    maija = come()
    maija.add("Kahvila Kerttuli Ky")
    maija.post("methods/company-visit", {"text": "Toimi hyvin"})
    come(changes={"name": "Maija Niskanen-Koskela"})
    olli = come("olli")
    for path in (
        "partners/",
        "partners/1",
        "tiers/everyday",
        "partners/?q=niskanen",
        "partners/?contact=maija niskanen-koskela",
    ):
        page = words(olli.get(path))
        assert "Maija Niskanen-Koskela" in page, path
        assert "Maija Koskela" not in page, path
        assert "Maija K." not in page, path
    assert "Maija N." in words(olli.get("methods/company-visit"))
    assert "Kahvila" in words(olli.get("partners/?contact=maija nisk"))
    olli.add("Leipomo Kultakuori Oy", contact="Maija Niskanen-Koskela")
    assert "Leipomo" in words(come(changes={"name": "Maija Niskanen-Koskela"}).get("partners/?mine=1"))


@pytest.mark.parametrize(("changes", "without"), [({}, (*NAMES, "email")), ({**NOTHING, "email": ""}, ()), (NOTHING, ("email",))])
def test_a_name_and_an_address_known_stay_when_they_are_withheld(come, launch_of, visitor, changes, without):
    come().add("Kahvila Kerttuli Ky")
    person = launch_of(Begun(visitor).answer(changes, without)).person
    assert (person.name, person.email) == ("Maija Koskela", "maija@keskuspuisto.example")
    assert "Maija Koskela" in words(come("olli").get("partners/?q=koskela"))


@pytest.mark.parametrize(("changes", "without"), [({}, (*NAMES, "email")), (NOTHING, ("email",))])
def test_a_name_withheld_at_first_is_known_once_it_is_told(come, changes, without):
    nameless = come(changes=changes, without=without)
    nameless.add("Kahvila Kerttuli Ky")
    olli = come("olli")
    stand_in = re.search(r"Colleague \d+", words(olli.get("partners/")))[0]
    come()
    for path in ("partners/", "partners/1", "partners/?q=koskela", "partners/?contact=Maija Koskela"):
        page = words(olli.get(path))
        assert "Maija Koskela" in page
        assert stand_in not in page


def test_colleagues_without_names_are_told_apart_and_know_themselves(come):
    nameless = (*NAMES, "email")
    come(without=nameless).add("Kahvila Kerttuli Ky")
    come("olli", without=nameless).add("Leipomo Kultakuori Oy")
    contacts = set(re.findall(r"Colleague \d+(?: \(you\))?", words(come("olli", without=nameless).get("partners/"))))
    assert len(contacts) == 2
    assert sorted("(you)" in contact for contact in contacts) == [False, True]
    assert "(you)" in words(come(without=NAMES).get("partners/1"))
    assert "(you)" not in words(come(without=nameless).get("partners/2"))
    assert "(you)" not in words(come().get("partners/"))


def test_an_address_is_shown_to_nobody_also_where_there_is_no_name(come):
    come(without=NAMES).add("Kahvila Kerttuli Ky")
    for path in ("partners/", "partners/1"):
        assert "maija@" not in come("olli").get(path).text


@pytest.mark.parametrize(
    ("claims", "known"),
    [
        (NOTHING, ""),
        ({"name": "–", "given_name": ".", "family_name": " "}, ""),
        ({"name": "-", "given_name": "Maija", "family_name": "-"}, "Maija"),
        ({"name": "$Person.name.full", "given_name": "-", "family_name": "Koskela"}, "Koskela"),
        ({"name": "李 明"}, "李 明"),
        ({"name": "Anna-Liisa"}, "Anna-Liisa"),
    ],
)
def test_what_has_no_letter_is_no_name(come, visitor, launch_of, claims, known):
    assert launch_of(Begun(visitor).answer(claims)).person.name == known


def test_an_address_made_of_a_hash_is_none(come, visitor, launch_of):
    made_up = {"email": "6f5902ac237024bdd0c176cb93063dc4@ilias.example.org"}
    assert launch_of(Begun(visitor).answer(made_up)).person.email == ""


@pytest.fixture
def noted(app):
    """Which of the four times of the deployment are set."""

    def read():
        with app.app_context(), db.own_transaction(writing=False) as short:
            deployment = short.query(Deployment).one()
            return {name for name in NOTED if getattr(deployment, name)}

    return read


@pytest.mark.parametrize(
    ("changes", "without", "expected"),
    [
        ({}, (), {"name_given_at", "email_given_at"}),
        ({}, ("email",), {"name_given_at", "email_missing_at"}),
        (NOTHING, (), {"name_missing_at", "email_given_at"}),
        ({}, (*NAMES, "email"), {"name_missing_at", "email_missing_at"}),
        (TEST_USER, (), set()),
    ],
)
@pytest.mark.parametrize("open_to", ["closed", "everyone"])
def test_the_deployment_remembers_whether_it_told_who_it_was(begun, noted, open_course, changes, without, expected, open_to):
    open_course(open_to)
    begun.answer(changes, without)
    assert noted() == expected


def test_both_are_noted_and_only_anew_after_a_while(app, visitor, noted, change):
    Begun(visitor).answer()
    Begun(visitor).answer(without=(*NAMES, "email"))
    assert noted() == set(NOTED)
    times = [db.now() - timedelta(minutes=minutes) for minutes in (9, 11)]
    change(Deployment, name_given_at=times[0], email_given_at=times[1])
    Begun(visitor).answer()
    with app.app_context():
        deployment = db.session.query(Deployment).one()
        assert deployment.name_given_at == times[0]
        assert deployment.email_given_at > times[1]
