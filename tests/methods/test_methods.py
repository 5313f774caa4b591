"""The bank: packaged methods, and the college's own links and instructions."""

import re

import pytest

from lti_tool.pages import METHODS, load_page, page_names

SLUGS = page_names(METHODS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_each_packaged_method_has_a_page_with_its_facts_and_a_sheet_to_hand_out(visit, open_course, language):
    open_course()
    teacher = visit("maija", language=language)
    for slug in SLUGS:
        page = teacher.get(f"methods/{slug}")
        assert page.status_code == 200, slug
        assert page.text.count("<dd") == 3, slug
        assert len(re.findall(r'<h2 id="(?!related|experiences)', page.text)) in (5, 6), slug
        sheet = teacher.get(f"methods/{slug}/sheet")
        assert sheet.status_code == 200, slug
        assert "<h2" in sheet.text, slug


def test_there_are_at_least_24_whole_methods():
    assert len(SLUGS) >= 24


def listed(page):
    """The slugs of the packaged methods on a page of the bank."""
    return set(re.findall(r'href="[^"]*/methods/([a-z0-9-]+)"', page.text.partition("<main")[2])) & set(SLUGS)


def short_minutes(slug):
    """How long the short version of a method takes; a method without one takes as long as it takes."""
    return load_page(METHODS, "en", slug).matter.get("minutes_short", 10_000)


def matter(key, slug):
    return load_page(METHODS, "en", slug).matter[key]


@pytest.mark.parametrize("tier", ["everyday", "development", "strategic", "network", "other"])
def test_the_bank_filters_by_tier(maija, tier):
    assert listed(maija.get(f"methods/?tier={tier}")) == {slug for slug in SLUGS if tier in matter("tiers", slug)}


@pytest.mark.parametrize("phase", ["know", "plan", "do", "evaluate"])
def test_the_bank_filters_by_phase(maija, phase):
    found = listed(maija.get(f"methods/?phase={phase}"))
    assert found == {slug for slug in SLUGS if phase in matter("phases", slug)}
    assert found


@pytest.mark.parametrize("kind", ["visit", "event", "workshop", "agreement"])
def test_the_bank_filters_by_kind(maija, kind):
    found = listed(maija.get(f"methods/?kind={kind}"))
    assert found == {slug for slug in SLUGS if matter("kind", slug) == kind}
    assert found


@pytest.mark.parametrize("minutes", [30, 60, 180])
def test_the_bank_filters_by_time_and_finds_short_versions(maija, minutes):
    found = listed(maija.get(f"methods/?minutes={minutes}"))
    assert found == {slug for slug in SLUGS if min(matter("minutes", slug), short_minutes(slug)) <= minutes}
    assert found


def test_the_short_version_of_a_method_is_told_in_the_list_and_on_its_page(maija):
    assert "short version 20 min" in maija.get("methods/?minutes=30&q=yearly+discussion").text
    assert "short version 20 min" in maija.get("methods/yearly-check-up").text


def test_a_method_whose_time_nobody_has_told_is_in_no_filter_by_time(maija):
    add(maija, title="Ilman aikaa")
    add(maija, title="Puolessa tunnissa", minutes="30")
    assert "Ilman aikaa" in maija.get("methods/").text
    page = maija.get("methods/?minutes=180").text
    assert "Puolessa tunnissa" in page
    assert "Ilman aikaa" not in page


def test_the_bank_finds_words_inside_the_texts_and_all_of_them(maija):
    assert "company-visit" in listed(maija.get("methods/?q=PROTECTIVE"))
    assert listed(maija.get("methods/?q=visit+zzzz")) == set()
    assert "No method fits" in maija.get("methods/?q=zzzz").text


def test_the_bank_finds_the_basic_form_of_a_word_that_a_title_bends(visit, open_course):
    open_course()
    teacher = visit("maija", language="fi")
    for word in ("työelämäpalaute", "palaute"):
        assert "feedback-reading" in listed(teacher.get(f"methods/?q={word}"))


def test_filters_work_together_and_unknown_ones_are_left_open(maija):
    both = listed(maija.get("methods/?tier=everyday&kind=visit"))
    assert both == listed(maija.get("methods/?tier=everyday")) & listed(maija.get("methods/?kind=visit"))
    assert listed(maija.get("methods/?tier=x&kind=y&phase=z&minutes=7&q=")) == set(SLUGS)


def test_related_methods_are_offered(maija):
    page = maija.get("methods/company-visit").text
    related = page.partition('id="related"')[2]
    for slug in matter("related", "company-visit"):
        assert f"/methods/{slug}" in related


def add(visitor, **changes):
    form = {"tier": "everyday", "title": "Rekrysivusto", "url": "rekry.example", "text": "", "ask": "Työelämäpalvelut", **changes}
    return visitor.post("methods/own/new", form)


def test_an_own_link_stands_in_its_tier_with_whom_to_ask(maija, olli):
    assert add(maija).status_code == 303
    page = olli.get("tiers/everyday/methods").text
    assert "Rekrysivusto" in page
    assert "Työelämäpalvelut" in page
    assert "Rekrysivusto" not in olli.get("tiers/network/methods").text
    assert 'href="https://rekry.example"' in olli.get("methods/own/1").text


def test_own_methods_stand_first_in_their_tier(maija):
    add(maija, title="Öljylampun huolto")
    methods = maija.get("tiers/everyday/methods").text.partition('id="methods"')[2]
    links = re.findall(r'href="[^"]*/methods/((?:own/\d+)|[a-z-]+)"', methods)
    assert links[0] == "own/1"
    assert set(links) & set(SLUGS)


@pytest.mark.parametrize("tier", ["everyday", "development", "strategic", "network", "other"])
def test_a_tier_begins_with_its_methods_in_the_order_of_their_front_matter(maija, tier):
    page = maija.get(f"tiers/{tier}/methods").text.partition('id="methods"')[2]
    links = [slug for slug in re.findall(r'href="[^"]*/methods/([a-z-]+)"', page) if slug in SLUGS]
    placed = {order[tier]: slug for slug in SLUGS if tier in (order := load_page(METHODS, "en", slug).order or {})}
    assert links[: len(placed)] == [placed[place] for place in sorted(placed)]
    assert len(placed) >= (3 if tier == "other" else 7)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"url": "", "text": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"text": "x" * 30_001}, "text"),
        ({"kind": "unknown"}, "kind"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "soon"}, "minutes"),
        ({"ask": "x" * 201}, "ask"),
        ({"tier": "unknown"}, "tier"),
    ],
)
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
    assert "Rekrysivusto" in maija.get("tiers/everyday/methods").text
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
    assert "Ollin" in answer.text
    assert "Ollin" in maija.get("methods/").text


def test_script_in_an_own_method_is_only_text(maija):
    evil = "<script>alert(1)</script>"
    add(maija, title=evil, text=evil, ask=evil)
    for path in ("tiers/everyday", "methods/", "methods/own/1", "methods/own/1/edit", "search?q=script"):
        assert "<script>alert" not in maija.get(path).text


@pytest.mark.parametrize("path", ["methods/own/new", "methods/own/1/edit"])
def test_what_of_an_own_method_is_not_laid_out_is_said(maija, path):
    add(maija)
    maija.get("methods/own/1")  # the notice of the addition is seen
    maija.post(path, {"tier": "everyday", "title": "Oma", "url": "", "text": "<b>x</b>", "ask": "", "version": "1"})
    assert "HTML is shown as it was typed." in maija.get("methods/own/1").text


def test_a_table_of_many_columns_is_moved_sideways_on_a_phone(maija):
    """The other tables of the same page keep their place."""
    page = maija.get("methods/critical-points").text
    framed = re.findall(r'<div class="scroll wide-table"[^>]*>(<table>.*?</table>)</div>', page, re.DOTALL)
    assert [table.partition("</tr>")[0].count("</th>") for table in framed] == [5, 5]
    assert page.count("<table>") > len(framed)
