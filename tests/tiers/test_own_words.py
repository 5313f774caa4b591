"""The college's own words under a tier: preview, save, history, undo, two at once."""

import re

import pytest


def write(visitor, text, version="0", **data):
    return visitor.post("tiers/everyday/own-words", {"text": text, "version": version, **data})


def test_own_words_stand_under_the_common_description(maija, olli):
    assert write(maija, "Kysymme **aina** yhden kysymyksen.").status_code == 303
    page = olli.get("tiers/everyday/description").text
    assert "<strong>aina</strong>" in page
    assert "yhden kysymyksen" not in olli.get("tiers/development/description").text


def test_a_preview_shows_the_text_and_saves_nothing(maija):
    page = write(maija, "Näin *me* teemme", preview="1")
    assert page.status_code == 200
    assert "<em>me</em>" in page.text
    assert "\nNäin *me* teemme</textarea>" in page.text
    assert "<em>me</em>" not in maija.get("tiers/everyday/description").text


def test_the_history_tells_each_version_and_undo_brings_the_former_back(maija):
    write(maija, "Ensimmäinen")
    write(maija, "Toinen", "2")
    page = maija.get("tiers/everyday/own-words").text
    assert page.index("Toinen") < page.index("Ensimmäinen")
    newest = re.search(r'action="[^"]*(undo/\d+)"', page)[1]
    maija.post(newest)
    assert "Ensimmäinen" in maija.get("tiers/everyday/description").text


def test_undoing_the_first_words_leaves_none(maija):
    write(maija, "Ensimmäinen")
    maija.post("undo/1")
    assert "Ensimmäinen" not in maija.get("tiers/everyday/description").text


@pytest.mark.parametrize("version", ["0", "2"])
def test_two_people_on_one_text_see_both(maija, olli, version):
    if version == "2":
        write(olli, "Alku")
    write(olli, "Ollin sanat", version)
    answer = write(maija, "Maijan sanat", version)
    assert answer.status_code == 409
    assert "Ollin sanat" in answer.text
    assert "Maijan sanat" in answer.text
    now = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert write(maija, "Yhteiset sanat", now).status_code == 303


def test_too_long_a_text_is_kept_beside_its_error(maija):
    answer = write(maija, "x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.text
    assert 'id="text-error"' in answer.text


def test_script_in_own_words_is_removed(maija):
    write(maija, '<script>alert(1)</script>[a](javascript:alert(2)) <img src=x onerror="alert(3)"> <b onclick="x()">lihava</b>')
    for path in ("tiers/everyday", "tiers/everyday/own-words"):
        page = maija.get(path).text
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "<img" not in page
        assert "<b onclick" not in page


def test_own_words_bring_no_ids_and_no_attributes_along(maija):
    """Ids could be those of the page's own parts, which links and the script look for."""
    text = '## Otsikko {#notices .wide}\n\n<h3 id="main">Toinen</h3>\n\n<td align="right">x</td>\n\n[a](https://a.example)'
    write(maija, text)
    page = maija.get("tiers/everyday/description").text
    words = re.search(r"Otsikko.*?a\.example[^>]*>", page, re.DOTALL)[0]
    tags = re.findall(r"<[^>]+>", words)  # HTML is shown as it was typed
    assert [tag for tag in tags if re.search(r" (id|align|class)=", tag)] == []
    assert "{#notices .wide}" in words  # a mark of the packaged texts, with people only letters
    assert re.search(r'<a href="https://a\.example"[^>]* rel="noopener noreferrer"', words)


def test_words_are_taken_away_by_emptying_the_field(maija):
    write(maija, "Ensimmäinen")
    assert write(maija, "", "2").status_code == 303
    assert "Ensimmäinen" not in maija.get("tiers/everyday/description").text


def test_an_empty_text_and_an_unchanged_one_leave_no_trace(maija):
    write(maija, "  ")
    assert "undo/" not in maija.get("tiers/everyday/own-words").text
    write(maija, "Sanat")
    write(maija, "Sanat", "2")
    assert maija.get("tiers/everyday/own-words").text.count('action="' + maija.base + "undo/") == 1


def test_a_term_link_with_a_title_brings_no_html_along(maija):
    write(maija, '<a href="term:partnership" title="><form action=/x><button>hi</form>">y</a>')
    assert "<form action=/x>" not in maija.get("tiers/everyday/description").text


def test_links_that_people_write_open_a_new_window_and_say_so(maija):
    """A site that refuses framing would be a grey page in the LMS; addresses of the tool stay in the frame."""
    write(maija, "https://a.example [taso](tier:development) info@a.example")
    page = maija.get("tiers/everyday/description").text
    hint = r'<span class="visually-hidden"> \(opens in a new window\)</span>'
    assert re.search(rf'<a href="https://a.example" rel="noopener noreferrer" target="_blank">https://a.example{hint}</a>', page)
    assert re.search(r'<a href="[^"]*/tiers/development">taso</a>', page)
    assert '<a href="mailto:info@a.example" rel="noopener noreferrer">info@a.example</a>' in page


def test_links_of_packaged_texts_open_a_new_window_too(maija):
    assert 'target="_blank"' in maija.get("pages/accessibility").text


def test_what_could_not_be_laid_out_is_said_before_and_after_saving(maija):
    text = "<u>x</u> ![kuva](https://a.example/x.png) [y](/l/1)\n\nNimi\tPuh\nMaija\t040"
    told = "HTML is shown as it was typed. Pictures are shown as links."
    assert told in write(maija, text, preview="1").text
    write(maija, text)
    page = maija.get("tiers/everyday/description").text
    assert f"Our own words were saved. {told}" in page
    assert "Columns copied from a table" in page
    assert "A link without a web address" in page


def test_of_an_ordinary_text_nothing_more_is_said(maija):
    write(maija, "Soitamme *aina*.\n- https://a.example")
    assert "Our own words were saved.</span>" in maija.get("tiers/everyday/description").text
