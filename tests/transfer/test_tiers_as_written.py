"""A tier is known however people write it, and nothing else is taken for one."""

import pytest

from lti_tool.transfer.tiers_as_written import tier_as_written, tier_of_heading

SPELLINGS = {
    "everyday": "arki|Arki|arjen|Arjen kumppanuus|ARJEN KUMPPANUUDET|arkikumppanit|Arjen kumppanit:|1|Taso 1|1. Arjen kumppanuus|1) Arki|I"
    "|vardag|Vardagspartnerskap|vardagspartner|nivå 1|everyday|Everyday partnership|Tier 1|Level 1: Everyday partners|Arki (12)|arjen kumppanuustaso"
    "|Arjen kumppanuus (14 kpl)",
    "development": "kehittamis|Kehittäminen|Kehittämiskumppanuus|kehittämiskumppanit|KEHITTÄMISKUMPPANUUDET|kehittäminen 2|2|2.|kehittävä kumppanuus"
    "|utveckling|Utvecklingspartnerskap|Utvecklingspartner|development|Development partnerships|Developement|Kehitämiskumppanuus|II",
    "strategic": "strateginen|Strateginen kumppanuus|strategiset kumppanit|STRATEGISET KUMPPANUUDET|strategia|3|strategisk|Strategiskt partnerskap"
    "|strategiska partner|strategic|Strategic partners|Strateeginen kumppanuus|III",
    "network": "verkosto|verkostot|Verkostokumppanuus|Kumppanuus- ja palveluverkostot|palveluverkosto|kumppanuusverkostot|4|nätverk|Partnerskaps- och servicenätverk"
    "|network|Networks|Partnership and service networks|IV|verkostokumppanit",
    "other": "muut|muu|Muut|Muut kumppanit|Muut verkostot ja sidosryhmät|sidosryhmät|Andra|Andra nätverk och intressenter|övriga|other|Others"
    "|Other networks and stakeholders|5|intressenter",
}


@pytest.mark.parametrize(("text", "tier"), [(text, tier) for tier, texts in SPELLINGS.items() for text in texts.split("|")])
def test_a_tier_in_any_spelling(text, tier):
    assert tier_as_written(text) == tier


@pytest.mark.parametrize(
    "text",
    [
        *("", "6", "0", "12", "1 2", "kumppani", "Partner", "Arki ja strateginen", "kulta", "A", "-", "?"),
        *(
            "Strategia Oy",
            "Verkosto Helsinki",
            "Arjen Apu Oy",
            "Kehittämiskeskus Tyyne",
            "Muutto Nieminen",
            "Andrasfarm Ab",
            "Network Solutions Inc",
        ),
        *("Muutto", "Muurame", "Arkea", "Palvelutalo", "Strategy House", "Strategic Consulting", "Utvecklingsbolaget Ab"),
        "x" * 10_000,
    ],
)
def test_what_is_none_is_unknown(text):
    assert tier_as_written(text) is None


def test_a_number_is_a_tier_in_a_column_and_no_heading():
    assert tier_as_written("2") == "development"
    assert tier_of_heading("2") is None
    assert tier_of_heading("2. Kehittäminen") == "development"


def test_the_colleges_own_titles():
    own = {"everyday": "Naapurit", "strategic": "Avaimet"}
    assert tier_as_written("naapurit", own) == "everyday"
    assert tier_of_heading("AVAIMET", own) == "strategic"
    assert tier_as_written("naapurit") is None
