"""What a calendar reads: whole days, each thing once and under one key, what was moved and what was cancelled."""

import re
from datetime import date, timedelta

from icalendar import Calendar
from sqlalchemy import update

from lti_tool import db
from lti_tool.calendar_feed.entries import CANCELLED_KEPT, MOST_OF_A_SOURCE, PAST, CalendarEntry
from lti_tool.calendar_feed.icalendar_text import calendar_text
from lti_tool.days import months_after
from lti_tool.db import now
from lti_tool.history.models import ChangeSet
from lti_tool.partners.choices import CURRENT
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Organisation
from tests.encounters.conftest import logged
from tests.merging.conftest import Merging


def days(event):
    """The first day, and the day after the last one."""
    return event["DTSTART"].dt, event["DTEND"].dt


def typed(day):
    return f"{day.day}.{day.month}.{day.year}"


def test_an_action_stands_on_whole_days_and_no_time_is_told(add, plan, college, subscribe, in_days):
    add("Yksi päivä", 10)
    add("Yli vuodenvaihteen", 20, 50, place="Sali 2", kind="course", price="120 €")
    plan.add("Kuukausi", starts_on=date(2090, 2, 1), ends_on=date(2090, 2, 28), is_by_month=True, contact="Maija")
    client = subscribe(college)
    events = client.read()
    assert list(events) == ["Yksi päivä", "Yli vuodenvaihteen", "Kuukausi"]
    assert days(events["Yksi päivä"]) == (in_days(10), in_days(11))
    assert days(events["Yli vuodenvaihteen"]) == (in_days(20), in_days(51))
    assert days(events["Kuukausi"]) == (date(2090, 2, 1), date(2090, 3, 1))
    assert events["Yli vuodenvaihteen"]["LOCATION"] == "Sali 2"
    assert len({event["UID"] for event in events.values()}) == 3
    answer = client.ask()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    times = re.findall(r"^([^:]+):\d{8}T", answer.text, re.MULTILINE)
    assert set(times) == {"DTSTAMP"}
    assert re.findall(r"^DT(?:START|END)(?!;VALUE=DATE:\d{8}\r$)", answer.text, re.MULTILINE) == []


def test_it_is_read_again_after_a_move_and_a_cancellation(add, plan, college, subscribe, in_days, change, undo_last):
    add("Vierailu", 10)
    add("Jää pois", 15)
    client = subscribe(college)
    before = client.read()
    assert plan.move(in_days(12), in_days(13), False)
    after = client.read()["Vierailu"]
    assert days(after) == (in_days(12), in_days(14))
    assert after["UID"] == before["Vierailu"]["UID"]
    assert after["SEQUENCE"] > before["Vierailu"]["SEQUENCE"]
    plan.state("dropped", action_id=2)
    assert plan.archive()
    events = client.read()
    assert {title: event["STATUS"] for title, event in events.items()} == {
        "Cancelled: Vierailu": "CANCELLED",
        "Cancelled: Jää pois": "CANCELLED",
    }
    assert events["Cancelled: Vierailu"]["UID"] == before["Vierailu"]["UID"]
    assert events["Cancelled: Vierailu"]["SEQUENCE"] > after["SEQUENCE"]
    undo_last(college)
    assert client.read()["Vierailu"]["STATUS"] == "CONFIRMED"
    change(ChangeSet, created_at=now() - CANCELLED_KEPT - timedelta(hours=1))
    assert list(client.read()) == ["Vierailu"], "a cancellation is told for some weeks"


def test_other_partners_of_an_action_are_a_change_of_its_entry(add, plan, college, subscribe, undo_last):
    add(partners=[1])
    client = subscribe(college)

    def told():
        event = client.read()["Vierailu"]
        return event["SEQUENCE"], str(event["DESCRIPTION"]).partition("\n")[0]

    seen = [told()]
    shown = [1]
    for partners in ([1, 2], [2], [1, 2]):
        assert plan.edit(1, partners=partners, shown_partners=shown)
        shown = partners
        seen.append(told())
    undo_last(college)
    seen.append(told())
    assert [names for _number, names in seen[1:]] == [
        "Kahvila Kerttuli Ky, Leipomo Kultakuori Ky",
        "Leipomo Kultakuori Ky",
        "Kahvila Kerttuli Ky, Leipomo Kultakuori Ky",
        "Leipomo Kultakuori Ky",
    ]
    numbers = [number for number, _names in seen]
    assert numbers == sorted(set(numbers)), "each change counts upwards"


def test_each_sees_what_is_theirs_and_a_team_what_is_the_teams(add, plan, college, olli, subscribe, in_days):
    add("Minun", 1)
    add("Kahden", 2, contact="Olli Rantanen", second="Maija Koskela", team_id=1)
    add("Ollin", 3, contact="Olli Rantanen")
    add("Tiimi tekee", 4, contact="Matkailutiimi")
    add("Kauan sitten", -PAST.days - 1)
    add("Äsken", -PAST.days)
    assert list(subscribe(college).read()) == ["Äsken", "Minun", "Kahden"]
    assert list(subscribe(olli).read()) == ["Kahden", "Ollin"]
    assert list(subscribe(college, "teams/1").read()) == ["Kahden", "Tiimi tekee"]
    assert "Olli" not in subscribe(college).ask().text, "who does it stands in the plan"


def test_next_steps_and_agreed_lines_of_a_team_follow_its_new_name(college, subscribe, in_days, undo_last):
    soon = typed(in_days(5))
    college.post("partners/2/log", logged(next_step="Soitto", next_on=soon, contact="Matkailutiimi"))
    college.post("assessments/", {"subject": "Leipomo Kultakuori Ky", "statement_set": "periods"})
    college.post("assessments/1/agreed", {"text": "Perehdytys", "contact": "Matkailutiimi", "due_on": soon})
    client = subscribe(college, "teams/1")
    told = {"Soitto (Leipomo Kultakuori Ky)", "Perehdytys (Leipomo Kultakuori Ky)"}
    assert set(client.read()) == told
    version = re.search(r'name="version" value="(\d+)"', college.get("teams/1/edit").text)[1]
    assert college.post("teams/1/edit", {"name": "Ravintolatiimi", "version": version}).status_code == 303
    assert set(client.read()) == told
    assert "Ravintolatiimi" in college.get("partners/2").text
    undo_last(college)
    assert set(client.read()) == told


def test_agreements_and_next_steps_stand_on_their_days(college, olli, subscribe, in_days, change):
    college.post("partners/2/log", logged(next_step="Soita, sovi", next_on=typed(in_days(5)), contact="Maija Koskela"))
    college.post("partners/2/log", logged(next_step="Ollin askel", next_on=typed(in_days(5)), contact="Olli Rantanen"))
    agreement = {"kind": "partnership", "starts_on": typed(in_days(-30)), "aims": "Kaksi jaksoa", "version": "1"}
    asked = {**agreement, "review_on": typed(in_days(40)), "ends_on": "31.1.2090"}
    assert college.post("agreements/of/1/new", asked).status_code == 303
    mine = subscribe(college)
    events = mine.read()
    assert list(events) == ["Soita, sovi (Leipomo Kultakuori Ky)", "Look at the agreement together: Kahvila Kerttuli Ky"]
    review = events["Look at the agreement together: Kahvila Kerttuli Ky"]
    assert days(review) == (in_days(40), in_days(41))
    assert list(subscribe(olli).read()) == ["Ollin askel (Leipomo Kultakuori Ky)"]
    assert subscribe(college, "teams/1").read() == {}
    college.post("encounters/1/done")
    college.post("agreements/1/review", {"review_on": "", "version": "1"})
    [(title, end)] = mine.read().items()
    assert title == "The agreement ends: Kahvila Kerttuli Ky"
    assert days(end) == (date(2090, 1, 31), date(2090, 2, 1))
    assert end["UID"] == review["UID"], "an agreement has one reminder, which moves"
    change(Partnership, team_id=1)
    assert list(subscribe(college, "teams/1").read()) == [title]
    college.post("agreements/1/archive")
    assert [event["STATUS"] for event in mine.read().values()] == ["CANCELLED"]


def test_a_review_is_told_to_the_contact_and_to_the_deputy_in_the_calendar_and_in_the_week(college, olli, subscribe, in_days):
    agreement = {"kind": "partnership", "starts_on": typed(in_days(-30)), "review_on": typed(in_days(5)), "aims": "Jaksot"}
    assert college.post("agreements/of/1/new", agreement).status_code == 303

    def told():
        """To maija in the calendar and in the week, and the same to olli."""
        title = "Look at the agreement together: Kahvila Kerttuli Ky"
        weeks = (one.get("").text.partition('<h2 id="steps">')[2].partition("</ul>")[0] for one in (college, olli))
        of_weeks = ["agreement to be looked at" in week for week in weeks]
        return list(zip([title in subscribe(one).read() for one in (college, olli)], of_weeks, strict=True))

    assert told() == [(True, True), (False, False)]
    page = college.get("partners/rows/1/edit")
    version = re.search(r'name="version" value="([^"]+)"', page.text)[1]
    sent = {"name": "Kahvila Kerttuli Ky", "version": version, "deputy": "Olli Rantanen"}
    assert college.post_from(page, "partners/rows/1", sent).status_code == 303
    assert told() == [(True, True), (True, True)]


def test_an_agreement_without_end_and_review_has_no_day(college, subscribe):
    assert college.post("agreements/of/1/new", {"kind": "partnership", "starts_on": "1.1.2026"}).status_code == 303
    assert subscribe(college).read() == {}


def test_a_review_that_stands_in_the_plan_is_told_once(college, subscribe, in_days):
    agreement = {"kind": "partnership", "starts_on": typed(in_days(-30)), "review_on": typed(in_days(5)), "aims": "Jaksot"}
    assert college.post("agreements/of/1/new", agreement).status_code == 303
    action = {"text": "Katsotaan yhdessä", "when": typed(in_days(5)), "contact": "Maija Koskela", "partners": "", "team": "1"}
    assert college.post("plan/actions/new?source=review-1", action).status_code == 303
    assert list(subscribe(college).read()) == ["Katsotaan yhdessä"]


def test_no_tier_and_nothing_written_about_a_partner_leaves_the_house(add, college, subscribe):
    add("Vierailu", 10, tier="strategic", partners=[1, 2], method="company-visit")
    college.add("Hotelli Oy", "Salainen kuvaus", tier="strategic")
    text = subscribe(college).ask().text.replace("\r\n ", "")
    for hidden in ("strateg", "everyday", "development", "oppimisjaksot", "leivät", "kuvaus", "arjen", CURRENT):
        assert hidden not in text.casefold(), hidden
    assert "DESCRIPTION:Kahvila Kerttuli Ky\\, Leipomo Kultakuori Ky\\nhttps:" in text


def test_links_lead_in_and_a_merged_partners_lead_to_the_one_that_stays(add, college, subscribe, in_days):
    add("Vierailu", 10, partners=[2])
    college.post("partners/2/log", logged(next_step="Soitto", next_on=typed(in_days(5)), contact="Maija Koskela"))
    events = subscribe(college).read()
    link = events["Vierailu"]["URL"]
    assert link.startswith("https://tool.test/to/action/1?course=")
    entered = college.request("GET", link)
    assert entered.status_code == 303
    assert entered.location.endswith("/plan/actions/1")
    page = college.request("GET", entered.location).text
    assert f'data-copy="{link}"' in page, "Copy link gives the same"
    link = events["Soitto (Leipomo Kultakuori Ky)"]["URL"]
    assert link.startswith("https://tool.test/to/partner/2?course=")
    assert link in events["Soitto (Leipomo Kultakuori Ky)"]["DESCRIPTION"]
    assert Merging(college).press().status_code == 303
    entered = college.request("GET", link)
    assert entered.status_code == 303
    assert college.request("GET", entered.location).location.endswith("/partners/1")


def test_it_is_sent_once_and_anew_when_something_has_changed(add, college, subscribe):
    add()
    client = subscribe(college)
    answer = client.ask()
    tag = answer.headers["ETag"]
    same = client.ask(**{"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    add("Toinen")
    changed = client.ask(**{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert client.ask("HEAD").status_code == 200
    assert client.ask("POST").status_code == 405


def test_it_speaks_the_language_of_the_launch_that_made_the_address(add, visit, college, subscribe, plan):
    add()
    plan.archive()
    assert list(subscribe(visit("maija", language="fi")).read()) == ["Peruttu: Vierailu"]


def test_any_text_is_read_as_it_was_written():
    titles = ["a;b,c\\n", "Å" * 200, "kaksi\nriviä", "x" * 75, "😀" * 40, "\x07 \u2028 ääni", " alku"]
    day = date(2027, 3, 16)
    entries = [CalendarEntry(f"action-{number}", title, day, day, 1, now()) for number, title in enumerate(titles)]
    written = calendar_text("Nimi; toinen", entries, "tool.test", str)
    lines = written.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    read = [str(event["SUMMARY"]) for event in Calendar.from_ical(written).walk("VEVENT")]
    assert read == [title.replace("\x07", " ").replace("\u2028", " ") for title in titles]


def test_a_long_plan_is_told_from_now_on_as_far_as_it_fits(plan, college, subscribe, in_days):
    soon = {"starts_on": in_days(1), "ends_on": in_days(1), "is_by_month": False, "contact": "Maija"}
    for _block in range(3):
        plan.add_many(*({"text": f"Toimi {number}", **soon} for number in range(400)))
    assert subscribe(college).ask().text.count("BEGIN:VEVENT") == MOST_OF_A_SOURCE


def test_key_meetings_and_what_was_agreed_in_a_test_stand_there_until_they_are_done(app, college, olli, subscribe, in_days):
    with app.app_context():
        cycles = {"tier_cycles": {"development": "3"}}
        db.session.execute(update(Organisation.__table__).values(cycles))
        db.session.commit()
    assert college.post("partners/2/log", logged(happened_on=typed(in_days(-30)))).status_code == 303
    college.post("assessments/", {"subject": "Leipomo Kultakuori Ky", "statement_set": "periods"})
    agreed = {"text": "Perehdytys uusiksi", "contact": "Maija Koskela", "due_on": typed(in_days(5))}
    assert college.post("assessments/1/agreed", agreed).status_code == 303
    mine = subscribe(college)
    title = "Key meeting: Leipomo Kultakuori Ky"
    events = mine.read()
    due = months_after(in_days(-30), 3)
    assert days(events[title]) == (due, due + timedelta(days=1))
    assert days(events["Perehdytys uusiksi (Leipomo Kultakuori Ky)"])[0] == in_days(5)
    assert not {title, "Perehdytys uusiksi (Leipomo Kultakuori Ky)"} & set(subscribe(olli).read())
    college.post("partners/2/log", logged())
    college.post("assessments/agreed/1/done")
    later = mine.read()
    assert days(later[title])[0] > due
    assert later[title]["UID"] != events[title]["UID"]
    assert "Perehdytys uusiksi (Leipomo Kultakuori Ky)" not in later


def test_what_was_agreed_in_a_test_that_was_archived_is_not_told(college, subscribe, in_days):
    college.post("assessments/", {"subject": "Leipomo Kultakuori Ky", "statement_set": "periods"})
    agreed = {"text": "Perehdytys uusiksi", "contact": "Maija Koskela", "due_on": typed(in_days(5))}
    assert college.post("assessments/1/agreed", agreed).status_code == 303
    client = subscribe(college)
    assert list(client.read()) == ["Perehdytys uusiksi (Leipomo Kultakuori Ky)"]
    college.post("assessments/1/archive")
    assert client.read() == {}
