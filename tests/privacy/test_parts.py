"""The parts cover the models: nobody has to remember a new column that tells something of people."""

import re
from pathlib import Path

from sqlalchemy import JSON, String

from lti_tool import db
from lti_tool.privacy.registry import OURS, THEIRS, no_title, parts

RECORDS = Path(__file__).parents[2] / "docs" / "data-protection" / "records.md"

# Texts that nobody writes a name into, by table, each with what it holds; "*" is the whole table.
NOT_WRITTEN = {
    "organisation": {"*": "the college's own name and settings"},
    "course": {"*": "as the platform tells it, and the address an admin has given"},
    "launch": {"*": "keys and roles of a session"},
    "notice": {"*": "short-lived; erasing looks through it by itself"},
    "packaged_text": {"*": "our own texts"},
    "lti_platform": {"*": "addresses"},
    "lti_registration": {"*": "addresses"},
    "lti_deployment": {"*": "names of installations and hosts"},
    "lti_platform_key_set": {"*": "keys"},
    "lti_used_nonce": {"*": "random"},
    "lti_tool_key": {"*": "keys"},
    "lti_invite": {"*": "what a platform answered"},
    "lti_refused_launch": {"*": "reasons and numbers; erasing deletes a person's lines"},
    "assessment_link": {"*": "a fingerprint"},
    "window_ticket": {"*": "a fingerprint"},
    "calendar_address": {"*": "a fingerprint and a language"},
    "suspected_double": {"why": "a choice"},
    "erasure": {"*": "the table of the row"},
    "admin_act": {"*": "acts, courses and numbers"},
    "person": {"*": "erased as a whole"},
    "partner_contact": {"*": "erased as a whole"},
    "partner": dict.fromkeys(("url", "business_id", "municipality", "approach", "crm_url", "apart"), "no text of people"),
    "partnership": dict.fromkeys(("tier", "state", "effect"), "a choice"),
    "contact_role": {"level": "a choice"},
    "encounter": {"kind": "a choice"},
    "action": {**dict.fromkeys(("tier", "kind", "state"), "a choice"), "method": "which one"},
    "agreement": {"kind": "a choice", "url": "an address"},
    "year_figure": {"kind": "a choice"},
    "import_draft": dict.fromkeys(
        ("state", "sheets", "meanings", "settings", "rows", "no_rows", "said"),
        "short-lived; erasing looks through the list itself",
    ),
    "import_row": {"*": "short-lived; goes with its draft"},
    "column_memory": {"*": "a fingerprint, and names of ours"},
    "answer_sheet": {"side": "a choice"},
    "assessment": dict.fromkeys(("statement_set", "left_out"), "a choice"),
    "agreed_line": {"statement": "which one"},
    "own_method": dict.fromkeys(("tier", "url", "kind", "phase", "packaged", "packaged_digest"), "a choice or an address"),
    "own_words": {"tier": "a choice", "packaged_digest": "a fingerprint"},
    "experience": {"method": "which one"},
    "job": dict.fromkeys(("kind", "language", "once", "state", "cursor", "runner", "result", "reference"), "of the machinery"),
    "change_set": {"act": "a name of ours", "request_key": "random"},
    "change": {"entity": "a table", "field": "a column"},
}


def tables():
    return db.Base.metadata.sorted_tables


def is_key(column):
    return column.name.endswith(("_key", "_text", "_rest")) and column.name not in ("text",)


# Texts that lead nowhere: only who has written them can correct them, or nobody can.
WITHOUT_ADDRESS = {"saved_view", "import_draft", "job", "change_set", "change"}


def test_each_text_leads_to_where_it_is_corrected(app):
    assert {name for name, part in parts.items() if part.texts and part.address is no_title} == WITHOUT_ADDRESS


def test_each_column_that_points_to_a_person_is_covered(app):
    missing = []
    for table in tables():
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                if target in (OURS, THEIRS):
                    covered = parts[table.name].pointing(target) if table.name in parts else ()
                    missing += [f"{table.name}.{column.name}"] if column.name not in covered else []
    assert missing == []


def test_each_text_that_people_write_is_looked_through(app):
    missing = []
    for table in tables():
        known = NOT_WRITTEN.get(table.name, {})
        texts = parts[table.name].texts if table.name in parts else ()
        for column in table.columns:
            is_text = isinstance(getattr(column.type, "impl_instance", column.type), String | JSON)
            if is_text and "*" not in known and not is_key(column) and column.name not in (*texts, *known):
                missing.append(f"{table.name}.{column.name}")
    assert missing == []


def test_what_is_looked_through_is_not_said_to_hold_no_name(app):
    stale = [
        f"{table}.{name}"
        for table, columns in NOT_WRITTEN.items()
        for name in columns
        if table in parts and (name in parts[table].texts or (name == "*" and parts[table].texts))
    ]
    assert stale == []


def test_what_the_parts_name_is_there(app):
    for part in parts.values():
        for name in (*part.ours, *part.theirs, *part.texts, *part.told):
            assert name in part.table.columns, f"{part.table.name}.{name}"


def test_what_is_said_of_columns_that_are_gone_goes_too(app):
    known = {table.name: set(table.columns.keys()) for table in tables()}
    for table, columns in NOT_WRITTEN.items():
        assert table in known or table == "window_ticket", table
        assert columns.keys() - {"*"} <= known.get(table, set()), table


def test_the_record_of_processing_names_each_table_with_personal_data(app):
    """The table *What stands where* in docs/data-protection/records.md, by its first column."""
    section = RECORDS.read_text().partition("### What stands where")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE))
    holding = {name for name, part in parts.items() if part.ours or part.theirs or part.texts or part.erase}
    holding |= {"erasure"}
    assert named == holding
