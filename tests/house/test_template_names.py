"""Each name that a template reads is given somewhere: Jinja shows nothing for a global that was renamed, and says nothing."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import lti_tool

FOLDER = Path(lti_tool.__file__).parent


def _given_by_code():
    """Names of keyword arguments, and texts that may be a key of a context."""
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword):
                yield node.arg
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _given_by_templates(templates):
    """What is set, looped over, imported or defined as a macro."""
    for template in templates:
        yield from (name.name for name in template.find_all(nodes.Name) if name.ctx != "load")
        yield from (macro.name for macro in template.find_all(nodes.Macro))
        for imported in template.find_all(nodes.FromImport):
            yield from imported.names


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_name_in_a_template_is_given_somewhere(app):
    paths = sorted((FOLDER / "templates").rglob("*.*"))
    templates = {str(path.relative_to(FOLDER)): app.jinja_env.parse(path.read_text(encoding="utf-8")) for path in paths}
    given = {*app.jinja_env.globals, *_given_by_code(), *_given_by_templates(templates.values())}
    lacking = {name: read for name, tree in templates.items() if (read := meta.find_undeclared_variables(tree) - given)}
    assert lacking == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_macros_that_are_kept_for_all_pages_hold_nothing_of_one(app):
    """A file imported without the page's context is made once for all: what is worked out outside of its macros stays as it was
    for the first page, in its language and launch; and what its macros read is a global or their own."""
    trees = {path: app.jinja_env.parse(path.read_text(encoding="utf-8")) for path in (FOLDER / "templates").rglob("*.html")}
    imports = [imported for tree in trees.values() for imported in tree.find_all(nodes.FromImport)]
    kept = {FOLDER / "templates" / imported.template.value for imported in imports if not imported.with_context}
    assert len(kept) > 3
    for path in kept:
        outside = [node for node in trees[path].body if not isinstance(node, nodes.Macro)]
        assert not [call for node in outside for call in node.find_all(nodes.Call)], path.name
        assert meta.find_undeclared_variables(trees[path]) <= app.jinja_env.globals.keys(), path.name


def test_a_button_beside_its_form_says_that_it_submits():
    """htmx sends the name of the pressed button only of those that say so, where the form is not around them."""
    beside = []
    for path in (FOLDER / "templates").rglob("*.html"):
        tags = re.findall(r"<button\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", path.read_text(encoding="utf-8"), re.DOTALL)
        beside += [(path.name, tag) for tag in tags if re.search(r'\sform="', tag)]
    assert len(beside) > 5
    assert [button for button in beside if 'type="submit"' not in button[1]] == []
