"""When two names are one partner."""

import pytest

from lti_tool.db import search_key, sort_key
from lti_tool.partners.names import name_key


@pytest.mark.parametrize(
    "name", ["Leipomo Kultakuori Oy", "leipomo kultakuori", "LEIPOMO KULTAKUORI OY", "Leipomo  Kultakuori, Oy"]
)
def test_company_form_case_and_punctuation_do_not_make_a_second_partner(name):
    assert name_key(name) == "leipomo kultakuori"


def test_a_name_of_only_a_company_form_stays():
    assert name_key("Oy Ab") == "oy ab"


def test_finnish_order_has_å_ä_ö_last_and_other_accents_as_their_letter():
    names = ["Öljy", "Zoo", "Ähtäri", "Åbo", "café b", "Cafe a", "Ahti"]
    assert sorted(names, key=sort_key) == ["Ahti", "Cafe a", "café b", "Zoo", "Åbo", "Ähtäri", "Öljy"]


def test_search_finds_both_forms_of_ä():
    assert search_key("ÄITI") == search_key("a\u0308iti")
