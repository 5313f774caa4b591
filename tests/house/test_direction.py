"""Templates and addresses obey the same direction as imports (the layers of pyproject.toml)."""

import re
import tomllib
from pathlib import Path

import pytest

from lti_tool.app import create_app
from lti_tool.config import Settings

TEMPLATES = Path("lti_tool/templates")
_NAMES_TEMPLATE = re.compile(r"""\{%-?\s*(?:include|from|import|extends)\s+["']([^"']+)["']""")
_NAMES_ADDRESS = re.compile(r"""url_for\(\s*["'](\w+)\.\w+["']""")


@pytest.fixture(scope="module")
def heights():
    """How high each feature stands: the number of its layer, counted from below."""
    contracts = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    rows = [re.split(r"\s*[|:]\s*", layer) for layer in reversed(layers)]
    return {name: height for height, names in enumerate(rows) for name in names}


@pytest.fixture(scope="module")
def owners():
    """Which feature an address belongs to, by the name of its blueprint."""
    blueprints = create_app(Settings("https://tool.test", "sqlite://", "s" * 64)).blueprints
    return {name: blueprint.import_name.split(".")[1] for name, blueprint in blueprints.items()}


def may_reach(feature, other, heights):
    return feature == other or heights[other] < heights[feature]


def test_templates_of_a_feature_reach_only_downwards(heights, owners):
    wrong = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        feature = path.relative_to(TEMPLATES).parts[0]
        if feature not in heights:  # the frame that all pages share
            continue
        source = path.read_text()
        folders = [name.split("/")[0] for name in _NAMES_TEMPLATE.findall(source) if "/" in name]
        reached = folders + [owners[name] for name in _NAMES_ADDRESS.findall(source)]
        wrong += [f"{path}: {other}" for other in reached if not may_reach(feature, other, heights)]
    assert wrong == []


def test_code_names_addresses_only_downwards(heights, owners):
    wrong = []
    for path in sorted(Path("lti_tool").rglob("*.py")):
        feature = path.relative_to("lti_tool").parts[0].removesuffix(".py")
        if feature == "demo":  # an LMS of its own, with addresses of its own
            continue
        reached = [owners[name] for name in _NAMES_ADDRESS.findall(path.read_text())]
        wrong += [f"{path}: {other}" for other in reached if not may_reach(feature, other, heights)]
    assert wrong == []


def test_every_folder_of_templates_is_a_feature_or_of_the_frame(heights):
    assert {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()} - set(heights) == {"errors"} - set(heights)
