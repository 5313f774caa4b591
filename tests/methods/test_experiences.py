"""We tried this: lines of colleagues, newest first, taken away and brought back."""

import re

import pytest


def tried(page):
    return re.findall(r"<li>\s*<div>(.*?)\s*<span", page.text.partition('id="experiences"')[2])


def test_lines_stand_on_the_method_newest_first_with_who_wrote_them(maija, olli):
    assert maija.post("methods/company-visit", {"text": "Toimi hyvin"}).status_code == 303
    olli.post("methods/company-visit", {"text": "Kesti  liian\nkauan"})
    page = maija.get("methods/company-visit")
    assert tried(page) == ["Kesti liian kauan", "Toimi hyvin"]
    assert "Olli" in page.text.partition('id="experiences"')[2]
    assert tried(maija.get("methods/service-promise")) == []


def test_a_version_shares_the_lines_of_its_packaged_method(maija):
    maija.post("methods/company-visit", {"text": "Toimi hyvin"})
    number = re.search(r"own/(\d+)", maija.post("methods/company-visit/copy").location)[1]
    maija.post(f"methods/own/{number}", {"text": "Vielä paremmin"})
    for path in ("methods/company-visit?common=1", f"methods/own/{number}"):
        assert tried(maija.get(path)) == ["Vielä paremmin", "Toimi hyvin"]


def test_an_own_method_has_lines_of_its_own(maija):
    for title in ("Yksi", "Kaksi"):
        maija.post("methods/own/new", {"tier": "everyday", "title": title, "text": "Näin"})
    maija.post("methods/own/1", {"text": "Hyvä"})
    assert tried(maija.get("methods/own/1")) == ["Hyvä"]
    assert tried(maija.get("methods/own/2")) == []


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 501])
def test_bad_input_is_told_beside_the_field_and_kept(maija, text):
    answer = maija.post("methods/company-visit", {"text": text})
    assert answer.status_code == 422
    assert 'id="experience-error"' in answer.text
    assert text.strip() in answer.text
    assert tried(maija.get("methods/company-visit")) == []


def test_a_line_may_have_five_hundred_characters(maija):
    assert maija.post("methods/company-visit", {"text": "x" * 500}).status_code == 303
    assert tried(maija.get("methods/company-visit")) == ["x" * 500]


def test_a_line_is_taken_away_and_brought_back(maija):
    maija.post("methods/company-visit", {"text": "Toimi hyvin"})
    answer = maija.post("methods/experiences/1/archive", {"back": maija.base + "methods/company-visit"})
    assert answer.location.endswith("methods/company-visit#experiences")
    page = maija.get("methods/company-visit")
    assert tried(page) == []
    maija.post(re.search(r"undo/\d+", page.text)[0])
    assert tried(maija.get("methods/company-visit")) == ["Toimi hyvin"]


def test_script_is_only_text(maija):
    maija.post("methods/company-visit", {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in maija.get("methods/company-visit").text


def test_another_college_sees_and_takes_away_nothing(maija, other_college):
    maija.post("methods/company-visit", {"text": "Toimi hyvin"})
    stranger = other_college("maija")
    assert tried(stranger.get("methods/company-visit")) == []
    assert stranger.post("methods/experiences/1/archive").status_code == 404
