"""What is handed out: the template alone, on paper and as a Word file; no tier is named on it."""

import re
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from lti_tool.methods.sheets import find_section, template_of
from lti_tool.pages import METHODS, load_page, page_names, render_markdown
from lti_tool.word import word_file

TIERS = re.compile(
    r"kumppanuustaso|arjen kumppanu|kehittämiskumppanu|strategi\w+ (kumppanu|partner)|vardagspartner|partnership tier|everyday partner"
)


def document(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert "attachment" in answer.headers["Content-Disposition"]
    return Document(BytesIO(answer.data))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("language", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_an_agreement_is_an_accessible_word_file(visit, open_course, language, locale):
    open_course()
    word = document(visit("maija", language=language), "methods/partnership-agreement/template.docx")
    title = load_page(METHODS, language, "partnership-agreement").title
    assert word.core_properties.title == title
    assert {tag.get(qn("w:val")) for tag in word.styles.element.iter(qn("w:lang"))} == {locale}
    headings = [p for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert (headings[0].text, headings[0].style.name) == (title, "Heading 1")
    assert headings[1].style.name == "Heading 2"
    assert word.tables
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)


def test_an_item_of_a_paragraph_and_a_list_begins_with_its_bullet():
    html = "<ul><li><p>Ennen jaksoa</p><ul><li>sopimus</li></ul></li></ul>"
    paragraphs = Document(BytesIO(word_file("Lista", html, "fi"))).paragraphs
    assert [(one.text, one.style.name) for one in paragraphs][1:] == [
        ("Ennen jaksoa", "List Bullet"),
        ("sopimus", "List Bullet 2"),
    ]


def test_a_table_gives_its_line_to_long_texts_and_leaves_room_to_write():
    long = "Ohjaaja tietää, mitä jaksolla opitaan ja missä työtehtävissä, ja hän on saanut tavoitteet viikkoa ennen."
    number, said, day = _widths_of(f"| Nro | Varmistetaan | Pvm |\n|---|---|---|\n| 1 | {long} | |\n| 2 | Lyhyt | |")
    assert said > 2 * day > 2 * number
    heading, text = _widths_of(f"| Työpaikkaohjaajakysely | Mitä |\n|---|---|\n| x | {long * 5} |")
    assert heading > Cm(4.5), "no word is broken, however long the other text is"
    assert text > heading
    assert len(set(_widths_of("| Ideat | Ideat 4 ja 5 | |\n|---|---|---|\n| 1.1 | [näkökulma 1] | |"))) == 1


def _widths_of(table):
    """How wide the cells of each row are, as of all rows; together they fill the line."""
    [word] = Document(BytesIO(word_file("Taulukko", render_markdown(table), "fi"))).tables
    assert not word.autofit, "else Word gives the columns other widths"
    [widths] = {tuple(cell.width for cell in row.cells) for row in word.rows}
    assert widths == tuple(column.width for column in word.columns)
    assert abs(sum(widths) - Cm(17)) < Cm(0.01)
    return widths


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_handed_out_names_a_tier_or_our_tips(language):
    for slug in page_names(METHODS, language):
        method = load_page(METHODS, language, slug, 2)
        sheet = template_of(method)
        assert not TIERS.search(sheet.html.lower()), slug
        assert find_section(method.markdown, {"fi": "Vinkit", "sv": "Tips", "en": "Tips"}[language])[:60] not in sheet.html


def test_a_filled_example_is_on_the_page_and_not_handed_out(maija):
    example = find_section(load_page(METHODS, "en", "pdca-sheet", 2).markdown, "Example")
    company = "Leipomo Kultakuori Oy"
    assert company in example
    assert company in maija.get("methods/pdca-sheet").text.partition('id="related"')[0]
    assert company not in maija.get("methods/pdca-sheet/sheet").text
    word = document(maija, "methods/pdca-sheet/template.docx")
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert not any(company in text for text in [*cells, *(p.text for p in word.paragraphs)])


def test_each_template_becomes_a_word_file_with_all_its_tables():
    for slug in page_names(METHODS):
        method = load_page(METHODS, "fi", slug, 2)
        word = Document(BytesIO(template_of(method).as_word()))
        assert len(word.tables) == template_of(method).html.count("<table"), slug


def test_lists_count_anew_and_bold_and_line_breaks_are_kept():
    html = render_markdown("1. Yksi\n2. Kaksi\n\nVäli **lihava** *vino*.\n\n1. Alusta\n    - sisällä\n\n> Lainaus", first_level=1)
    word = Document(BytesIO(word_file("Otsikko", html, "fi")))
    numbered = [p for p in word.paragraphs if p.style.name == "List Number"]
    numbers = [p._p.pPr.numPr.numId.val for p in numbered]
    assert [p.text.strip() for p in numbered] == ["Yksi", "Kaksi", "Alusta"]
    assert numbers[0] == numbers[1] != numbers[2]
    assert [p.text for p in word.paragraphs if p.style.name == "List Bullet 2"] == ["sisällä"]
    assert [run.text for p in word.paragraphs for run in p.runs if run.bold] == ["lihava"]
    assert [p.text for p in word.paragraphs if p.style.name == "Quote"] == ["Lainaus"]


def numbers_of(markdown):
    """Each numbered paragraph as Word counts it: its text, and its number within its numbering."""
    word = Document(BytesIO(word_file("Otsikko", render_markdown(markdown, first_level=2), "fi")))
    starts = {
        number.numId: number.xpath("./w:lvlOverride/w:startOverride/@w:val")[0]
        for number in word.part.numbering_part.element.num_lst
        if number.xpath("./w:lvlOverride")
    }
    counted = {}
    found = []
    for paragraph in word.paragraphs:
        if paragraph.style.name.startswith("List Number"):
            number = paragraph._p.pPr.numPr.numId.val
            counted[number] = counted.get(number, int(starts[number]) - 1) + 1
            found.append((paragraph.text.strip(), counted[number]))
    return found


@pytest.mark.parametrize(
    ("markdown", "numbers"),
    [
        ("1. a\n2. b", [("a", 1), ("b", 2)]),
        ("5. a\n6. b", [("a", 5), ("b", 6)]),
        ("0. a\n1. b", [("a", 0), ("b", 1)]),
        ("999999999. a", [("a", 32_767)]),
        ("1. a\n\nväli\n\n2. b", [("a", 1), ("b", 2)]),
        ("1. a\n   1. b\n   2. c\n2. d\n   1. e\n   2. f", [("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 2)]),
        ("- a\n\n  3. b\n- c\n  1. d", [("b", 3), ("d", 1)]),
        ("1. a\n   1. b\n      1. c\n   2. d\n      1. e", [("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 1)]),
    ],
)
def test_each_numbered_list_counts_from_its_own_beginning(markdown, numbers):
    assert numbers_of(markdown) == numbers


def test_an_own_text_is_a_word_file_too_and_of_a_version_only_the_template(maija):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "## Otsikko\n\nTeksti"})
    word = document(maija, "methods/own/1/template.docx")
    assert [p.text for p in word.paragraphs][:3] == ["Oma", "Otsikko", "Teksti"]
    maija.post("methods/company-visit/copy")
    texts = "\n".join(p.text for p in document(maija, "methods/own/2/template.docx").paragraphs)
    assert "Thank-you" in texts or "Thank" in texts
    assert "Split" not in texts


def test_another_colleges_text_is_not_handed_out(maija, other_college):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "Teksti"})
    assert other_college("maija").get("methods/own/1/template.docx").status_code == 404


def paragraphs(markdown):
    word = Document(BytesIO(word_file("Otsikko", render_markdown(markdown, first_level=2), "fi")))
    return [p.text.strip() for p in word.paragraphs if p.text][1:]


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("**a** *b*", ["a b"]),
        ("- eka\n\n    toka\n\n- kolmas", ["eka", "toka", "kolmas"]),
        ("> yksi\n>\n> kaksi", ["yksi", "kaksi"]),
        ("> - yksi\n> - kaksi", ["yksi", "kaksi"]),
        ("    a\n    b", ["a\nb"]),
        ("##### alin", ["alin"]),
        ("<div>raaka</div>", ["<div>raaka</div>"]),
        ("[sivu](https://a.example/b)", ["sivu (https://a.example/b)"]),
        ("https://a.example/b", ["https://a.example/b"]),
        ("www.a.example", ["www.a.example"]),
        ("[Maija](mailto:m@a.example) m@a.example", ["Maija (m@a.example) m@a.example"]),
        ("[soita](tel:+35840123)", ["soita (+35840123)"]),
        ("[taso](tier:everyday)", ["taso"]),
        ("yksi  \nkaksi", ["yksi\nkaksi"]),
        ("<table></table>x", ["<table></table>x"]),
        ("a\x01b\x0cc", ["abc"]),
        ("- a\n    - b\n        - c\n            - d", ["a", "b", "c", "d"]),
    ],
)
def test_no_word_is_lost_or_glued_in_a_word_file(markdown, wanted):
    assert paragraphs(markdown) == wanted


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Yksi\nkaksi", "Yksi kaksi.docx"),
        ("🎉", "🎉.docx"),
        ("...", "hoitomalli.docx"),
        ("Meet & Greet 8 × 8", "Meet & Greet 8 × 8.docx"),
        ("a\u202egnp.exe", "a gnp exe.docx"),
        ('a/b\\c"d', "a b c d.docx"),
    ],
)
def test_a_title_makes_a_harmless_file_name(maija, title, name):
    from urllib.parse import unquote

    maija.post("methods/own/new", {"tier": "everyday", "title": title, "text": "Teksti\x02"})
    answer = maija.get("methods/own/1/template.docx")
    assert answer.status_code == 200
    assert name in unquote(answer.headers["Content-Disposition"]).replace('"', "")


def test_an_own_text_with_a_heading_called_template_is_handed_out_whole(maija):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Oma", "text": "Alku\n\n## Template\n\nLoppu"})
    texts = [p.text for p in document(maija, "methods/own/1/template.docx").paragraphs]
    assert "Alku" in texts
