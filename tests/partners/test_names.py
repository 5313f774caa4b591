"""What the quick-add field understands."""

import pytest

from lti_tool.partners.names import split_link


@pytest.mark.parametrize(
    ("typed", "name", "link"),
    [
        ("Kahvila Kerttuli", "Kahvila Kerttuli", ""),
        ("Kahvila Kerttuli https://kerttuli.example/a?b=1", "Kahvila Kerttuli", "https://kerttuli.example/a?b=1"),
        ("www.kerttuli.example Kahvila Kerttuli", "Kahvila Kerttuli", "www.kerttuli.example"),
        ("Kerttuli, HTTPS://kerttuli.example", "Kerttuli", "HTTPS://kerttuli.example"),
        ("https://kerttuli.example", "", "https://kerttuli.example"),
    ],
)
def test_quick_add_takes_the_link_out_of_the_name(typed, name, link):
    assert split_link(typed) == (name, link)
