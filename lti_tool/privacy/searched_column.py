"""What the database is asked, fast: whether a column may name a person. What it finds is looked at more closely."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import JSON, ColumnElement, Text, and_, cast, false, or_

from .wanted import SearchTerms


class SearchedColumn:
    """A column of texts, of JSON or, where `is_query`, of queries of addresses, with what is looked for in it.

    `written` is its text as it stands in the database.
    """

    def __init__(self, column: ColumnElement[Any], wanted: SearchTerms, *, is_query: bool = False) -> None:
        self.written = cast(column, Text)
        self.wanted = wanted
        self.is_json = isinstance(column.type, JSON)
        self.is_query = is_query

    def names_exactly(self) -> ColumnElement[bool]:
        """With the very name, an address or a number: these come before what only may mean the person."""
        return self._holds({*self.wanted.names, *self.wanted.strings})

    def may_name(self) -> ColumnElement[bool]:
        """With a form of each word of a name, in any order, with an address or a number."""
        names = [and_(*(self._holds(_spellings(word, self.wanted)) for word in group)) for group in self.wanted.groups]
        return or_(*names, self._holds(self.wanted.strings))

    def may_hold_a_word(self) -> ColumnElement[bool]:
        """With a form of one word of a name, with an address or a number."""
        words = [_spellings(word, self.wanted) for group in self.wanted.groups for word in group]
        return self._holds(set(self.wanted.strings).union(*words))

    def _holds(self, strings: Iterable[str]) -> ColumnElement[bool]:
        """Any of these strings, as this column writes them."""
        asked = {json.dumps(string)[1:-1] if self.is_json else string for string in strings}
        if self.is_query:
            asked |= {quote_plus(string) for string in strings}
        return or_(false(), *(self.written.contains(string, autoescape=True) for string in sorted(asked)))


def _spellings(beginnings: Collection[str], wanted: SearchTerms) -> set[str]:
    """As they can stand in a text; SQLite folds the case of a to z only, PostgreSQL of none."""
    known = {spelling for one in beginnings for spelling in (one, wanted.written[one])}
    return known | {one.lower() for one in known} | {one.upper() for one in known} | {one.capitalize() for one in known}
