"""Which partners a few typed letters may mean: any of their names, any word of it, with typing errors anywhere."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from itertools import islice

from rapidfuzz import fuzz, process
from sqlalchemy import Text, cast, func, or_, select

from .. import db
from ..language import host
from ..text import name_key, without_marks
from .models import Partner

FEWEST_LETTERS = 3
SAMPLE = 200  # names
SIMILAR_ENOUGH = 88  # of 100, rapidfuzz ratio: one typing error in a short name
_COLUMN, _ROW = "\t", "\v"  # white space, so in no key

Names = dict[int, str]  # by id of the partner the keys of its names, a line each
Way = Callable[[str, Names, int], list[int]]


def similar_partners(organisation_id: int, name: str, limit: int = 3) -> list[Partner]:
    """Partners on the list that this may mean, while it is typed: the closest first."""
    return _partners_found(organisation_id, name, limit, (_holding, _holding_the_words, _nearly_holding_the_words))


def partners_named_with(organisation_id: int, words: str, limit: int) -> list[Partner]:
    """Partners on the list of whom a name holds these words, without typing errors."""
    return _partners_found(organisation_id, words, limit, (_holding, _holding_the_words))


def partners_at(organisation_id: int, link: str, limit: int = 3) -> list[Partner]:
    """Partners on the list whose own page is on the same site as this link."""
    site = host(link)
    begins = [Partner.url.icontains(f"//{before}{site}", autoescape=True) for before in ("", "www.")]  # capitals stay as typed
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(False), or_(*begins))
    candidates = db.session.scalars(query.order_by(Partner.id).limit(50))
    return [partner for partner in candidates if host(partner.url) == site][:limit]


def archived_partners_with(organisation_id: int, words: str, limit: int) -> list[Partner]:
    """Archived partners of whom a name holds these words, so that they can be found and brought back."""
    typed = without_marks(name_key(words))
    if len(typed) < FEWEST_LETTERS:
        return []
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(True))
    query = query.where(Partner.merged_into_id.is_(None))
    query = query.where(*(Partner.names_text.contains(word, autoescape=True) for word in typed.split()))
    return list(db.session.scalars(query.order_by(Partner.names_text).limit(limit)))


def _partners_found(organisation_id: int, name: str, limit: int, ways: Sequence[Way]) -> list[Partner]:
    typed = without_marks(name_key(name))
    if len(typed) < FEWEST_LETTERS:
        return []
    names = _names_on_the_list(organisation_id)
    for way in ways:
        ids = way(typed, names, limit)
        if ids:
            return _partners(ids)
    return []


def words_with_digits(key: str) -> list[str]:
    """The words of a name with a digit, which tell two of nearly the same name apart: *Päiväkoti 1*, *Päiväkoti 2*."""
    return sorted(word for word in key.split() if any(character.isdigit() for character in word))


class NamesOnList:
    """The names of all partners on a college's list, read once for many questions."""

    def __init__(self, organisation_id: int) -> None:
        names = _names_on_the_list(organisation_id)
        self._lines = {(row_id, line): line for row_id, lines in names.items() for line in lines.split("\n")}

    def nearly(self, name: str, limit: int = 3) -> list[int]:
        """The ids of partners with this name but for a typing error, the closest first."""
        key = without_marks(name_key(name))
        close = process.extract(key, self._lines, scorer=fuzz.ratio, score_cutoff=SIMILAR_ENOUGH, limit=limit)
        own = words_with_digits(key)
        return list(dict.fromkeys(row_id for line, _score, (row_id, _same) in close if words_with_digits(line) == own))


def nearly_named(organisation_id: int, name: str) -> list[Partner]:
    """Partners on the list with this name but for a typing error, the closest first."""
    return _partners(NamesOnList(organisation_id).nearly(name))


def _partners(ids: Sequence[int]) -> list[Partner]:
    if not ids:
        return []
    by_id = {partner.id: partner for partner in db.session.scalars(select(Partner).where(Partner.id.in_(ids)))}
    return [by_id[partner_id] for partner_id in ids]


def _names_on_the_list(organisation_id: int) -> Names:
    """The names of all partners on the list. Sent as one text: as 10,000 rows they take three times as long."""
    line = cast(Partner.id, Text) + _COLUMN + Partner.names_text
    query = select(func.aggregate_strings(line, _ROW))
    query = query.where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(False))
    names_of: Names = {}
    for line_of_partner in filter(None, (db.session.scalar(query) or "").split(_ROW)):
        partner_id, _tab, names = line_of_partner.partition(_COLUMN)
        names_of[int(partner_id)] = names
    return names_of


def _holding(typed: str, names: Names, limit: int) -> list[int]:
    """Partners of whom a name holds what was typed."""
    holding = [row_id for row_id, lines in names.items() if typed in lines]
    return heapq.nsmallest(limit, holding, key=lambda row_id: _sort_value(typed, f"\n{names[row_id]}\n"))


def _sort_value(typed: str, lines: str) -> tuple[bool, bool, bool, int]:
    """Names that hold what was typed are sorted by this: False comes before True, a short name before a long one."""
    is_no_name = f"\n{typed}\n" not in lines
    is_no_start = f"\n{typed}" not in lines
    is_no_start_of_word = f" {typed}" not in lines
    return is_no_name, is_no_start, is_no_start_of_word, len(lines)


def _holding_the_words(typed: str, names: Names, limit: int) -> list[int]:
    """Partners whose names hold each word that was typed, in any order."""
    for word in typed.split():
        names = {row_id: lines for row_id, lines in names.items() if word in lines}
    return list(names)[:limit]


def _nearly_holding_the_words(typed: str, names: Names, limit: int) -> list[int]:
    """The same but for typing errors. The word that fewest names hold, by a sample, is looked for first."""
    sample = dict(islice(names.items(), SAMPLE))
    words = sorted(typed.split(), key=lambda word: len(_near(word, sample, None)))
    for word in words:
        names = _near(word, names, limit if word is words[-1] else None)
    return list(names)


def _near(word: str, names: Names, limit: int | None) -> Names:
    close = process.extract(word, names, scorer=fuzz.partial_ratio, score_cutoff=_least_score(word), limit=limit)
    return {row_id: lines for lines, _score, row_id in close}


def _least_score(typed: str) -> float:
    """How alike at least, of 100: no typing error in four letters, one in nine, two in nineteen, one more with every ten.

    One error leaves a share of 1 - 1/n of n letters in their order, and that share is what `partial_ratio` tells.
    """
    errors = 0 if len(typed) < 5 else 1 + len(typed) // 10
    return 100 * (1 - errors / len(typed)) - 0.1
