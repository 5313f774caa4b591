"""What features above ask of teams."""

import pytest
from flask import g
from sqlalchemy import event, select

from lti_tool import db
from lti_tool.pages import address_of
from lti_tool.people.models import Person
from lti_tool.teams import queries
from lti_tool.text import search_words


@pytest.fixture
def asked(app, maija, olli, add, organisation_id):
    """Three teams and one archived; asked(question) is what the question gives in the college."""
    add(maija, "Öljytiimi", "Tekniikan ala")
    add(olli, "Matkailutiimi", "Matkailuala")
    add(maija, "Aatetiimi", is_member=None)
    add(maija, "Entinen tiimi", "Metsäala")
    maija.post("teams/4/archive")
    olli.post("teams/1/join")

    def ask(question):
        with app.app_context():
            return question(organisation_id)

    return ask


def names(rows):
    return [row.name for row in rows]


def person_id(name):
    return db.session.scalar(select(Person.id).where(Person.name == name))


def test_teams_in_use_stand_in_finnish_order(asked):
    assert asked(lambda college: names(queries.active_teams(college))) == ["Aatetiimi", "Matkailutiimi", "Öljytiimi"]


def test_the_teams_of_a_person(asked):
    assert asked(lambda _college: names(queries.teams_of(person_id("Olli Rantanen")))) == ["Matkailutiimi", "Öljytiimi"]
    assert asked(lambda _college: names(queries.teams_of(person_id("Maija Koskela")))) == ["Öljytiimi"], "not the archived one"
    assert asked(lambda _college: queries.teams_of(999)) == []


@pytest.mark.parametrize(
    ("text", "number"), [("matkailu TIIMI", 2), ("Öljy-tiimi", 1), ("Oljytiimi", None), ("Entinen tiimi", None), ("", None)]
)
def test_a_team_is_known_by_its_name(asked, text, number):
    assert asked(lambda college: getattr(queries.team_named(college, text), "id", None)) == number


def test_fields_of_training_are_those_of_teams_in_use(asked):
    assert asked(lambda college: names(queries.fields_of_training(college))) == ["Matkailuala", "Tekniikan ala"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tiimi", ["Aatetiimi", "Matkailutiimi", "Öljytiimi"]),
        ("oljy", ["Öljytiimi"]),
        ("matkailu tiimi", ["Matkailutiimi"]),
        ("entinen", []),
        ("100%", []),
        ("", []),
    ],
)
def test_teams_are_found_by_words(asked, text, found):
    assert asked(lambda college: names(queries.find_teams(college, search_words(text), 20))) == found


def test_as_many_are_found_as_are_asked_for(asked):
    assert asked(lambda college: names(queries.find_teams(college, ["tiimi"], 1))) == ["Aatetiimi"]


def test_nothing_is_told_to_another_college(asked, app, other_college):
    stranger = other_college("maija")
    assert "tiimi" not in stranger.get("teams/").text.partition("<tbody")[2]
    with app.app_context():
        other = db.session.scalar(select(Person.organisation_id).order_by(Person.id.desc()))
        for question in (queries.active_teams, queries.fields_of_training, queries.archived_teams):
            assert not question(other)
        assert queries.team_named(other, "Matkailutiimi") is None
        assert queries.find_teams(other, ["tiimi"], 9) == []
        assert queries.names_of_teams({1}, other) == {}
        assert queries.names_of_fields({1}, other) == {}


def test_where_teams_are_shown_is_known_to_the_features_below(app, maija):
    with app.test_request_context():
        g.launch_key = "x"
        assert (address_of("teams"), address_of("team", "7")) == ("/l/x/teams/", "/l/x/teams/7")


def test_no_page_asks_once_for_each_team_or_member(app, maija, add):
    """As many statements for one team as for nine, for one member as for nine."""
    asked = []
    for engine in app.extensions["hoitomalli_engines"].values():
        event.listen(engine, "before_cursor_execute", lambda *what: asked.append(what[2]))

    def count(path):
        asked.clear()
        maija.get(path)
        return len(asked)

    add(maija, "Tiimi", "Ala")
    maija.get("teams/")
    before = count("teams/")
    for number in range(8):
        add(maija, f"Tiimi {number}", f"Ala {number}")
    maija.get("teams/")
    assert count("teams/") == before <= 12
    of_team = count("teams/1")
    for name in ("Aino", "Veeti", "Sini"):
        with app.app_context(), db.own_transaction(writing=True) as short:
            college = short.scalar(select(Person.organisation_id).where(Person.name == "Maija Koskela"))
            short.add(Person(organisation_id=college, issuer="x", subject=name, name=f"{name} Uusi", is_staff=True))
        assert maija.post("teams/1/members", {"member": f"{name} Uusi"}).status_code == 303
    maija.get("teams/")
    assert count("teams/1") == of_team <= 14
