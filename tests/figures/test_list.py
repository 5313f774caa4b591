"""The list of partners by a figure: the newest year, the largest first, page by page; nothing of one colleague, nothing on paper."""

import html
import re

import pytest

from lti_tool import db
from lti_tool.partners import queries
from tests.merging.conftest import Merging

NAMES = ("Aalto Oy", "Birgitta Ab", "Cafe Ilo", "Delta Ky", "Emäntä Oy")
LAST_YEAR = db.now().year - 1


@pytest.fixture
def college(maija, set_many):
    """Five partners: 100, 900 and 900 euros and nought last year, of the fifth nothing known but of the year before."""
    for name in NAMES:
        maija.add(name, contact="Matkailutiimi")
    of_last_year = zip((1, 2, 3, 4), ("100", "900", "900", "0"), strict=True)
    set_many(*((partner, LAST_YEAR, "euros", value) for partner, value in of_last_year))
    set_many((5, LAST_YEAR - 1, "euros", "7000"), (1, LAST_YEAR + 1, "euros", "5"), (5, LAST_YEAR + 1, "students", "30"))
    return maija


def listed(page):
    """Names with what stands in the last column."""
    rows = re.findall(r'<tr id="row-\d+">(.*?)</tr>', page.text, re.DOTALL)
    cells = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in rows]
    return [(words(row[0]).split(" Everyday")[0], words(row[3]).split(" Edit")[0]) for row in cells]


def words(cell):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", cell)).split())


def head(page):
    return [words(cell) for cell in re.findall(r"<th scope.*?</th>", page.text, re.DOTALL)]


SORTED = [("Cafe Ilo", "900"), ("Birgitta Ab", "900"), ("Aalto Oy", "100"), ("Delta Ky", "0"), ("Emäntä Oy", "–")]
REVERSED = [("Delta Ky", "0"), ("Aalto Oy", "100"), ("Birgitta Ab", "900"), ("Cafe Ilo", "900"), ("Emäntä Oy", "–")]


def pages(visitor, path):
    found = []
    while path:
        page = visitor.get(path)
        found += listed(page)
        after = re.search(r'href="[^"]*/(partners/\?[^"]*after=[^"]*)"', page.text)
        path = html.unescape(after[1]) if after else ""
    return found


def test_a_figure_that_was_emptied_ranks_nobody_and_a_year_without_any_is_not_the_newest(college, set_many):
    set_many((2, LAST_YEAR, "euros", None))
    assert ("Birgitta Ab", "–") in listed(college.get("partners/?order=euros"))
    set_many(*((partner, LAST_YEAR, "euros", None) for partner in (1, 3, 4)))
    page = college.get("partners/?order=euros")
    assert head(page)[-1] == f"Invoiced (€) {LAST_YEAR - 1}"
    assert listed(page)[0] == ("Emäntä Oy", "7,000")


def test_the_largest_stand_first_and_who_has_no_figure_last_either_way(college, monkeypatch):
    page = college.get("partners/?order=euros")
    assert listed(page) == SORTED
    assert head(page)[-1] == f"Invoiced (€) {LAST_YEAR}"
    assert 'aria-sort="descending"' in page.text
    assert "order=euros-reversed" in page.text
    assert listed(college.get("partners/?order=euros-reversed")) == REVERSED
    assert [name for name, _cell in listed(college.get("partners/"))] == list(NAMES)
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    assert pages(college, "partners/?order=euros") == SORTED
    assert pages(college, "partners/?order=euros-reversed") == REVERSED
    for after in ("x|1", "900|1", f"{2**64}|1", "9" * 5000 + "|1", "1e5|1", "|", "-1|99999999999999999999"):
        assert college.get("partners/", query_string={"order": "euros", "after": after}).status_code == 200


def test_a_year_that_is_not_over_counts_where_there_is_no_other(college):
    page = college.get("partners/?order=students")
    assert head(page)[-1] == f"Students {LAST_YEAR + 1}"
    assert listed(page)[0] == ("Emäntä Oy", "30")
    page = college.get("partners/?order=events")
    assert head(page)[-1] == "Training events"
    assert {cell for _name, cell in listed(page)} == {"–"}


def test_the_order_stays_beside_filters_and_on_a_tiers_page(college):
    page = college.get("partners/?order=euros&q=oy")
    assert listed(page) == [row for row in SORTED if "Oy" in row[0]]
    assert '<option value="euros" selected>' in page.text
    assert listed(college.get("tiers/everyday?order=euros"))[0][1] == "900"
    assert '<option value="changed">Sort by a figure' in college.get("partners/?order=changed").text


def test_a_row_that_is_swapped_in_has_the_figure_of_its_list(college):
    for query, shown in (("order=euros", True), ("order=changed", False), ("order=euros&contact=Olli+Rantanen", False)):
        address = f"https://tool.test{college.base}partners/?{query}"
        row = college.get("partners/rows/2?show_tier=1", headers={"HX-Request": "true", "HX-Current-URL": address})
        assert ("900" in row.text, "no-print" in row.text.partition('<td class="when')[2][:12]) == (shown, shown)


def test_no_figures_stand_at_the_partners_of_one_colleague(college, olli):
    college.add("Fauni Oy", contact="Olli Rantanen")
    for narrowed in ("contact=Olli+Rantanen", "q=Olli+Rantanen", "contact=Joku+Tuntematon"):
        page = college.get(f"partners/?order=euros&{narrowed}")
        assert "Invoiced (€) 2" not in page.text
        assert "900" not in page.text.partition("<tbody>")[2]
    assert listed(olli.get("partners/?order=euros&mine=1"))[0][0] == "Fauni Oy", "of one's own"


def test_on_paper_there_are_no_figures(college):
    page = college.get("partners/?order=euros").text
    cells = re.findall(r'<(?:td class="when|th scope="col" class=")[^>]*>', page)
    assert len(cells) == len(NAMES) + 1
    assert all("no-print" in cell for cell in cells)


def test_of_two_that_are_merged_the_other_figure_goes_by_name(college, set_many, stored):
    set_many((2, LAST_YEAR - 5, "students", "4"), (1, LAST_YEAR - 6, "events", "0"), (2, LAST_YEAR - 6, "events", "3"))
    before = stored()
    merging = Merging(college)
    page = merging.page()
    assert f"Invoiced (€) {LAST_YEAR} 900" in merging.dropped(page)
    assert f"Training events {LAST_YEAR - 6} 3" in merging.dropped(page)
    assert merging.press(page=page).status_code == 303
    after = stored()
    assert {place for place in after if place[0] == 2} == set()
    assert after[1, LAST_YEAR, "euros"] == 100
    assert after[1, LAST_YEAR - 5, "students"] == 4
    assert after[1, LAST_YEAR - 6, "events"] == 0
    assert merging.undo().status_code == 303
    assert stored() == before
    assert merging.press(**{f"figure-{figure_between(merging)}__hundredths": "b"}).status_code == 303
    assert stored()[1, LAST_YEAR, "euros"] == 900
    assert set_many((1, LAST_YEAR, "euros", "901")) == (0, 1, 0, 0), "the one in use, beside the other that went"


def figure_between(merging):
    """The number in the question about the euros of last year."""
    found = re.findall(r'name="answer-figure-(\d+)\.hundredths"', merging.page().text)
    return min(map(int, found))
