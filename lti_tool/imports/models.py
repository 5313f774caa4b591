"""Lists that are being brought in: a draft with its rows, each with what it would do; and how columns were understood before."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from .. import db
from ..column_types import SortText
from ..people.models import Person
from .settings import Settings, StoredSettings

# How far a draft is. What has ended otherwise than `DONE` stands as it was left.
COLUMNS = "columns"
CHECKING = "checking"
PREVIEW = "preview"
APPLYING = "applying"
DONE = "done"

# What a row of the file would do. The numbers of these add up to the rows.
NEW = "new"
UPDATE = "update"
SAME = "same"
DOUBLE = "double"  # one has to ask
ERROR = "error"
LEFT_OUT = "left_out"  # by the one who brings the list
VERDICTS = {
    NEW: _l("new"),
    UPDATE: _l("updated"),
    SAME: _l("the same"),
    DOUBLE: _l("perhaps the same"),
    ERROR: _l("to be corrected"),
    LEFT_OUT: _l("left out"),
}
CHANGING = (NEW, UPDATE)

# The group of a row (`ImportRow.group`) is the id of a partner on the list, or a number below nought for a new partner.
UNDECIDED = 0


def new_partner_group(number: int) -> int:
    """The group of a new partner; `number` is that of the first row of the file that names it."""
    return -number


def is_new_partner(group: int) -> bool:
    return group < UNDECIDED


def is_on_list(group: int) -> bool:
    """Whether a group is that of a partner on the list: then it is its id."""
    return group > UNDECIDED


class Packed(TypeDecorator[Any]):
    """JSON, compressed, as a text: a list may have 20,000 rows."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        if value is None:
            return None
        return b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=1)).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(b64decode(value)))


class ImportDraft(db.Base):
    """A list somebody brings in, seen by nobody else until it is applied.

    `sheets` are what was read (`transfer.sheets.Sheet` as dicts), `meanings` those of a pasted list, None for a table.
    `settings` say how it is understood, `rows` hold the rows by meaning (`transfer.table_rows`) until
    they stand in ImportRow, `no_rows` those of the file that are none: number, reason, text. `change_set_id` is what it became.
    `said` is what was corrected and answered, by sheet and number of the row: it holds also when columns are understood anew.
    """

    __tablename__ = "import_draft"
    __table_args__ = (
        Index("ix_import_draft_person_id_id", "person_id", "id"),
        Index("ix_import_draft_touched_at", "touched_at"),
        {"info": {"is_short_lived": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]  # of the file, empty for what was pasted
    state: Mapped[str] = mapped_column(default=COLUMNS)
    sheets: Mapped[Any] = deferred(mapped_column(Packed, nullable=False))
    meanings: Mapped[Any] = mapped_column(JSON)
    settings: Mapped[Settings] = mapped_column(StoredSettings, default=Settings)
    rows: Mapped[Any] = deferred(mapped_column(Packed, nullable=True))
    no_rows: Mapped[Any] = mapped_column(JSON, default=list)
    said: Mapped[Any] = deferred(mapped_column(Packed, nullable=False, default=dict))
    row_count: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None]
    change_set_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    touched_at: Mapped[datetime] = mapped_column(default=db.now)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def maker(self) -> Person:
        """The person who brings the list, by the present account."""
        successor = self.person.joined_to_id
        return db.session.get_one(Person, successor) if successor else self.person


class ImportRow(db.Base):
    """A row of the list, by its number in the file.

    `values` are its texts by meaning, `figures` lists of kind, year and text. `group` says whose row it is: `is_on_list`,
    `is_new_partner`, or UNDECIDED while the user is asked. When it was applied it is the new partner's id.
    `plan` is what it would do (`partner_state.Plan`), `answer` what was said of it (`answers`), `alike` the partners and rows
    that the user is asked about.
    `outcome` is why it was left out when the list was applied, empty for what was done.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_group", "draft_id", "group", "number"),
        Index("ix_import_row_verdict", "draft_id", "verdict", "number"),
        Index("ix_import_row_name_key", "draft_id", "name_key"),
        {"info": {"is_short_lived": True}},
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("import_draft.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    values: Mapped[Any] = mapped_column(JSON)
    figures: Mapped[Any] = mapped_column(JSON, default=list)
    name: Mapped[str] = mapped_column(default="")  # these five as they were read
    name_key: Mapped[str] = mapped_column(SortText, default="")
    business_id: Mapped[str] = mapped_column(default="")
    tier: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    group: Mapped[int] = mapped_column(default=UNDECIDED)
    verdict: Mapped[str] = mapped_column(default=ERROR)
    plan: Mapped[Any] = mapped_column(JSON, default=dict)
    problems: Mapped[Any] = mapped_column(JSON, default=dict)  # a message by meaning
    alike: Mapped[Any] = mapped_column(JSON, default=dict)
    answer: Mapped[str] = mapped_column(default="")
    is_applied: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(default="")

    @property
    def is_of_known_partner(self) -> bool:
        return is_on_list(self.group)


class ColumnMemory(db.Base):
    """What columns of these headings mean in a college, as a user has said last."""

    __tablename__ = "column_memory"
    __table_args__ = (Index("ix_column_memory_headings", "organisation_id", "headings", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    headings: Mapped[str]  # their digest
    meanings: Mapped[Any] = mapped_column(JSON)
