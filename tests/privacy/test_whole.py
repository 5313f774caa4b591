"""A person is erased whole: doubles that a merge made one, older accounts, acts that were about the person, views of colleagues."""

import html

from sqlalchemy import select

from lti_tool import db
from lti_tool.contacts.models import ContactRole
from lti_tool.history.models import ChangeSet
from lti_tool.people.models import Person
from lti_tool.privacy import ledger
from tests.handover.conftest import give, value_of
from tests.merging.conftest import Merging, partner
from tests.privacy.conftest import HENNA, TRACES
from tests.privacy.test_erasing_contacts import erase


def text_of(page):
    return html.unescape(page.text)


def test_the_double_of_a_merge_is_erased_along_and_comes_back_nowhere(maija, olli, app, traces, tmp_path):
    """Two rows of one person at two partners, one of them at a third too, and a double of the double."""
    for number, name in enumerate(("Hotelli Vaskiniemi Oy", "Vaskiniemen hotelli", "Leipomo Kultakuori Oy"), 1):
        maija.add(name, tier="development")
        maija.post(f"partners/{number}/contacts/add", {**HENNA, "person_answer": "another"})
    maija.add("Kolmas Oy")
    maija.post("partners/4/contacts/add", {**HENNA, "person_answer": "2"})
    merging = Merging(maija)
    merging.press(2, 3, stays=2)
    earlier = merging.act_id()
    merging.press(1, 2)
    assert maija.get("personal-data/contacts/3").location.endswith("/contacts/1")
    assert text_of(maija.get("personal-data/?q=Henna")).count("Henna Vuorinen</a>") == 1
    assert maija.post("partners/4/contacts/add", {**HENNA, "person_answer": "3"}).status_code == 422  # stands there as one
    asked = text_of(maija.get("personal-data/contacts/1/erase"))
    assert "Erased along with it, as the same person" in asked
    assert text_of(maija.get("personal-data/contacts/1.json")).count('"name": "Henna Vuorinen"') == 3
    erase(maija)
    assert traces(*TRACES) - {"notice"} == set()
    assert [entry.entity_id for entry in ledger.read(tmp_path / "erasures.jsonl")] == [1, 2, 3]
    assert maija.post("partners/1/contacts/add", {"name": HENNA["name"]}).status_code == 303
    assert "henna@kerttuli.example" not in maija.get("partners/1").text
    maija.post(f"undo/{earlier}", {"back": maija.base + "partners/1"})
    assert "another merge since, with Hotelli Vaskiniemi Oy" in maija.get("partners/1").text
    for act in (merging.act_id(), earlier):
        assert maija.post(f"undo/{act}").status_code == 303
    with app.app_context():
        assert [partner(number).merged_into_id for number in (1, 2, 3)] == [None, None, None]
        standing = db.session.scalars(select(ContactRole).where(ContactRole.is_archived.is_(False), ContactRole.id > 0)).all()
        assert [(role.partner_id, role.contact.name, role.contact.email, role.title) for role in standing] == [
            (1, HENNA["name"], "", "")
        ]
    assert "Vuorinen" not in maija.get("partners/2").text
    assert traces(*TRACES[2:]) == set()


def test_people_of_one_name_beside_each_other_elsewhere_are_two(maija, app):
    for number, name in enumerate(("Hotelli Vaskiniemi Oy", "Vaskiniemen hotelli", "Leipomo Kultakuori Oy"), 1):
        maija.add(name, tier="development")
        answers = ("another",) if number < 3 else ("1", "2")
        for answer in answers:
            maija.post(f"partners/{number}/contacts/add", {"name": HENNA["name"], "person_answer": answer})
    assert Merging(maija).press().status_code == 303
    with app.app_context():
        at_first = db.session.scalars(select(ContactRole.contact_id).where(ContactRole.partner_id == 1)).all()
    assert sorted(at_first) == [1, 2]


def test_before_erasing_those_are_named_who_may_be_the_same_and_are_not_erased_along(maija, admin, organisation_id, app):
    """A second row of the name, the address or the number, and an account of ours; who is one with the other is not named twice."""
    for number, values in enumerate(
        ({}, {"name": "H. Vuorinen"}, {"email": "", "phone": ""}, {"name": "Aino Salo", "email": "a@x.example", "phone": ""}), 1
    ):
        maija.add(f"Kumppani {number}", tier="development")
        maija.post(f"partners/{number}/contacts/add", {**HENNA, **values, "person_answer": "another"})
    page = text_of(maija.get("personal-data/contacts/1/erase"))
    told = page.partition("Is it the same person?")[2].partition("</p>")[0]
    assert [f"contacts/{number}" in told for number in (1, 2, 3, 4)] == [False, True, True, False]
    assert "(Kumppani 2)" in told
    assert "Is it the same person?" not in maija.get("personal-data/contacts/4/erase").text
    known = {"organisation_id": organisation_id, "issuer": "https://new.test", "is_staff": True}
    with app.app_context(), db.own_transaction(writing=True) as short:
        old = Person(**known, subject="a", name="Niilo Lehto", email="niilo@x.example")
        same_name = Person(**known, subject="b", name="Lehto Niilo")
        same_address = Person(**known, subject="c", name="N. Lehto", email="Niilo@x.example")
        withheld = Person(**known, subject="d", name="", email="")
        other = Person(**known, subject="e", name="", email="")
        joined = Person(**known, subject="f", name="Niilo Lehto", email="niilo@x.example")
        short.add_all([old, same_name, same_address, withheld, other, joined])
        short.flush()
        ids = [one.id for one in (old, same_name, same_address, withheld, other, joined)]
        withheld.joined_to_id = joined.joined_to_id = old.id
    page = text_of(admin.get(f"personal-data/people/{ids[0]}/erase"))
    assert f"Colleague {ids[3]}" in page.partition("as the same person:")[2].partition("</p>")[0]
    told = page.partition("Is it the same person?")[2].partition("</p>")[0]
    assert [f'people/{one}"' in told for one in ids] == [False, True, True, False, False, False]
    assert "Is it the same person?" not in admin.get(f"personal-data/people/{ids[4]}/erase").text


def test_no_act_keeps_the_name_of_one_of_ours(maija, olli, admin, person_id, another_of_ours, traces, app):
    """Handed over by the person and by the name as text, marked as gone, taken back, tied, joined, come back by a launch.

    It is read by the id, so nothing is left.
    """
    olli.add("Ahti Oy")
    olli_id = person_id("Olli Rantanen")
    whose = f"person={olli_id}"
    assert give(maija, whose, "Maija Koskela", has_left="1").status_code == 303
    with app.app_context():
        given = db.session.scalar(select(ChangeSet.id).where(ChangeSet.act == "handover.give"))
    maija.post(f"undo/{given}")
    assert "Undone: Olli Rantanen is as it was." in maija.get("teams/").text
    version = value_of(maija.get(f"handover/?{whose}"), "version")
    maija.post(f"handover/people/{olli_id}/left", {"has_left": "1", "version": version})
    olli.open("olli", language="en")
    for number, name in enumerate(("Oltsu", "Rantsu"), 2):
        maija.add(f"Kumppani {number}", contact=name)
    form = {"receiver": "Maija Koskela", "lines": ["contact-2"], "version": ""}
    assert maija.post("handover/?name=Oltsu", form).status_code == 303
    assert maija.post("handover/same?name=Rantsu", {"same": str(olli_id)}).status_code == 303
    assert maija.post(f"handover/same?person={another_of_ours}", {"same": str(olli_id)}).status_code == 303
    maija.get("teams/")
    olli.get("teams/")
    assert "Olli Rantanen" in maija.get("personal-data/me.json").text
    assert admin.post(f"personal-data/people/{olli_id}/erase", {"is_sure": "1"}).status_code == 303
    assert traces("Rantanen", "rantanen", "olli@", "Mäki") == set()
    assert "change_set" not in traces("Oltsu", "Rantsu")
    assert "Rantanen" not in maija.get("personal-data/me.json").text
    assert "Responsibility handed over · Erased person" in maija.get("personal-data/me.json").text


def test_views_of_colleagues_and_what_acts_were_about_are_looked_through(maija, another_of_ours, admin, traces, app):
    """The query of an address is read as people read it; what an act was about can be taken out, and nothing beside it."""
    maija.post("partners/views", {"view_name": "Omat", "query": "contact=V%C3%A4in%C3%B6+M%C3%A4ki"})
    maija.post("assessments/", {"subject": "Väinö Mäen oma arvio"})
    page = text_of(admin.get(f"personal-data/people/{another_of_ours}/erase"))
    assert "Omat (Maija Koskela)" in page
    assert "contact=Väinö Mäki" in page
    assert 'name="line" value="act' in page
    keys = [key.partition('"')[0] for key in page.split('name="line" value="')[1:]]
    assert admin.post(f"personal-data/people/{another_of_ours}/history", {"line": keys}).status_code == 303
    with app.app_context():
        assert not db.session.scalars(select(ChangeSet.id).where(ChangeSet.subject.contains("Mäe"))).all()
        assert db.session.scalars(select(ChangeSet.subject).where(ChangeSet.act == "saved_view.add")).one() == "Omat"
    assert "Named in the history" not in admin.get(f"personal-data/people/{another_of_ours}/erase").text
