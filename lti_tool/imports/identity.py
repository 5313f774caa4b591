"""Which partner a row means: one on the list, that of an earlier row of the file, or a new one; or the user has to be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import select

from .. import db
from ..partners.hints import SIMILAR_ENOUGH, NamesOnList, words_with_digits
from ..partners.models import Partner
from ..partners.name_parts import parts_of
from ..partners.sameness import MOST_ASKED, meant, on_list, partners_named
from ..text import legal_forms, name_key, without_marks
from .models import UNDECIDED, new_partner_group
from .row_values import RowValues

ANOTHER = "another"  # the answer that it is none of those one was asked about


class Earlier(NamedTuple):
    """A row further up in the file, with the group that it belongs to (`ImportRow.group`)."""

    number: int
    group: int
    name: str
    business_id: str


class Identity(NamedTuple):
    """`group` as in ImportRow; where it is UNDECIDED the user is asked about these partners, by id, and rows of the file."""

    group: int
    partners: Sequence[int] = ()
    rows: Sequence[int] = ()


class Identities:
    """Looks up many rows at once; what it has found is known to the rows below. Without looking for names that are alike it
    finds only whom a row surely means, but none of the partners `but_not`, by id."""

    def __init__(
        self,
        organisation_id: int,
        rows: Iterable[RowValues],
        earlier: Iterable[Earlier] = (),
        *,
        looks_for_alike: bool = True,
        but_not: Collection[int] = (),
    ) -> None:
        rows = list(rows)
        self.organisation_id = organisation_id
        self.names_on_list = NamesOnList(organisation_id) if looks_for_alike else None
        keys = {key for row in rows for key in _keys_of(row)}
        self.named = partners_named(organisation_id, keys)
        for key, found in self.named.items():
            self.named[key] = [one for one in found if one.partner.id not in but_not]
        self.by_business_id = self._read_business_ids({row.own["business_id"] for row in rows} - {""}, but_not)
        self.groups: dict[int, int] = {}  # by number of the row
        self.in_file: dict[str, list[Earlier]] = {}
        self.in_file_by_business_id: dict[str, Earlier] = {}
        for one in earlier:
            self._remember(one)

    def _read_business_ids(self, business_ids: set[str], but_not: Collection[int]) -> dict[str, list[Partner]]:
        found: dict[str, list[Partner]] = {}
        if not business_ids:
            return found
        query = select(Partner).where(
            Partner.organisation_id == self.organisation_id,
            Partner.business_id.in_(business_ids),
            Partner.merged_into_id.is_(None),
            Partner.is_archived.is_(False),
        )
        for partner in db.session.scalars(query.order_by(Partner.id)):
            if partner.id not in but_not:
                found.setdefault(partner.business_id, []).append(partner)
        return found

    def of(self, number: int, values: RowValues, answer: str) -> Identity:
        """Whose row it is: as the user has answered, else as the row looks by itself."""
        identity = self._answered(number, answer) or self._found(number, values)
        if identity.group != UNDECIDED:
            self._remember(Earlier(number, identity.group, values.name, values.own["business_id"]))
        return identity

    def _remember(self, one: Earlier) -> None:
        self.groups[one.number] = one.group
        for name in (one.name, *parts_of(one.name)):
            self.in_file.setdefault(without_marks(name_key(name)), []).append(one)
        if one.business_id:
            self.in_file_by_business_id.setdefault(one.business_id, one)

    def _answered(self, number: int, answer: str) -> Identity | None:
        """`partner:<id>`, `row:<number>` for that of another row of the file, or ANOTHER; None for none of them."""
        if answer == ANOTHER:
            return Identity(new_partner_group(number))
        kind, _colon, given = answer.partition(":")
        group = UNDECIDED
        if kind == "partner":
            group = db.id_in(given)
        elif kind == "row":
            group = self.groups.get(db.id_in(given), UNDECIDED)
        return Identity(group) if group != UNDECIDED else None

    def _found(self, number: int, values: RowValues) -> Identity:
        standing = self._partner_on_list(values)
        if standing is not None:
            return standing
        same = self._same_further_up(values)
        if same is not None:
            return Identity(same.group)
        nearly = self._nearly(values)
        alike = [one.number for one in self._alike_further_up(values) if one.group not in nearly]
        if nearly or alike:
            return Identity(UNDECIDED, partners=nearly, rows=alike[:MOST_ASKED])
        return Identity(new_partner_group(number))

    def _partner_on_list(self, values: RowValues) -> Identity | None:
        """The partner of this business id or name, or partners among whom the user has to choose; None for none of them."""
        found = list(self.by_business_id.get(values.own["business_id"], []))
        by_name = self._named(values)
        if found:
            if by_name is not None and not by_name.is_archived and by_name not in found:
                found.append(by_name)
            return Identity(found[0].id) if len(found) == 1 else _asked_about(found)
        if by_name is not None:
            return _asked_about([by_name]) if _has_other_business_id(by_name, values) else Identity(by_name.id)
        asked = on_list(self.named[name_key(values.name)])
        return _asked_about(asked) if asked else None

    def _named(self, values: RowValues) -> Partner | None:
        """The partner that the name means, else the only one that its other names do."""
        partner = meant(values.name, self.named[name_key(values.name)])
        if partner is not None or on_list(self.named[name_key(values.name)]):
            return partner
        others = {found for name in values.other_names if (found := meant(name, self.named[name_key(name)]))}
        return others.pop() if len(others) == 1 else None

    def _same_further_up(self, values: RowValues) -> Earlier | None:
        """The row of the same partner: of its business id, else the only one of its name and legal form."""
        same = self.in_file_by_business_id.get(values.own["business_id"])
        if same is not None:
            return same
        forms = legal_forms(values.name)
        of_name = self.in_file.get(without_marks(name_key(values.name)), [])
        of_form = [one for one in of_name if legal_forms(one.name) == forms and not _has_other_business_id(one, values)]
        return of_form[0] if len({one.group for one in of_form}) == 1 else None

    def _alike_further_up(self, values: RowValues) -> list[Earlier]:
        """Rows of nearly its name: the first row of each group, the most alike name first."""
        key = without_marks(name_key(values.name))
        nearly = process.extract(key, self.in_file.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR_ENOUGH, limit=MOST_ASKED)
        names = [name for name, _score, _place in nearly if words_with_digits(name) == words_with_digits(key)]
        first_of_group: dict[int, Earlier] = {}
        for name in names:
            for one in self.in_file[name]:
                if not _has_other_business_id(one, values):
                    first_of_group.setdefault(one.group, one)
        return list(first_of_group.values())

    def _nearly(self, values: RowValues) -> list[int]:
        """Partners on the list of which a name is a part of this one, or nearly this one."""
        if self.names_on_list is None:
            return []
        of_parts = [named for part in parts_of(values.name) for named in self.named.get(name_key(part), ())]
        asked = [partner.id for partner in on_list(of_parts)] or self.names_on_list.nearly(values.name)
        return asked[:MOST_ASKED]


def _keys_of(values: RowValues) -> set[str]:
    return {name_key(name) for name in (values.name, *values.other_names, *parts_of(values.name))}


def _asked_about(partners: Sequence[Partner]) -> Identity:
    return Identity(UNDECIDED, partners=[partner.id for partner in partners[:MOST_ASKED]])


def _has_other_business_id(one: Partner | Earlier, values: RowValues) -> bool:
    """Whether both have a business id, and not the same."""
    business_id = values.own["business_id"]
    return bool(one.business_id and business_id) and one.business_id != business_id
