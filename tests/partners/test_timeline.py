"""What has happened with a partner: its changes and its tests, by time, a page of each."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.assessment.models import Assessment
from lti_tool.history import past as history_past
from lti_tool.history.models import ChangeSet


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
    listed = re.search(r'id="history-acts">(.*?)</ul>', page.text, re.DOTALL)[1]
    return ["test" if "/assessments/" in entry else "change" for entry in listed.split("<li>")[1:]]


def older_page(page):
    """The query of the next page; empty on the last one."""
    link = re.search(r'(\?older=\d+)#history-acts"', page.text)
    return link[1] if link else ""


def test_a_test_stands_among_the_changes_by_its_time(partner):
    assert entries(partner.get("partners/1")) == ["change"] * 3 + ["test", "change"]


def test_each_page_has_the_tests_of_its_time(partner, monkeypatch):
    monkeypatch.setattr(history_past, "ACTS_SHOWN", 2)
    first = partner.get("partners/1")
    assert entries(first) == ["change"] * 2
    older = older_page(first)
    assert entries(partner.get(f"partners/1{older}")) == ["change", "test", "change"]


def test_no_test_is_lost_or_told_twice_between_pages(partner, monkeypatch, app):
    with app.app_context():
        first = db.session.scalar(select(ChangeSet.created_at).order_by(ChangeSet.id).limit(1))
        db.session.execute(update(Assessment.__table__).values(created_at=first - timedelta(days=1)))
        db.session.commit()
    monkeypatch.setattr(history_past, "ACTS_SHOWN", 1)
    seen, page = [], partner.get("partners/1")
    while True:
        seen += entries(page)
        older = older_page(page)
        if not older:
            break
        page = partner.get(f"partners/1{older}")
    assert seen == ["change"] * 4 + ["test"]


def test_a_move_says_from_where_to_where(maija):
    maija.add("Ahti Oy", "Veneily")
    maija.post("partners/rows/1/move", {"tier": "strategic", "description": "Veneily", "version": "1"})
    page = maija.get("partners/1").text
    assert "Moved to another tier: Everyday partnership → Strategic partnership" in page
    acts = page.partition('id="history-acts"')[2]
    assert acts.count("What we do together") == 1  # of the addition: nothing but the tier was changed by the move
    maija.post("partners/rows/2", {"name": "Ahti Oy", "description": "Soutu", "version": "1.1"})
    assert "<del>Veneily</del> → <ins>Soutu</ins>" in maija.get("partners/1").text  # what was written later is told there
    maija.post("partners/rows/2/move", {"tier": "other", "description": "Purjehdus", "version": "2"})
    assert "<ins>Purjehdus</ins>" in maija.get("partners/1").text


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
