"""Which parts of a name become other names."""

import pytest

from lti_tool.partners.name_parts import municipalities, parts_of


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Hangö Kennelklubb rf – Hangon Kennelkerho ry", ["Hangö Kennelklubb rf", "Hangon Kennelkerho ry"]),
        ("Hangö Kennelklubb rf - Hangon Kennelkerho ry", ["Hangö Kennelklubb rf", "Hangon Kennelkerho ry"]),
        ("Hangö Kennelklubb / Hangon Kennelkerho", ["Hangö Kennelklubb", "Hangon Kennelkerho"]),
        ("Yrkeshögskolan/Ammattikorkeakoulu", ["Yrkeshögskolan", "Ammattikorkeakoulu"]),
        ("HUS (Helsingin ja Uudenmaan sairaanhoitopiiri)", ["HUS", "Helsingin ja Uudenmaan sairaanhoitopiiri"]),
        ("Helsingin yliopisto [HY]", ["Helsingin yliopisto", "HY"]),
        ("Virtanen Oy (Vaasa)", ["Virtanen Oy"]),
        ("Virtanen Oy – Vasa", ["Virtanen Oy"]),
        ("Virtanen (Oy)", []),
        ("Virtanen (OY)", []),
        ("Virtanen (Al)", ["Virtanen"]),
        ("Virtanen (Ali)", ["Virtanen", "Ali"]),
        ("Virtanen Oy (INKOO)", ["Virtanen Oy", "INKOO"]),
        ("VIRTANEN OY (VAASA)", ["VIRTANEN OY"]),
        ("Soite (kuntayhtymä)", ["Soite"]),
        ("Kone A/S", []),
        ("Kuntosali 24/7", []),
        ("A-lehdet Oy", []),
        ("Virtanen (Kaivos", ["Virtanen", "Kaivos"]),
        ("Kerttuli (Kerttuli)", ["Kerttuli"]),
        ("Kerttuli – kerttuli oy – Kahvila", ["Kerttuli", "Kahvila"]),
        ("– / ( )", []),
        ("", []),
        ("🎂 – 🎉 (Leipomo)", []),
        (" – ".join(f"Nimi{letter}" for letter in "abcdefghij"), [f"Nimi{letter}" for letter in "abcdefghij"]),
    ],
)
def test_the_parts_of_a_name(name, parts):
    assert parts_of(name) == parts


def test_towns_are_known_in_finnish_and_swedish():
    assert {"vaasa", "vasa", "hanko", "hangö", "koski tl", "enontekis"} <= municipalities()
    assert len(municipalities()) > 350
