"""The bank: packaged methods, and the college's own links and instructions."""

import re

import pytest

PACKAGED = ["company-visit", "partnership-agreement", "recruitment-event", "service-promise", "workplace-instructor-induction",
            "workplace-visit"]  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("slug", PACKAGED)
def test_a_packaged_method_has_a_page_with_its_facts(visit, open_course, language, slug):
    open_course()
    page = visit("maija", language=language).get(f"methods/{slug}")
    assert page.status_code == 200
    assert page.text.count("<dd") == 3
    assert page.text.count("<h2") == 5


def test_the_list_filters_by_tier(maija):
    everything, network = maija.get("methods/").text, maija.get("methods/?tier=network").text
    assert all(f"/methods/{slug}" in everything for slug in PACKAGED)
    assert not any(f"/methods/{slug}" in network for slug in PACKAGED)


def add(visitor, **changes):
    form = {"tier": "everyday", "title": "Rekrysivusto", "url": "rekry.example", "text": "", "ask": "Työelämäpalvelut", **changes}
    return visitor.post("methods/own/new", form)


def test_an_own_link_stands_in_its_tier_with_whom_to_ask(maija, olli):
    assert add(maija).status_code == 303
    page = olli.get("tiers/everyday").text
    assert "Rekrysivusto" in page
    assert "Työelämäpalvelut" in page
    assert "Rekrysivusto" not in olli.get("tiers/network").text
    assert 'href="https://rekry.example"' in olli.get("methods/own/1").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"url": "", "text": ""}, "url"), ({"url": "javascript:alert(1)"}, "url"),
     ({"text": "x" * 5001}, "text"), ({"ask": "x" * 201}, "ask"), ({"tier": "unknown"}, "tier")],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_kept(maija, changes, field):
    answer = add(maija, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Työelämäpalvelut" in answer.text or "ask" in changes
    assert "Rekrysivusto" not in maija.get("methods/").text


def test_correcting_archiving_and_their_undo(maija):
    add(maija)
    changed = {"tier": "network", "title": "Rekry", "url": "", "text": "**Näin**", "ask": "", "version": "1"}
    assert maija.post("methods/own/1/edit", changed).status_code == 303
    assert "<strong>Näin</strong>" in maija.get("methods/own/1").text
    maija.post("undo/2")
    assert "Rekrysivusto" in maija.get("tiers/everyday").text
    maija.post("methods/own/1/archive")
    page = maija.get("methods/").text
    assert ">Rekrysivusto<" not in page
    maija.post(re.search(r"undo/\d+", page)[0])
    assert ">Rekrysivusto<" in maija.get("methods/").text


def test_two_people_on_one_method(maija, olli):
    add(maija)
    form = {"tier": "everyday", "title": "Ollin", "url": "https://a.example", "text": "", "ask": "", "version": "1"}
    olli.post("methods/own/1/edit", form)
    answer = maija.post("methods/own/1/edit", {**form, "title": "Maijan"})
    assert answer.status_code == 409
    assert "Maijan" in answer.text
    assert "Ollin" in maija.get("methods/").text


def test_script_in_an_own_method_is_only_text(maija):
    evil = "<script>alert(1)</script>"
    add(maija, title=evil, text=evil, ask=evil)
    for path in ("tiers/everyday", "methods/", "methods/own/1", "methods/own/1/edit", "search?q=script"):
        assert "<script>alert" not in maija.get(path).text
