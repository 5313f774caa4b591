"""The languages of the tool. One is added here, and where docs/texts.md says; `hoitomalli check-content` says what it lacks.

`python -m lti_tool.languages` prints those that have a catalogue (for the Makefile).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """What the code must know of a language; all else stands in its catalogue, `content/` and `methods/`."""

    name: str  # in the language itself
    locale: str  # of dates and numbers, and of Word files: whose customs
    day_of_this_year: str  # as CLDR writes patterns
    sections: tuple[str, str, str, str, str]  # the titles of a method's sections: purpose, when, steps, template, tips
    example: str  # the title of a sixth that a method may have before its tips: the template filled in, for us only
    tier_words: str  # a regular expression: what no method may say, since it is handed to partners
    is_complete: bool  # all packaged texts are there; else those that partners get and the model itself


LANGUAGES = {
    "fi": Language(
        name="suomi",
        locale="fi_FI",
        day_of_this_year="d.M.",
        sections=("Tarkoitus", "Milloin", "Näin teet", "Pohja", "Vinkit"),
        example="Esimerkki",
        tier_words=r"arjen kumppanuu|kehittämiskumppanuu|strategi\w+ kumppanuu|kumppanuustaso",
        is_complete=True,
    ),
    "sv": Language(
        name="svenska",
        locale="sv_FI",
        day_of_this_year="d.M.",
        sections=("Syfte", "När", "Så gör du", "Mall", "Tips"),
        example="Exempel",
        tier_words=r"vardagspartnerskap|utvecklingspartnerskap|strategiskt? partnerskap|partnerskapsnivå",
        is_complete=True,
    ),
    "en": Language(
        name="English",
        locale="en_GB",
        day_of_this_year="d MMM",
        sections=("Purpose", "When", "Steps", "Template", "Tips"),
        example="Example",
        tier_words=r"everyday partnership|development partnership|strategic partnership|partnership tier",
        is_complete=True,
    ),
}
DEFAULT = "fi"  # what is lacking elsewhere is shown in it
SOURCE = "en"  # the texts of the code are in it: it has no catalogue
WITH_CATALOGUE = tuple(code for code in LANGUAGES if code != SOURCE)


if __name__ == "__main__":
    print(*WITH_CATALOGUE)
