"""Two partners become one: all of both stands on the one that stays."""

from tests.merging.conftest import partner, rows_of, visits_of


def test_all_of_both_stands_on_the_one_that_stays(college, merging, read):
    college.post("partners/1/log", {"text": "Kesätyöt sovittu", "happened_on": "2026-05-02"})
    college.post("partners/2/log", {"text": "Tutustuminen", "happened_on": "2026-03-01"})
    college.post("partners/2/contacts/add", {"name": "Henna Vuorinen", "title": "vastaanottopäällikkö"})
    assert merging.press().status_code == 303
    page = college.get("partners/1").text
    assert page.index("Kesätyöt sovittu") < page.index("Tutustuminen")
    assert "Henna Vuorinen" in page
    assert read(lambda: rows_of(1)) == [("everyday", False), ("development", False)]
    assert read(lambda: visits_of(1)) == ["Tutustuminen", "Kesätyöt sovittu"]
    assert read(lambda: (partner(2).merged_into_id, partner(2).is_archived)) == (1, True)
    assert read(lambda: str(partner(1).last_contact_on)) == "2026-05-02"
