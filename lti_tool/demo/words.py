"""The LMS's own words in its three languages."""

from functools import cache
from importlib.resources import files

import yaml


def in_language(text, language):
    """A text of the code, which is Finnish, in another language; a language that is not there leaves it as it is."""
    return load_words().get(text, {}).get(language, text)


@cache
def load_words():
    """All texts, each with its translations."""
    return yaml.safe_load(files("lti_tool.demo").joinpath("words.yaml").read_text(encoding="utf-8"))
