"""Reading the pages of the check."""

import html
import re

LINE = re.compile(
    r'class="state (\w+)">[^<]+</span>\s*<div>\s*<strong>([^<]+)</strong>\s*<span class="quiet">([^<]*)</span>\s*'
    r'(?:<div class="also">([^<]+)</div>)?'
)


def lines(page):
    """What a page says: state, text and cure of each line by its name."""
    assert page.status_code == 200, page.text
    found = {name: (state, said, cure) for state, name, said, cure in LINE.findall(html.unescape(page.text))}
    for name, (state, said, cure) in found.items():
        assert said, name
        assert bool(cure) == (state != "good"), name
    return found


def states(found):
    return {name: state for name, (state, _said, _cure) in found.items()}
