"""Merges that cannot be: a clear word, and nothing half done."""

import pytest

from tests.merging.conftest import correct, partner, rows_of


def test_a_partner_is_not_merged_with_itself(college, read):
    assert "Both are this one partner." in college.get("partners/1/merge/1").text
    assert college.post("partners/1/merge/1", {"stays": "1", "seen": ""}).status_code == 303
    assert "A partner cannot be merged with itself." in college.get("partners/1").text
    assert read(lambda: partner(1).merged_into_id) is None


def test_three_in_a_row_lead_to_the_last(college, merging, read):
    merging.press(2, 1, stays=1)
    merging.press(3, 1, stays=3)
    assert read(lambda: (partner(1).merged_into_id, partner(2).merged_into_id)) == (3, 3)
    for gone in (1, 2):
        assert college.get(f"partners/{gone}").location.endswith("/partners/3")
    assert len(read(lambda: rows_of(3))) == 3


def test_other_business_ids_are_asked_about_and_the_dropped_one_is_named(college, merging, read):
    """peers.md 21"""
    correct(college, 1, business_id="0201256-6")
    correct(college, 2, business_id="0112038-9")
    page = college.post("partners/1/merge/2", {"stays": "1", "seen": merging.seen(merging.page())})
    assert page.status_code == 422
    assert "Choose what stays: Business id" in page.text
    assert read(lambda: partner(2).merged_into_id) is None
    chosen = {"stays": "1", "answer-partner.business_id": "a"}
    page = college.post("partners/1/merge/2", {**chosen, "seen": merging.seen(page)})
    assert merging.dropped(page) == ["Business id 0112038-9"]
    assert college.post("partners/1/merge/2", {**chosen, "seen": merging.seen(page)}).status_code == 303


def test_another_legal_form_is_asked_about(college, merging, read):
    """peers.md 21"""
    correct(college, 2, name="Hotelli Vaskinieni Ky")
    page = college.post("partners/1/merge/2", {"stays": "1", "seen": merging.seen(merging.page())})
    assert page.status_code == 422
    assert "Choose what stays: Name" in page.text
    assert merging.press(partner__name="a").status_code == 303


@pytest.mark.parametrize("path", ["partners/1/merge", "partners/1/merge/2", "partners/2/merge/1", "doubles"])
def test_students_see_none_of_it(college, visit, path):
    assert visit("veeti", language="en").get(path).status_code == 403


def test_another_colleges_partner_is_none(college, read):
    for path in ("partners/1/merge/0", "partners/1/merge/99", "partners/99/merge"):
        assert college.get(path).status_code == 404
    for path in ("partners/1/merge/0", "partners/0/merge/1", "partners/1/merge/99"):
        assert college.post(path, {"stays": "1", "seen": ""}).status_code == 404
        assert college.post(f"{path}/not-the-same").status_code == 404


@pytest.mark.parametrize("data", [{}, {"stays": "x"}, {"stays": "99", "seen": "0"}, {"stays": "1", "seen": "", "answer-x": "q"}])
def test_a_form_of_nonsense_merges_nothing(college, read, data):
    assert college.post("partners/1/merge/2", data).status_code == 422
    assert read(lambda: partner(2).merged_into_id) is None


def test_the_same_press_twice_is_one_merge(college, merging, read):
    data = {"stays": "1", "seen": merging.seen(merging.page()), "once": "abc"}
    assert college.post("partners/1/merge/2", data).status_code == 303
    assert college.post("partners/1/merge/2", data).status_code == 303
    assert "These are one partner already: Maija Koskela has merged them." in college.get("partners/1").text


def test_a_tier_of_an_archived_partner_comes_along(college, merging, read):
    college.post("partners/rows/2/archive")
    assert merging.press().status_code == 303
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", True)]
    assert read(lambda: partner(1).is_archived) is False
