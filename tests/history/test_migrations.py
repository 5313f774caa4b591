"""Migrations: up, down and up again, with data in the tables, on both databases."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from lti_tool import db, migrate
from lti_tool.engines import make_engine
from tests.days import today
from tests.encounters.conftest import day, logged


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("new_postgresql")("template0")


def test_up_down_and_up_again(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine)
    assert "partnership" in inspect(engine).get_table_names()
    migrate.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engine)
    migrate.upgrade(engine)


def test_the_migrated_tables_are_those_of_the_models(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        only_ours = {"include_object": lambda item, *_rest: is_of(engine.dialect.name, item)}
        assert compare_metadata(MigrationContext.configure(connection, opts=only_ours), db.Base.metadata) == []


def is_of(dialect, item):
    """Whether a table or an index is made on this kind of database: the condition of `ddl_if` is unknown to Alembic."""
    return dialect == "postgresql" or item.info.get("only_on") is None


def test_a_used_database_goes_down_and_up(maija, app):
    maija.add()
    engine = app.extensions["hoitomalli_engines"]["writing"]
    with app.app_context():
        db.session.close()
    migrate.downgrade(engine, "base")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM partnership")) == 0


def test_foreign_keys_hold_after_a_migration(app):
    engine = app.extensions["hoitomalli_engines"]["writing"]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_what_was_there_before_invites_is_kept_and_works(empty_url):
    """From 0001 with a college, a platform and a course in it, up to the newest."""
    engine = make_engine(empty_url)
    migrate.upgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT language, version FROM organisation")).all() == [("fi", 1)]
        assert connection.scalar(text("SELECT version FROM lti_deployment")) == 1
    migrate.downgrade(engine, "0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT context_id, open_to FROM course")).all() == [("2", "teachers")]


def test_partners_that_were_merged_are_kept_when_merging_goes(maija, app):
    """Down below 0023 the one that is gone is an archived partner without rows; up again both are as they are."""
    maija.add("Hotelli Vaskiniemi Oy")
    maija.add("Vaskiniemen hotelli", tier="development")
    seen = maija.post("partners/1/merge/2", {"stays": "1"}).text.split('name="seen" value="')[1].split('"')[0]
    assert maija.post("partners/1/merge/2", {"stays": "1", "seen": seen}).status_code == 303
    engine = app.extensions["hoitomalli_engines"]["writing"]
    with app.app_context():
        db.session.close()
    migrate.downgrade(engine, "0021")
    partners = text("SELECT id, is_archived FROM partner WHERE id > 0 ORDER BY id")
    rows = text("SELECT partner_id FROM partnership WHERE id > 0 ORDER BY id")
    with engine.connect() as connection:
        assert [(row.id, bool(row.is_archived)) for row in connection.execute(partners)] == [(1, False), (2, True)]
        assert connection.scalars(rows).all() == [1, 1]
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalars(rows).all() == [1, 1]
        assert connection.scalar(text("SELECT count(*) FROM partner WHERE merged_into_id IS NOT NULL")) == 0


def test_of_rows_that_stand_in_a_tier_twice_the_oldest_stays_on_the_list(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine, "0004")
    with engine.begin() as connection:
        for statement in (*OLD_ROWS, *TWICE_IN_A_TIER):
            connection.execute(text(statement))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        archived = connection.execute(text("SELECT id, version FROM partnership WHERE is_archived ORDER BY id")).all()
    assert archived == [(1, 1), (3, 2)]
    migrate.downgrade(engine, "0004")


def test_of_colleges_whose_names_read_alike_the_later_one_gets_its_number(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine, "0005")
    names = ["Opisto B", "OPISTO  b", "Opisto B (2)", "Opisto\u200b B", "Toinen"]
    with engine.begin() as connection:
        for number, name in enumerate(names, 1):
            values = {"id": number, "name": name}
            connection.execute(
                text("INSERT INTO organisation (id, name, language, tier_titles, version) VALUES (:id, :name, 'fi', '{}', 1)"),
                values,
            )
    migrate.upgrade(engine)
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT name FROM organisation ORDER BY id")).all()
    assert found == ["Opisto B", "OPISTO  b (2)", "Opisto B (2) (3)", "Opisto\u200b B (4)", "Toinen"]
    migrate.downgrade(engine, "0005")


def test_of_partners_whose_names_are_one_now_the_later_stay_apart(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine, "0010")
    names = ["Cafe Sámi", "Café Sami", "Rakennus T:mi", "Rakennus tmi", "Zoo"]
    with engine.begin() as connection:
        for statement in (_COLLEGE, TWICE_IN_A_TIER[0]):
            connection.execute(text(statement))
        for number, name in enumerate(names, 1):
            connection.execute(text(_PARTNER), {"id": number, "name": name, "key": name.casefold()})
        connection.execute(text(_ROW.format(1, "everyday", "FALSE")))
    migrate.upgrade(engine)
    query = text("SELECT name, name_key, apart FROM partner ORDER BY id")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
        keys = connection.execute(text("SELECT sort_key, search_text FROM partnership")).one()
        person = connection.scalar(text("SELECT name_key FROM person"))
    assert [row[0] for row in found] == names
    assert [row[1:] for row in found] == [("cafe sami", ""), ("cafe sami", "2"), ("rakennus", ""), ("rakennus", "2"), ("zoo", "")]
    assert tuple(keys) == ("cafe sami", "cafe sami kerttuli.example")
    assert person == "maija"
    migrate.downgrade(engine, "0010")
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT name FROM partner ORDER BY id")).all() == names
        assert connection.scalar(text("SELECT sort_key FROM partnership")) == "cafe sami"
        assert connection.scalar(text("SELECT search_text FROM partnership")) == "cafe sámi"
    migrate.upgrade(engine)


def test_the_end_of_a_long_text_stays_findable(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine, "0004")
    with engine.begin() as connection:
        for statement in (*OLD_ROWS, *TWICE_IN_A_TIER[:2], _ROW.format(1, "everyday", "FALSE"), _ROW.format(2, "other", "FALSE")):
            connection.execute(text(statement))
    migrate.upgrade(engine, "0014")
    words = "pitkä " * 400
    with engine.begin() as connection:
        for number, found in enumerate((words, "lyhyt"), 1):
            connection.execute(text("UPDATE partnership SET search_text = :t WHERE id = :id"), {"t": found, "id": number})
    migrate.upgrade(engine)
    query = text("SELECT search_text, search_rest FROM partnership ORDER BY id")
    with engine.connect() as connection:
        long, short = connection.execute(query).all()
    assert words.startswith(long.search_text)
    assert 1490 < len(long.search_text.encode()) <= 1500
    assert long.search_rest == words
    assert tuple(short) == ("lyhyt", "")
    migrate.downgrade(engine, "0014")
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT search_text FROM partnership ORDER BY id")).all() == [words, "lyhyt"]


def test_two_partners_of_one_name_survive_the_way_down(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine)
    migrate.downgrade(engine, "0015")
    with engine.begin() as connection:
        connection.execute(text(_COLLEGE))
        for number, apart in enumerate(("", "2", "3"), 1):
            connection.execute(text(_PARTNER_APART), {"id": number, "apart": apart})
    migrate.downgrade(engine, "0010")
    with engine.connect() as connection:
        keys = connection.scalars(text("SELECT name_key FROM partner ORDER BY id")).all()
    assert keys == ["virtanen", "virtanen 2", "virtanen 3"]
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT apart FROM partner ORDER BY id")).all() == ["", "2", "3"]


def test_rows_of_two_teams_become_one_on_the_way_down_and_keep_their_words(empty_url):
    engine = make_engine(empty_url)
    migrate.upgrade(engine)
    migrate.downgrade(engine, "0019")
    with engine.begin() as connection:
        connection.execute(text(_COLLEGE))
        connection.execute(text(_COLLEAGUE))
        connection.execute(text(_PARTNER_APART), {"id": 1, "apart": ""})
        connection.execute(
            text(
                "INSERT INTO team (id, organisation_id, name, name_key, sort_key, search_text, is_archived, version)"
                " VALUES (1, 1, 'T', 't', 't', 't', FALSE, 1)"
            )
        )
        connection.execute(text(_ROW_NOW.format(1, "FALSE")))
    migrate.upgrade(engine)
    with engine.begin() as connection:
        columns = "organisation_id, partner_id, tier, contact_name, version, sort_key, search_text, search_rest, contact_key, changed_at, changed_by_id, is_archived"
        folded = ", ".join(
            f"'' AS {name}"
            for name in ("unit", "unit_key", "deputy_name", "manager_name", "end_reason", "our_role", "aims", "effect")
        )
        into = f"id, team_id, description, state, could_deepen, {columns}, unit, unit_key, deputy_name, manager_name, end_reason, our_role, aims, effect"
        connection.execute(
            text(
                f"INSERT INTO partnership ({into}) SELECT 2, 1, 'Tiimin', 'current', FALSE, {columns}, {folded} FROM partnership"
            )
        )
    migrate.downgrade(engine, "0019")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT description, is_archived FROM partnership ORDER BY id")).all()
    assert [(row[0], bool(row[1])) for row in rows] == [("", False), ("Tiimin", True)]
    migrate.upgrade(engine)


def test_agreements_count_as_contact_on_the_way_up_and_visits_alone_on_the_way_down(maija, app):
    maija.add()
    maija.post("partners/1/log", logged(happened_on=day(-200), next_step="Soita"))
    maija.post("encounters/1/done")
    maija.post("agreements/of/1/new", {"kind": "partnership", "starts_on": day(-100), "aims": "", "version": "1"})
    engine = app.extensions["hoitomalli_engines"]["writing"]

    def days_since_contact():
        with engine.connect() as connection:
            found = str(connection.scalar(text("SELECT last_contact_on FROM partner WHERE id = 1")))
        return (today() - date.fromisoformat(found)).days  # a day more or less tells them apart as well

    assert days_since_contact() in (0, 1)
    migrate.downgrade(engine, "0024")
    assert days_since_contact() in (199, 200, 201)
    migrate.upgrade(engine)
    assert days_since_contact() in (99, 100, 101)  # on which day the step was done is not known any more


def test_names_leave_the_acts_on_the_way_up_and_are_there_again_on_the_way_down(maija, olli, app):
    """Below 0027 each act holds who has done it and whom it is about; what is a team's name stays, what may be anybody's does not."""
    olli.add("Hotelli, ranta Oy")
    maija.add("Toinen Oy", contact="Oltsu")
    maija.post("partners/1/contacts/add", {"name": "Henna Vuorinen"})
    handing = {"receiver": "Maija Koskela", "lines": ["contact-1"], "has_left": "1", "version": "1"}
    assert maija.post("handover/?name=Olli+Rantanen", handing).status_code == 303
    engine = app.extensions["hoitomalli_engines"]["writing"]

    def told():
        with engine.connect() as connection:
            acts = connection.execute(text("SELECT act, actor_name, subject FROM change_set WHERE id > 0 ORDER BY id"))
            return [tuple(row) for row in acts]

    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO change_set (organisation_id, actor_id, actor_name, act, subject, created_at, is_admins, is_open, rows,"
                " root_id, undoes_id, subject_id) SELECT organisation_id, actor_id, '', 'undo', '', created_at, is_admins, is_open,"
                " rows, id, id, subject_id FROM change_set WHERE act = 'handover.give'"
            )
        )
    maija.post("teams/", {"name": "Matkailutiimi"})
    maija.add("Leipomo Oy", contact="Matkailutiimi")
    assert maija.post("handover/?team=1", {"receiver": "Maija Koskela", "lines": ["contact-3"]}).status_code == 303
    maija.post("teams/1/edit", {"name": "Matkailun tiimi", "version": "1"})
    now = told()
    assert ("handover.give", "", "Matkailutiimi") in now
    assert now[2:5] == [("contact_role.add", "", "Hotelli, ranta Oy"), ("handover.give", "", ""), ("undo", "", "")]
    migrate.downgrade(engine, "0026")
    maija_did = "Maija Koskela"
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE change_set SET subject = 'Henna Vuorinen, Hotelli, ranta Oy' WHERE act = 'contact_role.add'")
        )
        for act in ("handover.give", "handover.join", "handover.tie", "person.leave", "person.return"):
            connection.execute(text(_ACT_OF_THE_ERASED), {"act": act})
    assert told()[2:5] == [
        ("contact_role.add", maija_did, "Henna Vuorinen, Hotelli, ranta Oy"),
        ("handover.give", maija_did, "Olli Rantanen"),
        ("undo", maija_did, "Olli Rantanen"),
    ]
    migrate.upgrade(engine)
    of_the_erased = [one for one in told() if one not in now]
    assert told()[: len(now)] == now
    assert {subject for _act, _name, subject in of_the_erased} == {""}
    assert len(of_the_erased) == 5
    with engine.connect() as connection:
        about = "SELECT name FROM person JOIN change_set ON change_set.subject_id = person.id WHERE person.id > 0"
        assert connection.scalars(text(about)).all() == ["Olli Rantanen"] * 2
    assert "Responsibility handed over" in maija.get("partners/1").text


def test_figures_go_with_their_table_and_what_was_done_stays(maija, app):
    """Down below 0026 with figures in it, one of them emptied, and up again: the table is empty and takes new ones."""
    maija.add()
    maija.post("figures/of/1/new", {"year": "2024", "euros": "999999999,99", "students": "12"})
    maija.post("figures/of/1/2024", {"euros": "999999999,99", "students": "", "version": "2024|999999999.99|12.00|"})
    engine = app.extensions["hoitomalli_engines"]["writing"]

    def numbers(query):
        with engine.connect() as connection:
            return connection.scalars(text(query)).all()

    assert numbers("SELECT hundredths FROM year_figure WHERE organisation_id = 1 ORDER BY id") == [99_999_999_999, 1200]
    acts = numbers("SELECT count(*) FROM change_set WHERE act = 'year_figure.set'")
    migrate.downgrade(engine, "0025")
    assert "year_figure" not in inspect(engine).get_table_names()
    assert numbers("SELECT count(*) FROM change_set WHERE act = 'year_figure.set'") == acts == [2]
    migrate.upgrade(engine)
    assert numbers("SELECT hundredths FROM year_figure") == []
    assert maija.post("figures/of/1/new", {"year": "2024", "students": "5"}).status_code == 303
    assert maija.get("partners/1").status_code == 200


_ACT_OF_THE_ERASED = (
    "INSERT INTO change_set (organisation_id, actor_name, act, subject, created_at, is_admins, is_open, rows)"
    " VALUES (1, 'Operator', :act, 'Niilo Lehto', '2026-01-01 00:00:00', FALSE, FALSE, 1)"
)
_COLLEAGUE = (
    "INSERT INTO person (id, organisation_id, issuer, subject, name, email, search_text, name_key, is_staff)"
    " VALUES (1, 1, 'i', 's', 'M', '', 'm', 'm', TRUE)"
)
_ROW_NOW = (
    "INSERT INTO partnership (id, organisation_id, partner_id, tier, description, contact_name, is_archived, version, sort_key, search_text,"
    " search_rest, contact_key, changed_at, changed_by_id) VALUES ({}, 1, 1, 'everyday', '', '', {}, 1, 'a', 'a', '', '', '2026-01-01 00:00:00', 1)"
)
_COLLEGE = "INSERT INTO organisation (id, name, name_key, language, tier_titles, version) VALUES (1, 'O', 'o', 'fi', '{}', 1)"
_PARTNER = (
    "INSERT INTO partner (id, organisation_id, name, url, name_key, version, is_archived)"
    " VALUES (:id, 1, :name, 'https://www.kerttuli.example/a', :key, 1, FALSE)"
)
_PARTNER_APART = (
    "INSERT INTO partner (id, organisation_id, name, url, name_key, names_text, apart, version, is_archived)"
    " VALUES (:id, 1, 'Virtanen Oy', '', 'virtanen', 'virtanen', :apart, 1, FALSE)"
)
_ROW = (
    "INSERT INTO partnership (id, organisation_id, partner_id, tier, description, contact_name, is_archived, version, sort_key, search_text,"
    " contact_key, changed_at, changed_by_id) VALUES ({}, 1, 1, '{}', '', '', {}, 1, 'a', 'a', '', '2026-01-01 00:00:00', 1)"
)
TWICE_IN_A_TIER = (
    "INSERT INTO person (id, organisation_id, issuer, subject, name, email, search_text, is_staff)"
    " VALUES (1, 1, 'https://moodle.example', '1', 'Maija', '', 'maija', TRUE)",
    "INSERT INTO partner (id, organisation_id, name, url, name_key, version) VALUES (1, 1, 'Aalto', '', 'aalto', 1)",
    _ROW.format(1, "everyday", "TRUE"),
    _ROW.format(2, "everyday", "FALSE"),
    _ROW.format(3, "everyday", "FALSE"),
    _ROW.format(4, "network", "FALSE"),
)
OLD_ROWS = (
    "INSERT INTO organisation (id, name) VALUES (1, 'Opisto')",
    "INSERT INTO lti_platform (id, issuer, is_active) VALUES (1, 'https://moodle.example', TRUE)",
    "INSERT INTO lti_registration (id, platform_id, client_id, auth_login_url, auth_token_url, key_set_url, is_active)"
    " VALUES (1, 1, 'c', 'a', 'b', 'd', TRUE)",
    "INSERT INTO lti_deployment (id, registration_id, organisation_id, deployment_id, is_active) VALUES (1, 1, 1, '1', TRUE)",
    "INSERT INTO course (id, organisation_id, issuer, context_id, title, open_to, has_students)"
    " VALUES (1, 1, 'https://moodle.example', '2', 'Kurssi', 'teachers', FALSE)",
)


def test_who_is_there_is_with_us_and_stays_on_the_way_down(empty_url):
    """From 0021 with a colleague, and back from what colleagues have said of two."""
    engine = make_engine(empty_url)
    migrate.upgrade(engine)
    migrate.downgrade(engine, "0021")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organisation (id, name, name_key, language, tier_titles, tier_cycles, tier_approaches, has_crm, version)"
                " VALUES (1, 'O', 'o', 'fi', '{}', '{}', '{}', FALSE, 1)"
            )
        )
        connection.execute(text(_COLLEAGUE))
    migrate.upgrade(engine)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT has_left, joined_to_id, version FROM person")).one() == (False, None, 1)
        connection.execute(text("UPDATE person SET has_left = TRUE, joined_to_id = id, version = 3"))
        connection.execute(
            text(
                "INSERT INTO change_set (id, organisation_id, actor_name, act, subject, created_at, is_admins, is_open, rows)"
                " VALUES (1, 1, 'M', 'handover.give', 'O', '2026-11-29 12:00:00+00:00', FALSE, FALSE, 1)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO handover_notice (organisation_id, person_id, change_set_id, is_giver, partners, steps, is_seen)"
                " SELECT 1, id, 1, FALSE, 1, 0, FALSE FROM person"
            )
        )
    migrate.downgrade(engine, "0021")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 1
        assert connection.scalar(text("SELECT act FROM change_set")) == "handover.give"
    migrate.upgrade(engine)
