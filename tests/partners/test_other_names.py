"""A partner's other names: typed within its name, found, asked about, added, removed, taken back."""

import html
import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.models import OtherName

CLUB = "Hangö Kennelklubb rf – Hangon Kennelkerho ry"


@pytest.fixture
def club(maija):
    maija.add(CLUB)
    maija.add("Zoo Kahvila", is_new="1")
    return maija


@pytest.fixture
def names(app):
    """The other names in the database, as (name, archived)."""

    def read():
        with app.app_context():
            return [(one.name, one.is_archived) for one in db.session.scalars(select(OtherName).order_by(OtherName.id))]

    return read


BOTH = [("Hangö Kennelklubb rf", False), ("Hangon Kennelkerho ry", False)]


def test_the_name_stays_as_it_was_typed_and_its_parts_are_other_names(club, names):
    assert names() == BOTH
    page = club.get("partners/1").text
    assert f"<h1>{CLUB}</h1>" in page
    assert re.findall(r"<li>([^<\n]+)\n", page)[:2] == ["Hangö Kennelklubb rf", "Hangon Kennelkerho ry"]


@pytest.mark.parametrize("typed", ["Hangon Kennelkerho r.y.", "HANGÖ KENNELKLUBB"])
def test_a_partner_is_known_by_any_of_its_names(club, typed, names):
    assert club.add(typed, tier="network").status_code == 303
    assert CLUB in club.get("tiers/network").text
    assert names() == BOTH


def test_one_is_asked_when_a_part_is_a_name_we_have(club, names):
    club.add("Helsingin sairaanhoitopiiri")
    asked = club.add("HUS (Helsingin sairaanhoitopiiri)", tier="network")
    assert asked.status_code == 422
    assert 'name="partner_id" value="3"' in asked.text
    club.add("HUS (Helsingin sairaanhoitopiiri)", tier="network", is_new="3")
    assert [name for name, _archived in names()[2:]] == ["HUS", "Helsingin sairaanhoitopiiri"]


@pytest.mark.parametrize(
    "typed",
    [
        "hangon kennelkerho",  # the second half
        "kennelkerho",  # an inner word
        "kennelkluub",  # a typing error
        "hamgon kennelkerho",  # in the third letter
        "jangon kennelkerho",  # in the first
        "nhangon kennelkerho",
        "kerho hangon",  # in another order
        "Hango",
    ],
)
def test_a_hint_knows_all_names_and_words_with_typing_errors(club, typed):
    assert CLUB in club.get(f"partners/similar?name={typed}").text


@pytest.mark.parametrize("typed", ["ha", "kissakerho turku", "🎂🎂🎂", "rf", "%25%25%25"])
def test_a_hint_knows_nobody_by_what_is_none_of_its_names(club, typed):
    assert club.get(f"partners/similar?name={typed}").text.strip() == ""


def test_a_hint_stays_within_the_college(club, other_college):
    assert other_college("maija").get("partners/similar?name=kennelkerho").text.strip() == ""


def test_a_hint_tells_of_a_nearly_right_name_only_where_none_is_right(club):
    club.add("Hangan Kennelkerho", is_new="1")
    hint = club.get("partners/similar?name=kerho hangon").text
    assert CLUB in hint
    assert "Hangan Kennelkerho" not in hint


def test_a_removed_name_is_nobodys(club):
    club.post("partners/other-names/2/remove")
    assert club.add("Hangon Kennelkerho", tier="network").status_code == 303
    assert CLUB not in re.search(r"<tbody>.*</tbody>", club.get("tiers/network").text, re.DOTALL)[0]


def test_another_college_may_have_a_partner_of_the_same_other_name(club, other_college):
    stranger = other_college("maija")
    assert stranger.add("Hangon Kennelkerho ry").status_code == 303
    assert "<h1>Hangon Kennelkerho ry</h1>" in stranger.get("partners/3").text


@pytest.mark.parametrize("typed", ["Soo Kahvila", "Azoo Kahvila", "Zo Kahvila"])
def test_one_is_asked_at_a_typing_error_in_the_first_letters(club, typed):
    asked = club.add(typed, tier="network")
    assert asked.status_code == 422
    assert 'name="partner_id" value="2"' in asked.text


def test_an_other_name_is_added_found_removed_and_each_is_taken_back(club, names):
    answer = club.post("partners/2/other-names", {"new_name": " Eläintarhan   kahvila "})
    assert answer.status_code == 303
    assert names()[2] == ("Eläintarhan kahvila", False)
    assert ">Zoo Kahvila</a>" in club.get("partners/?q=elaintarhan").text
    assert "Zoo Kahvila" in club.get("partners/similar?name=eläintarhan kahv").text
    club.post("undo/3")
    assert names()[2][1] is True
    assert ">Zoo Kahvila</a>" not in club.get("partners/?q=elaintarhan").text
    assert club.get("partners/similar?name=eläintarhan kahv").text.strip() == ""
    club.post("undo/4")
    club.post("partners/other-names/3/remove")
    assert names()[2][1] is True
    club.post("undo/6")
    assert names()[2][1] is False
    assert ">Zoo Kahvila</a>" in club.get("partners/?q=elaintarhan").text


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Write the other name."),
        (" - ", "Write the other name."),
        ("🎂", "Write the other name."),
        ("x" * 201, "At most 200"),
        ("zoo kahvila oy", "one of the partner"),
        ("Eläintarha", "one of the partner"),
    ],
)
def test_what_is_no_other_name_is_refused_beside_the_field_and_kept(club, names, typed, reason):
    club.post("partners/2/other-names", {"new_name": "Eläintarha"})
    answer = club.post("partners/2/other-names", {"new_name": typed})
    assert answer.status_code == 422
    assert reason in re.search(r'class="field-error"[^>]*>([^<]+)', answer.text)[1].replace("&#39;", "'")
    assert f'value="{typed.strip()}"' in answer.text
    assert len(names()) == 3


def test_another_colleges_names_are_out_of_reach(club, other_college, names):
    stranger = other_college("maija")
    stranger.add()
    assert stranger.post("partners/other-names/1/remove").status_code == 404
    assert stranger.post("partners/1/other-names", {"new_name": "Oma"}).status_code == 404
    stranger.post("partners/rows/3", {"name": "Kahvila Kerttuli Ky", "version": "1.1", "shown_names": "1 2"})
    assert names() == BOTH


def edited(**changes):
    return {"name": CLUB, "version": "1.1", "shown_names": "1 2", "other_names": ["1", "2"], **changes}


def test_the_form_of_a_row_removes_what_is_unticked_and_adds_one(club, names):
    form = club.get("partners/rows/1/edit").text
    assert form.count('name="other_names"') == form.count("checked") == 2
    assert club.post("partners/rows/1", edited(other_names=["2"], new_name="Koirakerho")).status_code == 303
    assert names() == [("Hangö Kennelklubb rf", True), ("Hangon Kennelkerho ry", False), ("Koirakerho", False)]
    club.post("undo/3")
    assert names() == [*BOTH, ("Koirakerho", True)]


def test_a_form_without_the_names_leaves_them(club, names):
    club.post("partners/rows/1", {"name": CLUB, "description": "Näytöt", "version": "1.1"})
    assert names() == BOTH


def test_a_refused_form_keeps_what_was_unticked_and_typed(club):
    answer = club.post("partners/rows/1", edited(other_names=["2"], new_name="Hangon kennelkerho"))
    assert answer.status_code == 422
    assert answer.text.count("checked") == 1
    assert 'value="Hangon kennelkerho"' in answer.text


def test_a_part_that_was_removed_does_not_come_back_with_the_next_correction(club, names):
    club.post("partners/rows/1", edited(other_names=["2"]))
    club.post("partners/rows/1", {"name": CLUB + ".", "version": "1.2"})
    assert names() == [("Hangö Kennelklubb rf", True), ("Hangon Kennelkerho ry", False)]


def test_a_new_part_of_a_corrected_name_becomes_one(club, names):
    club.post("partners/rows/2", {"name": "Zoo Kahvila (Eläintarha)", "version": "1.1"})
    assert [name for name, _archived in names()[2:]] == ["Zoo Kahvila", "Eläintarha"]


def test_script_in_a_name_is_only_text(maija):
    maija.add("<script>alert(1)</script> – <img src=x>")
    for path in ("partners/1", "partners/rows/1/edit", "partners/similar?name=script"):
        assert "<script>alert" not in maija.get(path).text
        assert "<img" not in maija.get(path).text


@pytest.mark.parametrize("name", ["\ufdfa" * 200, "🎂 " * 90 + "Leipomo", "\u202e" + "a" * 198, "Oy", " – ".join(["Nimi"] * 10)])
def test_an_odd_name_is_kept_and_found(maija, rows, name):
    assert maija.add(name).status_code == 303
    assert rows()[0][0] == name
    assert maija.get("partners/1").status_code == 200


def test_an_empty_list_leads_to_whom_a_typing_error_may_mean(club):
    page = club.get("partners/?q=zoo+kahvlia").text
    assert "Nobody matches" in page
    assert "Zoo Kahvila" in club.get(html.unescape(re.search(r'data-hx-get="/l/[^/]+/(partners/similar[^"]+)"', page)[1])).text
    page = club.get(html.unescape(re.search(r'href="/l/[^/]+/(partners/[^"#]*nearly=1)', page)[1])).text
    assert re.search(r'href="[^"]*partners/2">Zoo Kahvila</a>', page)


def test_the_history_names_the_name_that_was_taken_away(maija):
    maija.add("HUS (Helsingin yliopistollinen sairaala)")
    maija.post("partners/other-names/1/remove")
    history = maija.get("partners/1").text.partition('id="changes"')[2]
    assert re.search(r"Other name removed: (HUS|Helsingin yliopistollinen sairaala)", history)
