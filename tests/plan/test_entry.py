"""What a line says: what, when, who, with which partner; read as people write it, and nothing lost."""

from datetime import date

import pytest
from sqlalchemy import event

from lti_tool.language import speaking
from lti_tool.languages import LANGUAGES
from lti_tool.partners.adding import add_partnership
from lti_tool.partners.operations import Values
from lti_tool.plan.entry import EntryReader
from lti_tool.plan.spans import in_words, months, shortly
from lti_tool.plan.when import read_when, when_in
from lti_tool.plan.years import CALENDAR, SCHOOL, PlanYear

YEAR = PlanYear(2026, SCHOOL)


def days(first, last=None):
    return date(*first), date(*(last or first))


MARCH_12 = days((2027, 3, 12))


@pytest.mark.parametrize(
    ("year", "texts", "meant"),
    [
        (YEAR, "maaliskuu|Maaliskuussa|maalis|3/2027|i mars|March 2027|mar.", days((2027, 3, 1), (2027, 3, 31))),
        (YEAR, "maalis–huhtikuu|maaliskuu - huhtikuu|3-4/2027|mars–april", days((2027, 3, 1), (2027, 4, 30))),
        (YEAR, "joulu–tammikuu|joulukuu 2026–tammikuu 2027|12/2026–1/2027|12–1/2027", days((2026, 12, 1), (2027, 1, 31))),
        (PlanYear(2027, CALENDAR), "joulu–tammikuu", days((2027, 12, 1), (2028, 1, 31))),
        (YEAR, "12.3.|to 12.3. klo 14|12.3.2027|2027-03-12", MARCH_12),
        (
            YEAR,
            "12/3|den 12/3|12 / 3|12. 3|12 3|12. maaliskuuta|12. maaliskuuta 2027 klo 14|den 12 mars|12:e mars|12th March|March 12",
            MARCH_12,
        ),
        (PlanYear(2027, CALENDAR), "12/3|12 mars|March 12", MARCH_12),
        (PlanYear(2027, CALENDAR), "12/9|12. syyskuuta|12 September", days((2027, 9, 12))),
        (YEAR, "12.–14.3.|12.3.-14.3.2027|2027-03-12–2027-03-14", days((2027, 3, 12), (2027, 3, 14))),
        (YEAR, "12–14/3|12/3–14/3|12.–14. maaliskuuta|12 mars–14 mars 2027|12–14 March", days((2027, 3, 12), (2027, 3, 14))),
        (YEAR, "28.12.–4.1.|28/12–4/1|28. joulukuuta–4. tammikuuta", days((2026, 12, 28), (2027, 1, 4))),
        (YEAR, "vko 12|viikko 12|vecka 12|week 12", days((2027, 3, 22), (2027, 3, 26))),
        (YEAR, "keväällä|vårterminen|spring", days((2027, 1, 1), (2027, 5, 31))),
        (YEAR, "koko vuoden|hela året|all year", days((2026, 8, 1), (2027, 7, 31))),
        (PlanYear(2027, SCHOOL), "29.2.", days((2028, 2, 29))),
    ],
)
def test_when_is_read_as_people_write_it(app, year, texts, meant):
    with app.test_request_context("/"):
        for text in texts.split("|"):
            found = read_when(text, year)
            assert found is not None, text
            assert (found.starts_on, found.ends_on) == meant, text
            assert read_when(in_words(found), year) == found, "what a form shows is read again"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_month_that_is_shown_is_read_again_in_every_language(app):
    for language in LANGUAGES:
        with app.test_request_context("/"), speaking(language):
            for first in YEAR.months:
                whole = months(first)
                shown = (in_words(whole), shortly(whole))
                assert [read_when(words, YEAR) for words in shown] == [whole, whole], (language, shown)


def test_what_says_no_day_is_none():
    for text in (
        "",
        "Maija",
        "31.2.",
        "29.2.",
        "1.1.1900",
        "1.1.9999",
        "99/2027",
        "vko 60",
        "12",
        "x" * 5000,
        "-",
        "–",
        "29/2",
        "31. helmikuuta",
        "12 maaliskuussa",
    ):
        assert read_when(text, YEAR) is None, text
    assert when_in("Opiskelija 2 kertaa, ja Elo kohtaa 12 yrittäjää", YEAR) is None
    assert when_in("Vierailu leipomossa maaliskuun alussa", YEAR) == read_when("maaliskuu", YEAR)
    assert when_in("Käynnit 10 maaliskuussa", YEAR) == read_when("maaliskuu", YEAR), "ten visits in March"
    assert when_in("Messut 12. maaliskuuta Kokkolassa", YEAR) == read_when("12.3.2027", YEAR)


def read(app, organisation_id, line):
    with app.test_request_context("/"):
        return EntryReader(organisation_id, YEAR, [line]).read(line)


def test_a_line_is_read_into_what_when_who_and_partner(app, college, organisation_id):
    entry = read(app, organisation_id, "Vierailu Leipomo Kultakuoressa, maaliskuu, Maija")
    assert (entry.text, entry.contact, entry.second) == ("Vierailu Leipomo Kultakuoressa", "Maija Koskela", "")
    assert entry.span == read_when("maaliskuu", YEAR)
    assert [one.name for one in entry.partners] == ["Leipomo Kultakuori Ky"]
    entry = read(app, organisation_id, "12. – 14.3. – Messut; Kahvila Kerttuli; Vastuu: Olli Rantanen ja Maija; Arki")
    assert (entry.text, entry.contact, entry.second, entry.tier) == ("Messut", "Olli Rantanen", "Maija Koskela", "everyday")
    assert [one.id for one in entry.partners] == [1]
    entry = read(app, organisation_id, "Hinnat 12,50 € – Pekka Muu, Matkailutiimi\tkeväällä")
    assert (entry.text, entry.contact) == ("Hinnat 12,50 € – Pekka Muu", "Matkailutiimi"), "what is not known stays"
    entry = read(app, organisation_id, "maaliskuu, Maija")
    assert (entry.text, entry.contact) == ("maaliskuu, Maija", "Maija Koskela")
    assert read(app, organisation_id, "Ilman aikaa").span is None


def test_ours_and_a_partner_may_stand_together(app, organisation_id, college):
    entry = read(app, organisation_id, "Messut, joulu–tammikuu, Olli ja Kahvila Kerttuli")
    assert (entry.text, entry.contact, [one.name for one in entry.partners]) == (
        "Messut",
        "Olli Rantanen",
        ["Kahvila Kerttuli Ky"],
    )
    unknown = read(app, organisation_id, "Messut, joulukuu, Olli ja Outo Paja")
    assert (unknown.text, unknown.contact) == ("Messut, Olli ja Outo Paja", "")


def test_a_month_without_a_year_is_the_coming_one_where_no_year_is_looked_at(app, organisation_id, college):
    may = date(2027, 5, 10)
    coming = ("syyskuu", "12.9.", "kesäkuu", "10.5.")
    for line, year in (*((f"Messut, {when}", 2027) for when in coming), ("Messut, 9/2026", 2026)):
        span = read(app, organisation_id, line).ahead_of(may).span
        assert span.starts_on.year == year, line


def test_of_two_partners_of_one_name_none_is_meant_by_chance(app, organisation_id, college, plan):
    assert len(read(app, organisation_id, "Vierailu, Kahvila Kerttuli, maaliskuu").partners) == 1
    values = Values("Kahvila Kerttuli Oy", "", "Toinen", None)
    plan.do(lambda actor: add_partnership("everyday", values, actor, other_than=[1])[0].id)
    for line in ("Vierailu, Kahvila Kerttuli, maaliskuu", "Vierailu Kahvila Kerttulissa, maaliskuu"):
        assert read(app, organisation_id, line).partners == ()


def test_a_partner_that_stands_in_no_tier_any_more_is_not_meant(app, organisation_id, college):
    line = "Vierailu Kahvila Kerttulissa, maaliskuu"
    assert [one.id for one in read(app, organisation_id, line).partners] == [1]
    college.post("partners/rows/1/archive")
    assert read(app, organisation_id, line).partners == ()


def test_a_name_that_stands_there_is_meant_before_one_that_would_be_inflected(app, college, organisation_id, plan):
    rows = [Values(name, "", "Yhdessä", None) for name in ("Metso Oyj", "Metsä Oy", "Elo", "Elomatic")]
    plan.do(lambda actor: [add_partnership("everyday", values, actor, other_than=[]) for values in rows])
    for line, meant in (("Metsä", "Metsä Oy"), ("Metsässä", "Metsä Oy"), ("Metsossa", "Metso Oyj"), ("Elomatic", "Elomatic")):
        assert [partner.name for partner in read(app, organisation_id, f"Vierailu {line}, maaliskuu").partners] == [meant], line


def test_of_the_partners_only_those_are_read_that_a_line_may_name(app, college, organisation_id, plan):
    names = ("H & M", "K-Market Rinne", "Kerttulan Kukka", "Hotelli Vaskiniemi", "3M", "Oy Ab", "Ässä", "Leipzig Oy", "Hoiva-apu")
    rows = [Values(name, "", "Yhdessä", None) for name in names]
    plan.do(lambda actor: [add_partnership("everyday", values, actor, other_than=[]) for values in rows])
    asked = []

    def note(_connection, _cursor, statement, parameters, *_more):
        if "name_key >=" in statement:
            asked.append((statement, parameters))

    def read_of(line):
        """The partners in a line, and how many names were read for it."""
        asked.clear()
        engine = app.extensions["hoitomalli_engines"]["reading"]
        event.listen(engine, "before_cursor_execute", note)
        found = [one.name for one in read(app, organisation_id, line).partners]
        event.remove(engine, "before_cursor_execute", note)
        with engine.connect() as connection:
            return found, sum(len(connection.exec_driver_sql(*one).all()) for one in asked)

    assert read_of("Vierailu Leipomo Kultakuoressa, maaliskuu") == (["Leipomo Kultakuori Ky"], 2), "and Leipzig"
    assert read_of("Messut, H & M, Olli") == (["H & M"], 1)
    assert read_of("Olli & Hotelli Vaskiniemi, maaliskuu") == (["Hotelli Vaskiniemi"], 1)
    assert read_of("Käynti K-Market Rinteessä") == ([], 1)
    assert read_of("Käynti, K-market Rinne, 3M, Oy Ab") == (["K-Market Rinne", "3M", "Oy Ab"], 3)
    assert read_of("Ässän kanssa") == (["Ässä"], 1)
    assert read_of("?!") == ([], 0)
