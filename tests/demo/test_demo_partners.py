"""The demo's partners are whole and can't be mistaken for real ones."""

from pathlib import Path

import yaml

from lti_tool.demo import school
from lti_tool.demo.school import demo_users

PARTNERS = Path(school.__file__).with_name("partners.yaml")


def test_the_partners_are_invented_and_complete():
    data = yaml.safe_load(PARTNERS.read_text())
    partners = data["partners"]
    assert len(partners) == len({(partner["name"], partner["tier"]) for partner in partners}) >= 60
    assert all(partner["url"].endswith(".example") and partner["description"] for partner in partners)
    assert {partner["tier"] for partner in partners} == data["own_words"].keys()
    assert {"maija", "olli", "sami"} <= {partner["contact"] for partner in partners} & demo_users().keys()
    assert all(("url" in method) != ("text" in method) and method["ask"] for method in data["own_methods"])
