"""What has happened with a partner: its ways through the tiers and its tests by time, and what was changed."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.partners import timeline


@pytest.fixture
def partner(maija):
    """Named, tested and corrected, in this order."""
    maija.add("Kahvila Kerttuli Ky")
    maija.post("assessments/", {"subject": "Kahvila Kerttuli Ky"})
    for number in range(3):
        version = re.search(r'name="version" value="([\d.]+)"', maija.get("partners/rows/1/edit").text)[1]
        maija.post("partners/rows/1", {"name": "Kahvila Kerttuli Ky", "description": f"Sanat {number}", "version": version})
    return maija


def entries(page):
    """The entries of the timeline, shortened to what they are."""
    listed = re.findall(r'<ul class="plain timeline">(.*?)</ul>', page.text, re.DOTALL)
    return ["test" if "/assessments/" in entry else "tier" for part in listed for entry in part.split("<li>")[1:]]


def test_a_test_stands_on_the_timeline_and_a_correction_among_the_changes(partner):
    page = partner.get("partners/1")
    assert entries(page) == ["test", "tier"]
    assert page.text.partition('id="changes"')[2].count("Sanat 1") == 2  # written, and written over


def test_each_moment_is_told_once_on_the_pages_of_the_timeline(partner, monkeypatch):
    monkeypatch.setattr(timeline, "SHOWN", 1)
    assert entries(partner.get("partners/1")) == ["test"]
    assert entries(partner.get("partners/1?start=1")) == ["tier"]
    for nonsense in ("-5", "x", "99999999999999999999"):
        assert partner.get(f"partners/1?start={nonsense}").status_code == 200


def test_what_was_taken_back_is_not_told(maija):
    maija.add("Ahti Oy")
    maija.post("partners/rows/1/move", {"tier": "strategic", "description": "", "version": "1"})
    told = maija.get("partners/1").text.partition('id="changes"')[0]
    assert "Everyday partnership: put on the list" in told
    assert "Everyday partnership → Strategic partnership" in told
    maija.post("undo/2")
    told = maija.get("partners/1").text.partition('id="changes"')[0]
    assert "Everyday partnership →" not in told
    maija.post("partners/rows/1/archive")
    assert "Everyday partnership was archived" in maija.get("partners/1").text


def test_a_move_says_from_where_to_where(maija):
    maija.add("Ahti Oy", "Veneily")
    maija.post("partners/rows/1/move", {"tier": "strategic", "description": "Veneily", "version": "1"})
    page = maija.get("partners/1").text
    assert "Moved to another tier: Everyday partnership → Strategic partnership" in page
    acts = page.partition('id="history-acts"')[2].partition("</ul>")[0]
    assert acts.count("What we do together") == 1  # of the addition: nothing but the tier was changed by the move
    maija.post("partners/rows/2", {"name": "Ahti Oy", "description": "Soutu", "version": "1.1"})
    assert "<del>Veneily</del> → <ins>Soutu</ins>" in maija.get("partners/1").text  # what was written later is told there
    maija.post("partners/rows/2/move", {"tier": "other", "description": "Purjehdus", "version": "2"})
    assert "<ins>Purjehdus</ins>" in maija.get("partners/1").text


def test_what_was_done_just_after_midnight_stands_in_the_order_in_which_it_was_done(maija, app):
    """At half past midnight it is still the day before in UTC."""
    maija.add("Ahti Oy", "Veneily")
    move = {"tier": "strategic", "description": "Veneily", "moved_on": "10.11.2026", "version": "1"}
    assert maija.post("partners/rows/1/move", move).status_code == 303
    maija.post("partners/rows/2/archive")
    with app.app_context():
        for act, minute in (("partnership.move", 30), ("partnership.archive", 40)):
            at = datetime(2026, 11, 9, 22, minute, tzinfo=UTC)
            db.session.execute(update(ChangeSet).where(ChangeSet.act == act).values(created_at=at))
        db.session.commit()
    happened = maija.get("partners/1").text.partition('id="changes"')[0]
    assert happened.index("Strategic partnership was archived") < happened.index("Everyday partnership → Strategic partnership")


def test_what_has_happened_follows_what_is_saved_on_the_page(maija, row):
    maija.add("Ahti Oy", "Veneily")
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://tool.test{maija.base}partners/1"}
    form = {"csrf_token": maija.token(), **row(description="Purjehdus")}
    saved = maija.request("POST", maija.base + "partners/rows/1", data=form, headers=headers).text
    assert 'id="happened"' in saved
    assert "<ins>Purjehdus</ins>" in saved.partition('id="happened"')[2]


def test_what_has_changed_is_folded_but_for_one_short_field(partner, row):
    page = partner.get("partners/1").text
    assert page.count('<details class="act">') == 1  # the addition has several
    assert "<ins>Sanat 2</ins>" in page
    long = row(description="Pitkä teksti " * 10, version="1.4")
    assert partner.post("partners/rows/1", long).status_code == 303
    assert partner.get("partners/1").text.count('<details class="act">') == 2
