"""Thirty partners under four headings, written as several colleagues write: at most two of them need a correction."""

from lti_tool.transfer.pasted_rows import read_pasted

PAGE = """Yhteistyökumppanimme

Arjen kumppanuus
• Kahvila Kerttuli Oy (www.kerttuli.example) + työssäoppimista, näyttöjä + Maija Mäkelä
• Ravintola Meritähti (https://meritahti.example) + koulutussopimuspaikkoja keväisin + Olli Rantanen
• Leipomo Vilja – leivontaa, opintokäyntejä – Ravintola-alan tiimi
• Hotelli Satama Oy, www.satama.example, vastaanoton näytöt, Anna-Kaisa Lind
• Päiväkoti Pikku-Pilvi: harjoittelujaksot / Sami Virta
• Autohuolto A. Niemi Ky; huoltotöitä; Pekka
• K-Market Rantatori + kassatyötä + Olli Rantanen
• Parturi-kampaamo Sakset T:mi (sakset.fi) - asiakastöitä - Liisa Korpi
• Vaasan Kone ja Metalli Oy Ab + hitsausta (kevät) + Olli Rantanen

Kehittämiskumppanuudet
• Hangö Kennelklubb rf – Hangon Kennelkerho ry – eläintenhoidon opintopolku – Maija Mäkelä
• Länsirannikon Logistiikka Oy + trukkikoulutuksen uudistaminen + Kuljetusalan tiimi
• HUS (Helsingin ja Uudenmaan sairaanhoitopiiri) + lähihoitajien näytöt + Sari Nieminen, puh. 040 123 4567
• Tilitoimisto Numero & Kumppani Ky (www.numero.example): taloushallinnon harjoitusyritys, Pirjo Ahola
• Rakennus A/B Oy + työmaaviikot + Jukka Hakala
• Mediatalo Kajo | videotuotanto | Elina Harju
• Vanhustenkoti Iltarusko – mobiiliohjaus – Sari Nieminen

Strategiset kumppanit
• Hangon kaupunki / Hangö stad + työpajat nuorille + rehtori Juha Salmi
• Osuuskauppa Länsiranta + esimieskoulutukset + Olli Rantanen
• Teknologiateollisuuden Länsiklusteri ry – ennakointi – Jukka Hakala
• Satamaoperaattori North Port Oy (https://northport.example/fi/ura?x=1) + rekrykoulutus + Kuljetusalan tiimi
• Sote-keskus Aalto
  o työelämäpäivät
  o Sari Nieminen
• Maatila Ylätalo, luomuviljelyä, Liisa Korpi
• Energia Oyj + vihreä siirtymä + Pekka Laine

Kumppanuus- ja palveluverkostot
• Ohjaamo Länsi + yhteiset ohjausajat + Anna-Kaisa Lind
• Yrittäjäyhdistys Ranta ry – aamukahvit
• Kehitysyhtiö Kajastus Oy (www.kajastus.example) – hankkeet – Jukka Hakala
• Kansalaisopisto Merenkurkku + kielikurssit + Elina Harju
• Nuorisotyö Nosto + etsivä nuorisotyö + Sami Virta
• 4H-yhdistys + kesäyrittäjät + Liisa Korpi
• Työllisyysalue 7 + TE-palvelut + Pirjo Ahola
"""
MEANT = [
    ("everyday", "Kahvila Kerttuli Oy", "https://www.kerttuli.example", "työssäoppimista, näyttöjä", "Maija Mäkelä"),
    ("everyday", "Ravintola Meritähti", "https://meritahti.example", "koulutussopimuspaikkoja keväisin", "Olli Rantanen"),
    ("everyday", "Leipomo Vilja", "", "leivontaa, opintokäyntejä", "Ravintola-alan tiimi"),
    ("everyday", "Hotelli Satama Oy", "https://www.satama.example", "vastaanoton näytöt", "Anna-Kaisa Lind"),
    ("everyday", "Päiväkoti Pikku-Pilvi", "", "harjoittelujaksot", "Sami Virta"),
    ("everyday", "Autohuolto A. Niemi Ky", "", "huoltotöitä", "Pekka"),
    ("everyday", "K-Market Rantatori", "", "kassatyötä", "Olli Rantanen"),
    ("everyday", "Parturi-kampaamo Sakset T:mi", "https://sakset.fi", "asiakastöitä", "Liisa Korpi"),
    ("everyday", "Vaasan Kone ja Metalli Oy Ab", "", "hitsausta (kevät)", "Olli Rantanen"),
    ("development", "Hangö Kennelklubb rf – Hangon Kennelkerho ry", "", "eläintenhoidon opintopolku", "Maija Mäkelä"),
    ("development", "Länsirannikon Logistiikka Oy", "", "trukkikoulutuksen uudistaminen", "Kuljetusalan tiimi"),
    (
        "development",
        "HUS (Helsingin ja Uudenmaan sairaanhoitopiiri)",
        "",
        "lähihoitajien näytöt",
        "Sari Nieminen, puh. 040 123 4567",
    ),
    (
        "development",
        "Tilitoimisto Numero & Kumppani Ky",
        "https://www.numero.example",
        "taloushallinnon harjoitusyritys",
        "Pirjo Ahola",
    ),
    ("development", "Rakennus A/B Oy", "", "työmaaviikot", "Jukka Hakala"),
    ("development", "Mediatalo Kajo", "", "videotuotanto", "Elina Harju"),
    ("development", "Vanhustenkoti Iltarusko", "", "mobiiliohjaus", "Sari Nieminen"),
    ("strategic", "Hangon kaupunki / Hangö stad", "", "työpajat nuorille", "rehtori Juha Salmi"),
    ("strategic", "Osuuskauppa Länsiranta", "", "esimieskoulutukset", "Olli Rantanen"),
    ("strategic", "Teknologiateollisuuden Länsiklusteri ry", "", "ennakointi", "Jukka Hakala"),
    (
        "strategic",
        "Satamaoperaattori North Port Oy",
        "https://northport.example/fi/ura?x=1",
        "rekrykoulutus",
        "Kuljetusalan tiimi",
    ),
    ("strategic", "Sote-keskus Aalto", "", "työelämäpäivät", "Sari Nieminen"),
    ("strategic", "Maatila Ylätalo", "", "luomuviljelyä", "Liisa Korpi"),
    ("strategic", "Energia Oyj", "", "vihreä siirtymä", "Pekka Laine"),
    ("network", "Ohjaamo Länsi", "", "yhteiset ohjausajat", "Anna-Kaisa Lind"),
    ("network", "Yrittäjäyhdistys Ranta ry", "", "aamukahvit", ""),
    ("network", "Kehitysyhtiö Kajastus Oy", "https://www.kajastus.example", "hankkeet", "Jukka Hakala"),
    ("network", "Kansalaisopisto Merenkurkku", "", "kielikurssit", "Elina Harju"),
    ("network", "Nuorisotyö Nosto", "", "etsivä nuorisotyö", "Sami Virta"),
    ("network", "4H-yhdistys", "", "kesäyrittäjät", "Liisa Korpi"),
    ("network", "Työllisyysalue 7", "", "TE-palvelut", "Pirjo Ahola"),
]
MOST_CORRECTIONS = 2


def test_thirty_lines_under_four_headings_need_at_most_two_corrections():
    pasted = read_pasted(PAGE)
    rows = [tuple(row[:5]) for row in pasted.sheet.rows]
    assert pasted.titles == ["Yhteistyökumppanimme"]
    assert [row[:2] for row in rows] == [row[:2] for row in MEANT]
    wrong = [row for row, meant in zip(rows, MEANT, strict=True) if row != meant]
    assert len(wrong) <= MOST_CORRECTIONS, wrong


def test_the_title_of_a_person_before_the_name_stays_in_the_description():
    assert read_pasted("Hangon kaupunki + työpajat + rehtori Juha Salmi").sheet.rows[0][3:] == [
        "työpajat + rehtori Juha Salmi",
        "",
    ]
