"""Where the partner that is gone stood, one is led to the one that stays (peers.md 19); it is in no list, search or name check."""

import re

import pytest

from lti_tool.partners.sameness import partner_named
from tests.merging.conftest import correct, partner, visits_of


@pytest.fixture
def merged(college, merging):
    """Partner 2 is one with partner 1."""
    link = re.search(r'https://tool\.test(/to/partner/2\?course=[^"]+)"', college.get("partners/2").text)[1]
    merging.press()
    college.link = link
    return college


@pytest.mark.parametrize("path", ["", "/edit", "/contacts/add", "/merge"])
def test_every_page_of_the_old_address_leads_to_the_one_that_stays(merged, path):
    """peers.md 19"""
    answer = merged.get(f"partners/2{path}")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/partners/1{path}")


def test_the_query_of_an_old_address_is_kept(merged):
    assert merged.get("partners/2?older=5&start=20").location.endswith("/partners/1?older=5&start=20")


def test_a_link_to_keep_leads_there(merged):
    """peers.md 19"""
    answer = merged.request("GET", merged.link)
    assert answer.status_code == 303
    assert merged.request("GET", answer.location).location.endswith("/partners/1")


def test_what_is_sent_to_the_old_address_is_kept_at_the_one_that_stays(merged, read):
    assert merged.post("partners/2/log", {"text": "Vanhalta sivulta", "happened_on": "1.9.2026"}).status_code == 303
    assert read(lambda: visits_of(1)) == ["Vanhalta sivulta"]
    assert merged.add("Vaskiniemen hotelli", tier="network", partner_id="2").status_code == 303
    assert read(lambda: partner(2).is_archived) is True


def test_the_old_name_means_the_one_that_stays(merged, read, organisation_id):
    assert read(lambda: partner_named(organisation_id, "Vaskiniemen hotelli").id) == 1
    merged.add("Vaskiniemen hotelli", tier="network")
    assert read(lambda: partner(2).merged_into_id) == 1
    assert "Vaskiniemen hotelli" not in merged.get("tiers/network").text.split("<tbody")[1].split("</tbody>")[0]


@pytest.mark.parametrize(
    "path",
    [
        "partners/archived",
        "search?q=vaskiniemen",
        "find?q=vaskiniemen",
        "partners/similar?name=vaskiniemen",
        "log/like?partner_name=vaskiniemen",
    ],
)
def test_it_is_in_no_list_search_or_hint(merged, path):
    page = merged.get(path)
    assert page.status_code == 200
    assert "/partners/2" not in page.text
    assert 'value="2"' not in page.text


def test_its_name_is_free_once_the_other_one_is_not_known_by_it(merged, read):
    other = re.findall(r"other-names/(\d+)/remove", merged.get("partners/1").text)[-1]
    merged.post(f"partners/other-names/{other}/remove", {"back": merged.base + "partners/1"})
    assert merged.add("Vaskiniemen hotelli", tier="network", is_new="1").status_code == 303
    assert read(lambda: (partner(4).name, partner(4).merged_into_id)) == ("Vaskiniemen hotelli", None)


def test_facts_typed_for_the_one_that_is_gone_do_not_overwrite_those_of_the_one_that_stays(college, merging, read):
    correct(college, 1, url="https://vaskiniemi.example")
    form = college.get("partners/2/edit").text
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    merging.press()
    answer = college.post(
        "partners/2/edit", {"name": "Vaskiniemen hotelli", "url": "https://hotelli.example", "version": version}
    )
    assert answer.status_code == 409
    assert read(lambda: (partner(1).name, partner(1).url)) == ("Hotelli Vaskiniemi Oy", "https://vaskiniemi.example")


def test_a_form_opened_before_the_merge_does_not_rename_the_one_that_stays(college, merging, read):
    """The list's row form shows a partner's name and a row: the row has moved meanwhile."""
    form = college.get("partners/rows/2/edit").text
    version = re.search(r'name="version" value="([\d.]+)"', form)[1]
    merging.press()
    values = {"name": "Vaskiniemen hotelli", "url": "", "description": "Näytöt ja jaksot", "contact": "", "version": version}
    answer = college.post("partners/rows/2", values)
    assert answer.status_code == 409
    assert read(lambda: partner(1).name) == "Hotelli Vaskiniemi Oy"
