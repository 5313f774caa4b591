"""The link of a partner: taken out of the quick-add field, shown as it was read, refused beside its field."""

import re

import pytest
from markupsafe import escape

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = sqlite_alone


def add(visitor, name, **fields):
    return visitor.post("partners/everyday/add", {"name": name, "description": "", "contact": "", **fields})


def notice(visitor):
    return " ".join(
        re.search(r'<div class="notice">\s*<span>(.*?)</span>', visitor.get("tiers/everyday").text, re.DOTALL)[1].split()
    )


def test_how_name_and_link_were_read_is_said(maija):
    assert add(maija, "Kahvila A (https://a.example/x).").status_code == 303
    assert notice(maija) == "Kahvila A was added, with the link a.example/x."
    assert 'href="https://a.example/x"' in maija.get("tiers/everyday").text


def test_a_second_address_goes_into_the_description_and_that_is_said(maija):
    add(maija, "Kahvila A https://a.example https://b.example/y", description="Näytöt")
    assert notice(maija) == "Kahvila A was added, with the link a.example. In the description: b.example/y."
    assert re.search(
        r'<td class="what"><div>Näytöt\n<a href="https://b.example/y"[^>]* target="_blank">', maija.get("tiers/everyday").text
    )


def test_without_a_link_nothing_is_said_of_one(maija):
    add(maija, "Kahvila A")
    assert notice(maija) == "Kahvila A was added."


def test_while_one_types_it_is_shown_how_it_is_read(maija):
    add(maija, "Kahvila Kerttuli")
    hint = maija.get("partners/similar?name=Kahvila+Kertuli+(www.k.example)+https://b.example").text
    assert "<strong>Kahvila Kertuli</strong>" in hint
    assert "www.k.example" in hint
    assert "In the description: b.example" in hint
    assert "Kahvila Kerttuli</a>" in hint  # the name alone is compared
    assert "class" not in maija.get("partners/similar?name=Bageri+Solros").text


def test_a_partner_whose_page_is_on_the_pasted_site_is_named(maija):
    add(maija, "Kahvila A", url="https://a.example")
    add(maija, "Kahvila B", url="https://b.example")
    hint = maija.get("partners/similar?name=Bageri+Solros+https://a.example/x").text
    assert "Kahvila A</a>" in hint
    assert "Kahvila B</a>" not in hint
    maija.post("partners/rows/1/archive")
    assert "Kahvila A</a>" not in maija.get("partners/similar?name=Bageri+Solros+https://a.example/x").text


@pytest.mark.parametrize(
    ("link", "error"),
    [
        ("info@leipomo.example", "This is an e-mail address."),
        ("https://info@leipomo.example", "This is an e-mail address."),
        ("https://a.example https://b.example", "Only one web address fits here."),
        ("javascript:alert(1)", "This is not a web address."),
        ("https://a.example/" + "x" * 1000, "The address is too long."),
    ],
)
@pytest.mark.parametrize("form", ["quick add", "edit", "own method"])
def test_what_is_no_link_is_refused_beside_the_field_and_kept(maija, link, error, form):
    if form == "quick add":
        answer = add(maija, "Kahvila A", url=link)
    elif form == "edit":
        add(maija, "Kahvila A")
        answer = maija.post(
            "partners/rows/1", {"name": "Kahvila A", "url": link, "description": "", "contact": "", "version": "1.1"}
        )
    else:
        answer = maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "url": link, "text": ""})
    assert answer.status_code == 422
    assert re.search(rf'class="field-error"[^>]*>{error}', answer.text)
    assert f'value="{escape(link)}"' in answer.text


@pytest.mark.parametrize("link", ["leipomo.example:8080", "fi.wiki.example/wiki/Ohje:Etusivu", "\u200bhttps://a.example\u200b"])
def test_a_sloppy_link_is_made_whole_in_its_field(maija, link):
    assert add(maija, "Kahvila A", url=link).status_code == 303
    assert f'href="https://{link.strip(chr(0x200B)).removeprefix("https://")}"' in maija.get("tiers/everyday").text


@pytest.mark.parametrize(("language", "words"), [("fi", "sähköpostiosoite"), ("sv", "e-postadress"), ("en", "e-mail address")])
def test_the_reason_is_in_the_readers_language(visit, open_course, language, words):
    open_course()
    assert words in add(visit("maija", language=language), "Kahvila A", url="info@a.example").text


def test_a_name_that_is_only_a_link_asks_for_the_name_and_keeps_the_link(maija):
    answer = add(maija, "(https://a.example)")
    assert answer.status_code == 422
    assert "Write the partner" in answer.text
    assert 'value="https://a.example"' in answer.text
