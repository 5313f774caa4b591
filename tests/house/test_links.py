"""Web addresses as people write them: what is read as one, what is refused, and what stays of the name around it."""

import time

import pytest

from lti_tool.links import LONGEST_READ, is_email, is_web_link, read_link, split_links

KAHVILA = "https://fi.wiki.example/wiki/Kahvila_(tapa)"


@pytest.mark.parametrize(
    ("typed", "name", "links"),
    [
        ("Kahvila Kerttuli", "Kahvila Kerttuli", []),
        ("Kahvila  Kerttuli https://k.example/a?b=1", "Kahvila Kerttuli", ["https://k.example/a?b=1"]),
        ("www.k.example Kahvila Kerttuli", "Kahvila Kerttuli", ["https://www.k.example"]),
        ("Kerttuli, HTTPS://k.example", "Kerttuli", ["HTTPS://k.example"]),
        ("https://k.example", "", ["https://k.example"]),
        ("Kahvila A (https://a.example)", "Kahvila A", ["https://a.example"]),
        ("Kahvila A <https://a.example>", "Kahvila A", ["https://a.example"]),
        ("Kahvila A<https://a.example>", "Kahvila A", ["https://a.example"]),
        ("Kahvila A (<https://a.example>)", "Kahvila A", ["https://a.example"]),
        ("Kahvila A [https://a.example]", "Kahvila A", ["https://a.example"]),
        ("[Kahvila A](https://a.example)", "Kahvila A", ["https://a.example"]),
        ('Kahvila A "https://a.example"', "Kahvila A", ["https://a.example"]),
        ("Kahvila A ”https://a.example”.", "Kahvila A", ["https://a.example"]),
        ("Kahvila A https://a.example.", "Kahvila A", ["https://a.example"]),
        ("Kahvila A: https://a.example:", "Kahvila A", ["https://a.example"]),
        ("https://a.example: Kahvila A", "Kahvila A", ["https://a.example"]),
        ("Kahvila A (https://a.example), Turku", "Kahvila A, Turku", ["https://a.example"]),
        ("Kahvila A (Turku) www.a.example", "Kahvila A (Turku)", ["https://www.a.example"]),
        ('"Kulma" Inc. www.a.example', '"Kulma" Inc.', ["https://www.a.example"]),
        (f"Kahvila {KAHVILA}", "Kahvila", [KAHVILA]),
        (f"Kahvila ({KAHVILA}).", "Kahvila", [KAHVILA]),
        ("A https://a.example https://b.example/x.", "A", ["https://a.example", "https://b.example/x"]),
        ("A www.a.example<http://www.a.example/>", "A", ["https://www.a.example"]),
        ("[https://a.example](https://a.example)", "", ["https://a.example"]),
        ("A https://a\u200b.example\u200b", "A", ["https://a.example"]),
        ("Verkkokauppa.example", "Verkkokauppa.example", []),
        ("A info@www.a.example", "A info@www.a.example", []),
        ("A https:// www.", "A https:// www.", []),
        ("A https://user@evil.example", "A https://user@evil.example", []),
        ("A\0 www.a.example", "A", ["https://www.a.example"]),
    ],
)
def test_the_addresses_are_taken_out_of_a_name(typed, name, links):
    assert split_links(typed) == (name, links)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("leipomo.example", "https://leipomo.example"),
        ("leipomo.example:8080", "https://leipomo.example:8080"),
        ("fi.wiki.example/wiki/Ohje:Etusivu", "https://fi.wiki.example/wiki/Ohje:Etusivu"),
        ("https://medium.example/@a", "https://medium.example/@a"),
        ("//a.example", "https://a.example"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("https://intra/ohje", "https://intra/ohje"),
        ("https://räksmörgås.example", "https://räksmörgås.example"),
        ("\u200bhttps://a.\u00adexample\ufeff", "https://a.example"),
        ("<https://a.example>.", "https://a.example"),
        ('"www.a.example",', "https://www.a.example"),
        ("(a.example).", "https://a.example"),
        (KAHVILA, KAHVILA),
    ],
)
def test_a_link_is_read_as_people_write_it(typed, read):
    assert read_link(typed) == read
    assert is_web_link(read) == bool(read)


@pytest.mark.parametrize(
    "typed",
    [
        "leipomo",
        "Leipomo https://a.example",
        "https://a.example https://b.example",
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "leipomo.example:javascript",
        "info@leipomo.example",
        "https://www.op.example@evil.example",
        'https://a".example',
        "https://a.example\\@b.example",
        "https://a.example:99999",
        "https://a.example:0",
        "http://[",
        "https://",
        "https://a.example/\u202egnp.exe x",
    ],
)
def test_what_is_no_web_address_stays_as_it_was_typed_and_becomes_no_link(typed):
    assert read_link(typed) == typed
    assert not is_web_link(typed)


@pytest.mark.parametrize("link", ["https://a.example/\u202egnp.exe", "https://a.example/a b", "https://a.exa\u200bmple"])
def test_an_address_that_reads_otherwise_than_it_is_becomes_no_link(link):
    """It may stand in a database."""
    assert not is_web_link(link)


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("info@leipomo.example", True),
        ("mailto:info@leipomo.example", True),
        ("https://info@leipomo.example/", True),
        ("info@leipomo", False),
        ("leipomo.example/@info", False),
    ],
)
def test_an_e_mail_is_told_from_a_link(typed, is_one):
    assert is_email(typed) == is_one


@pytest.mark.parametrize("piece", ["www.", "(www.", "https://(", "[a](", "https://a.fi)", '"', "www.a.fi<", ". "])
def test_hostile_names_are_read_in_time(piece):
    started = time.process_time()
    split_links(piece * (LONGEST_READ // len(piece)))
    split_links(piece * 100_000)
    assert time.process_time() - started < 1
