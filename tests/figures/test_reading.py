"""Numbers and years as people write them."""

from decimal import Decimal

import pytest

from lti_tool import db
from lti_tool.errors import RuleBroken
from lti_tool.figures.kinds import checked, read_figure, read_year

NEXT_YEAR = db.now().year + 1
READ = {
    "12500": "12500",
    "12 500,50 €": "12500.50",
    "12\u00a0500,50\u00a0€": "12500.50",
    "12\u202f500,5": "12500.50",
    "12.500,50": "12500.50",
    "12,500.50": "12500.50",
    "1'234’5": None,
    "1'234'567": "1234567",
    "1.234.567": "1234567",
    "1.234.567,8": "1234567.80",
    "1 234 567.89": "1234567.89",
    "€ 12500": "12500",
    "12500 EUR": "12500",
    "500 euroa": "500",
    "12 500,-": "12500",
    "12345.678": "12345.68",
    "0,125": "0.13",
    "0": "0",
    "007": "7",
    "１２５": "125",
    "999999999,99": "999999999.99",
    "12 5": None,
    "1.234.56": None,
    "12 500 €/v": None,
    "12 t€": None,
    "1e5": None,
    "NaN": None,
    "inf": None,
    "": None,
    "€": None,
    ",5": None,
    "=1+1": None,
    "0x10": None,
    "noin 500": None,
    "1" * 5000: None,
    "1" + " " * 70 + "2": None,
}
REFUSED = {
    ("euros", "12.500"): "Thousands or decimals? Write it as 12500 or 12,50.",
    ("euros", "12,500 €"): "Thousands or decimals?",
    ("students", "1.200"): "Thousands or decimals?",
    ("euros", "-5"): "A year figure is nought or more.",
    ("euros", "−12 500,50 €"): "A year figure is nought or more.",
    ("euros", "(500)"): "A year figure is nought or more.",
    ("euros", "1 000 000 000"): "This is too large",
    ("students", "1 000 000"): "This is too large",
    ("events", "2,5"): "Write a whole number.",
    ("students", "12 €"): "This is no number.",
}


def told(call, *values):
    with pytest.raises(RuleBroken) as broken:
        call(*values)
    return broken.value


def test_numbers_are_read_as_people_write_them_and_what_is_none_is_refused(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for written, meant in READ.items():
            if meant is None:
                assert "This is no number." in told(read_figure, written, "euros").message, written
            else:
                assert read_figure(written, "euros") == Decimal(meant), written
        for (kind, written), message in REFUSED.items():
            broken = told(read_figure, written, kind)
            assert (broken.field, message in broken.message) == (kind, True), (kind, written, broken.message)
        assert read_figure("1\u00a0200", "students") == 1200
        assert read_figure("12,0", "events") == 12


def test_a_value_that_is_no_figure_is_refused_by_the_operations_too(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for value in (Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 12.5, "12"):
            assert told(checked, value, "euros").message.startswith("This is no number.")
        for value, kind in ((-1, "euros"), (Decimal("0.5"), "students"), (10**9, "euros"), (Decimal("1E+30"), "euros")):
            assert told(checked, value, kind).field == kind
        assert told(checked, 1, "grade").field == "kind"
        assert checked(Decimal("0.005"), "euros") == Decimal("0.01")


def test_years_are_those_of_which_there_may_be_figures(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert [read_year(text) for text in ("1990", " 2024 ", str(NEXT_YEAR))] == [1990, 2024, NEXT_YEAR]
        for text in ("1989", str(NEXT_YEAR + 1), "24", "", "2024.5", "v. 2024", "-2024", "٢٠٢٤"):
            assert told(read_year, text).message == f"Write the year as four digits, from 1990 to {NEXT_YEAR}."
