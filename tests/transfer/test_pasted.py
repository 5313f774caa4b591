"""Lists as teachers have them on a Moodle page, in Word, in an e-mail or in Excel, taken apart by themselves."""

import random
from collections import Counter

import pytest

from lti_tool.text import person_key
from lti_tool.transfer.entry import take_apart
from lti_tool.transfer.pasted_rows import LONGEST_PASTED, read_pasted
from lti_tool.transfer.reading import message_of
from lti_tool.transfer.sheets import CannotRead

WITH_PLUS = """Kumppanimme 2026

Arjen kumppanuus
• Kahvila Kerttuli Oy (www.kerttuli.example) + työssäoppimista ja näyttöjä + Maija Mäkelä
• Leipomo Vilja + leivontakursseja, opintokäyntejä + Ravintola-alan tiimi
• Tilitoimisto Numero Ky (https://numero.example/fi/) + taloushallinnon työpaikkoja + Olli

STRATEGISET KUMPPANIT
• A/B Rakennus Oy + työmaavierailuja + Sami Virta, puh. 040 123 4567
"""
WITH_DASHES = """1. Kehittämiskumppanuus

Hotelli Satama Oy – vastaanoton näytöt, kesätyöt – Maija Mäkelä
Hangon Kennelkerho ry – Hangö Kennelklubb rf – eläintenhoidon harjoittelut – Mäkelä, Maija
Etelä-Suomen Kone-Apu Oy - huollon opintopolku - Olli Rantanen

2. Verkostot

Länsirannikon yrittäjät ry – yhteiset aamukahvit
Mainio-hanke, tavataan kaksi kertaa vuodessa, Sami Virta
"""
SWEDISH_WORD = """Vardagspartnerskap
•\tKafé Måsen Ab
o\tkafemasen.fi
o\tpraktikplatser, yrkesprov
o\tAnna von Essen
•\tGård & Trädgård Näse
o\tsommarjobb för trädgårdsmästare
o\tKontaktperson: Olof Ek
Utvecklingspartnerskap
•\tHangö stad / Hangon kaupunki
o\tgemensam studieväg
o\trestaurangteamet
"""
ENGLISH_SENTENCES = """Everyday partners:
- Harbour Bakery Ltd: apprentices in the mornings, study visits (Mary Stone)
- The Old Mill (www.oldmill.example): venue for our graduation dinner; John Reed
- Green Hands Association, gardening days, hospitality team

Strategic partnership
- Northern Logistics Inc | https://www.northern.example | curriculum board | Mary Stone & John Reed
"""
BLOCKS = """Kahvila Kerttuli Oy
www.kerttuli.example
Työssäoppimista kahvilan puolella
Yhteyshenkilömme: Maija Mäkelä

Leipomo Vilja
Leivontakursseja kahdesti vuodessa
Yhteyshenkilömme: Olli Rantanen
Varahenkilö: Sami Virta
"""
SEED_FORM = """Arki
Kahvila Kerttuli Oy (linkki: www.kerttuli.example) +
työssäoppimista, näyttöjä +
Maija Mäkelä

Leipomo Vilja (vilja.fi) +
leivontaa +
Olli Rantanen
"""
NESTED = """- Arjen kumppanuus
    - Kahvila Kerttuli – työssäoppimista – Maija Mäkelä
    - Leipomo Vilja – leivontaa (kevät ja syksy)
- Strateginen kumppanuus
    - Kauppa Kippo Oy – myyntiä
"""
GROUPED = """Ravintola-ala:
- Kahvila Kerttuli Oy + työssäoppimista + Maija Mäkelä
- Leipomo Vilja + leivontaa + Olli Rantanen
Liiketalous:
- Kauppa Kippo Oy + myyntiä + Sami Virta
"""
NAMES_ABOVE = """Kahvila Kerttuli
§\ttyössäoppimista
§\tMaija Mäkelä
Leipomo Vilja
§\tleivontaa, kursseja
§\tOlli Rantanen
"""
TABBED = """Kahvila Kerttuli Oy
\twww.kerttuli.example
\ttyössäoppimista
\tMaija Mäkelä
Leipomo Vilja
\tleivontaa
\tOlli Rantanen
"""
TIER_ON_LINE = """Arki: Kahvila Kerttuli, työssäoppimista, Maija Mäkelä
Strateginen: Kauppa Kippo Oy, myyntiä, Sami Virta
"""
ONLY_NAMES = """Muut kumppanit
Kahvila Kerttuli
T:mi Virtanen
24/7 Huolto Oy
"""
SAMPLES = {
    WITH_PLUS: [
        ("everyday", "Kahvila Kerttuli Oy", "https://www.kerttuli.example", "työssäoppimista ja näyttöjä", "Maija Mäkelä"),
        ("everyday", "Leipomo Vilja", "", "leivontakursseja, opintokäyntejä", "Ravintola-alan tiimi"),
        ("everyday", "Tilitoimisto Numero Ky", "https://numero.example/fi/", "taloushallinnon työpaikkoja", "Olli"),
        ("strategic", "A/B Rakennus Oy", "", "työmaavierailuja", "Sami Virta, puh. 040 123 4567"),
    ],
    WITH_DASHES: [
        ("development", "Hotelli Satama Oy", "", "vastaanoton näytöt, kesätyöt", "Maija Mäkelä"),
        ("development", "Hangon Kennelkerho ry – Hangö Kennelklubb rf", "", "eläintenhoidon harjoittelut", "Mäkelä, Maija"),
        ("development", "Etelä-Suomen Kone-Apu Oy", "", "huollon opintopolku", "Olli Rantanen"),
        ("network", "Länsirannikon yrittäjät ry", "", "yhteiset aamukahvit", ""),
        ("network", "Mainio-hanke", "", "tavataan kaksi kertaa vuodessa", "Sami Virta"),
    ],
    SWEDISH_WORD: [
        ("everyday", "Kafé Måsen Ab", "https://kafemasen.fi", "praktikplatser, yrkesprov", "Anna von Essen"),
        ("everyday", "Gård & Trädgård Näse", "", "sommarjobb för trädgårdsmästare", "Olof Ek"),
        ("development", "Hangö stad / Hangon kaupunki", "", "gemensam studieväg", "restaurangteamet"),
    ],
    ENGLISH_SENTENCES: [
        ("everyday", "Harbour Bakery Ltd", "", "apprentices in the mornings, study visits", "Mary Stone"),
        ("everyday", "The Old Mill", "https://www.oldmill.example", "venue for our graduation dinner", "John Reed"),
        ("everyday", "Green Hands Association", "", "gardening days", "hospitality team"),
        ("strategic", "Northern Logistics Inc", "https://www.northern.example", "curriculum board", "Mary Stone & John Reed"),
    ],
    SEED_FORM: [
        ("everyday", "Kahvila Kerttuli Oy", "https://www.kerttuli.example", "työssäoppimista, näyttöjä", "Maija Mäkelä"),
        ("everyday", "Leipomo Vilja", "https://vilja.fi", "leivontaa", "Olli Rantanen"),
    ],
    NESTED: [
        ("everyday", "Kahvila Kerttuli", "", "työssäoppimista", "Maija Mäkelä"),
        ("everyday", "Leipomo Vilja", "", "leivontaa (kevät ja syksy)", ""),
        ("strategic", "Kauppa Kippo Oy", "", "myyntiä", ""),
    ],
    GROUPED: [
        ("", "Kahvila Kerttuli Oy", "", "työssäoppimista", "Maija Mäkelä"),
        ("", "Leipomo Vilja", "", "leivontaa", "Olli Rantanen"),
        ("", "Kauppa Kippo Oy", "", "myyntiä", "Sami Virta"),
    ],
    NAMES_ABOVE: [
        ("", "Kahvila Kerttuli", "", "työssäoppimista", "Maija Mäkelä"),
        ("", "Leipomo Vilja", "", "leivontaa, kursseja", "Olli Rantanen"),
    ],
    TABBED: [
        ("", "Kahvila Kerttuli Oy", "https://www.kerttuli.example", "työssäoppimista", "Maija Mäkelä"),
        ("", "Leipomo Vilja", "", "leivontaa", "Olli Rantanen"),
    ],
    TIER_ON_LINE: [
        ("everyday", "Kahvila Kerttuli", "", "työssäoppimista", "Maija Mäkelä"),
        ("strategic", "Kauppa Kippo Oy", "", "myyntiä", "Sami Virta"),
    ],
    ONLY_NAMES: [
        ("other", "Kahvila Kerttuli", "", "", ""),
        ("other", "T:mi Virtanen", "", "", ""),
        ("other", "24/7 Huolto Oy", "", "", ""),
    ],
}


def first_five(pasted):
    assert pasted.meanings[:5] == ["tier", "partner", "link", "description", "contact"]
    return [tuple(row[:5]) for row in pasted.sheet.rows]


@pytest.mark.parametrize(("text", "rows"), SAMPLES.items())
def test_a_list_comes_apart_by_itself(text, rows):
    assert first_five(read_pasted(text)) == rows


@pytest.mark.parametrize(
    "bullet", ["• ", "•\t", "o\t", "§\t", "- ", "* ", "+ ", "– ", "1. ", "1) ", "a) ", "\uf0b7\t", "▪ ", "  ◦ ", "\u00a0• "]
)
def test_any_bullet(bullet):
    text = f"Arki\n{bullet}Leipomo Vilja + leivontaa\n{bullet}Kahvila Oy\n"
    assert first_five(read_pasted(text)) == [
        ("everyday", "Leipomo Vilja", "", "leivontaa", ""),
        ("everyday", "Kahvila Oy", "", "", ""),
    ]


def test_what_a_word_before_a_colon_names_has_its_own_column():
    pasted = read_pasted(BLOCKS)
    assert pasted.meanings == ["tier", "partner", "link", "description", "contact", "deputy"]
    assert pasted.sheet.rows == [
        ["", "Kahvila Kerttuli Oy", "https://www.kerttuli.example", "Työssäoppimista kahvilan puolella", "Maija Mäkelä", ""],
        ["", "Leipomo Vilja", "", "Leivontakursseja kahdesti vuodessa", "Olli Rantanen", "Sami Virta"],
    ]


def test_titles_are_no_partners_and_are_named():
    assert read_pasted(WITH_PLUS).titles == ["Kumppanimme 2026"]
    assert read_pasted(GROUPED).titles == ["Ravintola-ala:", "Liiketalous:"]


def test_names_above_the_first_tier_are_partners_without_one():
    pasted = read_pasted("Kahvila\nLeipomo\nKauppa\nArki\nHotelli Satama")
    assert [row[:2] for row in pasted.sheet.rows] == [
        ["", "Kahvila"],
        ["", "Leipomo"],
        ["", "Kauppa"],
        ["everyday", "Hotelli Satama"],
    ]


def test_a_list_of_moodles_editor():
    html = """<h3>Vardagspartnerskap</h3><ul>
      <li><a href="https://masen.example/">Kafé Måsen Ab</a>&nbsp;– praktik<br>Anna von Essen</li>
      <li><p>Bageri Vilja</p><p>bakning</p><p>Olof Ek</p></li></ul>
      <h3>Nätverk</h3><ul><li>Kustens företagare rf<ul><li>möten</li><li>Olof Ek</li></ul></li></ul>"""
    assert first_five(read_pasted("whatever", html)) == [
        ("everyday", "Kafé Måsen Ab", "https://masen.example/", "praktik", "Anna von Essen"),
        ("everyday", "Bageri Vilja", "", "bakning", "Olof Ek"),
        ("network", "Kustens företagare rf", "", "möten", "Olof Ek"),
    ]


def test_a_paragraph_after_a_list_belongs_to_no_item_of_it():
    html = "<p>Arki</p><ul><li>Kahvila + jaksot</li></ul><p>Leipomo Vilja + leivontaa</p>"
    assert [row[1] for row in first_five(read_pasted("whatever", html))] == ["Kahvila", "Leipomo Vilja"]


def test_a_list_of_word():
    item = "<p class=MsoListParagraph style='margin-left:36pt;mso-list:l0 level{} lfo1'><![if !supportLists]><span>{}<span>&nbsp; &nbsp;</span></span><![endif]>{}</p>"
    html = (
        "<html><head><style>p {color: red}</style></head><body><!--StartFragment--><p class=MsoNormal>Strategiset kumppanit</p>"
        + item.format(1, "·", "Kahvila Kerttuli Oy")
        + item.format(2, "o", "työssäoppimista")
        + item.format(2, "o", "Maija Mäkelä")
        + item.format(1, "·", "Leipomo Vilja + <a href='http://vilja.example'>http://vilja.example</a> + leivontaa")
        + "<!--EndFragment--></body></html>"
    )
    assert first_five(read_pasted("", html)) == [
        ("strategic", "Kahvila Kerttuli Oy", "", "työssäoppimista", "Maija Mäkelä"),
        ("strategic", "Leipomo Vilja", "http://vilja.example", "leivontaa", ""),
    ]


def test_lines_of_one_paragraph_under_a_bold_tier():
    html = (
        '<p><strong>Arjen kumppanuus</strong></p><p>Kahvila Kerttuli (<a href="http://kerttuli.example/">kerttuli.example</a>) + kahvia + Maija Mäkelä'
        "<br>Leipomo Vilja + leivontaa<br></p><p><strong>Verkostot</strong><br>Yrittäjät ry + aamukahvit</p><h2>Muut</h2><p>• Kauppa<br>o&nbsp;&nbsp;&nbsp;myyntiä</p>"
    )
    assert first_five(read_pasted("", html)) == [
        ("everyday", "Kahvila Kerttuli", "http://kerttuli.example/", "kahvia", "Maija Mäkelä"),
        ("everyday", "Leipomo Vilja", "", "leivontaa", ""),
        ("network", "Yrittäjät ry", "", "aamukahvit", ""),
        ("other", "Kauppa", "", "myyntiä", ""),
    ]


def test_rows_copied_from_excel_keep_their_cells():
    text = (
        'Kumppani\tKuvaus\tYhteyshenkilö\r\nKahvila Kerttuli\t"yksi\r\nkaksi\tja ""kolme"""\tMaija\r\nLeipomo "Vilja"\t\tOlli\r\n'
    )
    pasted = read_pasted(text)
    assert pasted.meanings is None
    assert pasted.sheet.rows == [
        ["Kumppani", "Kuvaus", "Yhteyshenkilö"],
        ["Kahvila Kerttuli", 'yksi\nkaksi\tja "kolme"', "Maija"],
        ['Leipomo "Vilja"', "", "Olli"],
    ]


def test_the_table_beside_the_text_is_what_excel_means():
    html = "<table><tr><th>Kumppani</th><th>Kuvaus</th></tr><tr><td>Leipomo&nbsp;Vilja</td><td>yksi<br>kaksi</td></tr></table>"
    assert read_pasted("x", html).sheet.rows == [["Kumppani", "Kuvaus"], ["Leipomo Vilja", "yksi\nkaksi"]]


def test_merged_cells_of_a_copied_table_keep_the_columns_apart():
    html = (
        "<table><tr><th colspan=2>Kumppanit</th><th>Kuvaus</th></tr><tr><td rowspan=2>Arki</td><td>Leipomo</td><td>a</td></tr>"
        "<tr><td>Kahvila</td><td>b</td></tr><tr><td>Muut</td><td>Kauppa</td><td rowspan=99999>c</td></tr><tr><td>x</td></tr></table>"
    )
    assert read_pasted("x", html).sheet.rows == [
        ["Kumppanit", "", "Kuvaus"],
        ["Arki", "Leipomo", "a"],
        ["Arki", "Kahvila", "b"],
        ["Muut", "Kauppa", "c"],
        ["x"],
    ]


def test_a_pasted_table_has_the_limits_of_a_file():
    with pytest.raises(CannotRead) as refused:
        read_pasted("x", "<table><tr><td>a</td><td colspan=99999>b</td>" + "<td>c</td>" * 300 + "</tr></table>")
    assert refused.value.reason == "too_many_columns"
    with pytest.raises(CannotRead) as refused:
        read_pasted("a\tb\n" * 20_001)
    assert refused.value.reason == "too_many_rows"


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_of_a_table():
    assert read_pasted('"Vilja\tleivontaa\nKerttuli\tkahvia').sheet.rows == [['"Vilja', "leivontaa"], ["Kerttuli", "kahvia"]]


def test_a_pasted_csv_with_known_headings_is_a_table():
    pasted = read_pasted("Kumppani;Kuvaus;Taso\nLeipomo;leivontaa;arki\n")
    assert pasted.meanings is None
    assert pasted.sheet.rows[1] == ["Leipomo", "leivontaa", "arki"]


@pytest.mark.parametrize(
    ("line", "partner", "link", "description", "contact"),
    [
        ("Hangö Kennelklubb rf – Hangon Kennelkerho ry", "Hangö Kennelklubb rf – Hangon Kennelkerho ry", "", "", ""),
        ("Hangon Kennelkerho – Hangö Kennelklubb rf", "Hangon Kennelkerho – Hangö Kennelklubb rf", "", "", ""),
        ("Kahvila ja konditoria – Leipomo Vilja Oy", "Kahvila ja konditoria", "", "Leipomo Vilja Oy", ""),
        (
            "Leipomo Oy, leivontaa, Maija Mäkelä, 040 123 4567, keväisin",
            "Leipomo Oy",
            "",
            "leivontaa, keväisin",
            "Maija Mäkelä, 040 123 4567",
        ),
        ("HUS (Helsingin ja Uudenmaan sairaanhoitopiiri)", "HUS (Helsingin ja Uudenmaan sairaanhoitopiiri)", "", "", ""),
        ("Kahvila Kerttuli (työssäoppimista, Maija Mäkelä)", "Kahvila Kerttuli", "", "työssäoppimista", "Maija Mäkelä"),
        ("Kahvila Kerttuli (Maija Mäkelä)", "Kahvila Kerttuli", "", "", "Maija Mäkelä"),
        ("Leipomo, Kahvila ja Konditoria Vilja Oy, leivontaa", "Leipomo, Kahvila ja Konditoria Vilja Oy", "", "leivontaa", ""),
        ("Etelä-Karjalan osuuskauppa – kesätyöt", "Etelä-Karjalan osuuskauppa", "", "kesätyöt", ""),
        ("[Leipomo Vilja](https://vilja.example) – leivontaa", "Leipomo Vilja", "https://vilja.example", "leivontaa", ""),
        ("Leipomo Vilja, <www.vilja.example>, leivontaa", "Leipomo Vilja", "https://www.vilja.example", "leivontaa", ""),
        ("Leipomo Vilja (vilja.fi): leivontaa / Maija Mäkelä", "Leipomo Vilja", "https://vilja.fi", "leivontaa", "Maija Mäkelä"),
        ("Leipomo Oy; leivontaa; Maija ja Olli", "Leipomo Oy", "", "leivontaa", "Maija ja Olli"),
        ("Leipomo Oy + leivontaa, Salo + Helsinki Vantaa", "Leipomo Oy", "", "leivontaa, Salo + Helsinki Vantaa", ""),
        ("Leipomo Oy - leivontaa klo 8:30-12 - Maija Mäkelä", "Leipomo Oy", "", "leivontaa klo 8:30-12", "Maija Mäkelä"),
        (
            "Leipomo Oy, leivontaa, Maija Mäkelä, maija@opisto.example",
            "Leipomo Oy",
            "",
            "leivontaa",
            "Maija Mäkelä, maija@opisto.example",
        ),
        ("Leipomo Oy + Maija Mäkelä + leivontaa ja muuta", "Leipomo Oy", "", "leivontaa ja muuta", "Maija Mäkelä"),
        ("Leipomo Oy + Tupu Hotelli Oy + leivontaa", "Leipomo Oy", "", "Tupu Hotelli Oy + leivontaa", ""),
        ("Leipomo Oy / Työpaikkavierailu / Maija Mäkelä", "Leipomo Oy", "", "Työpaikkavierailu", "Maija Mäkelä"),
        ("Leipomo Oy – leivontaa + kursseja – Maija Mäkelä", "Leipomo Oy", "", "leivontaa + kursseja", "Maija Mäkelä"),
        ("Leipomo Oy + leivontaa - myös iltaisin + Maija", "Leipomo Oy", "", "leivontaa - myös iltaisin", "Maija"),
        ("Café Lumo - study visits, our contact person Mary Stone", "Café Lumo", "", "study visits", "Mary Stone"),
        ("Kustens Bageri Ab – praktik – kontakt Anna von Essen", "Kustens Bageri Ab", "", "praktik", "Anna von Essen"),
        ("www.vilja.example", "", "https://www.vilja.example", "", ""),
        ("Leipomo – a.fi – b.fi – leivontaa", "Leipomo", "https://a.fi", "leivontaa\nhttps://b.fi", ""),
    ],
)
def test_a_line_comes_apart(line, partner, link, description, contact):
    assert take_apart([line])[:4] == (partner, link, description, contact)


def test_a_known_colleague_wins_wherever_the_name_stands():
    known = {person_key("Rantanen Olli"), person_key("Työelämäpalvelut")}
    assert take_apart(["Leipomo – olli rantanen – Maija Mäkelä hoitaa"], known)[2:4] == ("Maija Mäkelä hoitaa", "olli rantanen")
    assert take_apart(["Leipomo, leivontaa, työelämäpalvelut"], known).contact == "työelämäpalvelut"
    assert take_apart(["Leipomo, leivontaa, työelämäpalvelut"]).contact == ""


def letters_of(texts):
    return Counter(character.casefold() for text in texts for character in text if character.isalnum())


def test_every_letter_stands_in_some_cell():
    """Lines put together by lot, from pieces and separators that fit and that do not."""
    lot = random.Random(16)
    pieces = [
        *(
            "Leipomo Vilja Oy",
            "Maija Mäkelä",
            "työssäoppimista (kevät)",
            "A/B Oy",
            "Olli",
            "klo 8:30",
            "(",
            ")",
            "Etelä-Savo",
            "Oy Ab",
            "x+y",
        ),
        *(
            "Ravintola-alan tiimi",
            "puh. 040 123 4567",
            "maija@opisto.example",
            "Hangon Kennelkerho ry",
            "Näyttö: B",
            "”Sanat”",
            "50 %",
            "HUS",
            "",
        ),
        *("Maija ja Olli", "24/7", "[a]", "Salo", "von Essen, Anna", "a.b", "\\\\palvelin\\kansio", "R&D", "É", "1 000 €"),
    ]
    separators = [" + ", " – ", " - ", ", ", "; ", ": ", " / ", " (", ") ", "\n", "\t", " | ", " ", "+", "-", "/", ". "]
    for _ in range(3_000):
        line = "".join(lot.choice(pieces) + lot.choice(separators) for _ in range(lot.randint(1, 7)))
        entry = take_apart(line.split("\n"))
        cells = [entry.partner, entry.link, entry.description, entry.contact, *entry.others.values()]
        assert letters_of(cells) == letters_of([line]), line


def test_every_letter_of_a_list_stands_in_some_cell_or_title():
    lot = random.Random(17)
    texts = [
        "Leipomo Vilja Oy",
        "Maija Mäkelä",
        "leivontaa, kursseja",
        "Kahvila Kerttuli – kahvia – Olli",
        "Ravintola-ala:",
        "vilja + b + c",
    ]
    marks = ["• ", "- ", "\t", "  - ", "", "", "    ", "§\t", "* ", "– "]
    for _ in range(1_000):
        lines = [lot.choice(marks) + lot.choice(texts) + lot.choice(["", "", "\n"]) for _ in range(lot.randint(1, 8))]
        pasted = read_pasted("\n".join(lines))
        assert letters_of([cell for row in pasted.sheet.rows for cell in row] + pasted.titles) == letters_of(lines), lines


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "•", "- \n- ", "+++", "(", "\t\t", "Arki", "#", "[]()", "\0", "x" * 50_000, "(" * 5_000, "+ " * 5_000],
)
def test_what_says_nothing_makes_no_error(text):
    pasted = read_pasted(text)
    assert len(pasted.sheet.rows) <= 1


def test_what_is_too_long_to_paste_is_refused():
    with pytest.raises(CannotRead):
        read_pasted("x" * (LONGEST_PASTED + 1))


def test_html_that_stands_in_itself_too_often_is_left_for_the_text_beside_it():
    assert first_five(read_pasted("Leipomo", "<ul>" * 100_000 + "<li>Kahvila")) == [("", "Leipomo", "", "", "")]
    deep = "<ul><li>" * 50 + "Kahvila" + "</li></ul>" * 50
    assert first_five(read_pasted("Leipomo", deep)) == [("", "Kahvila", "", "", "")]
    assert len(read_pasted("", "<ul>" + "<li>Kahvila" * 1_000 + "</ul>").sheet.rows) == 1_000


def test_a_list_of_too_many_lines_is_refused_with_the_number():
    with pytest.raises(CannotRead) as refused:
        read_pasted("Leipomo\n" * 5_001)
    assert "5000" in message_of(refused.value, "").replace(",", "")


def test_broken_html_is_read_as_far_as_it_goes():
    assert first_five(read_pasted("", "<ul><li>Leipomo + leivontaa</ul></div><li>Kahvila<b>"))[0][1] == "Leipomo"
    assert first_five(read_pasted("Leipomo", "<script>x</script>")) == [("", "Leipomo", "", "", "")]
