"""What a model declares to keep a history: the mixin `Tracked`, and its class attribute `tracking`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, cast

from sqlalchemy import Column, event, inspect, select
from sqlalchemy.orm import Mapper, RelationshipDirection
from sqlalchemy.orm.interfaces import ORMOption

from .. import db

NEVER_TRACKED = {"id", "organisation_id", "version"}


class Actor(Protocol):
    """Who acts: a Person, of whom the history needs only this, or someone whose `id` is None."""

    @property
    def id(self) -> Any: ...

    @property
    def organisation_id(self) -> int: ...

    @property
    def shown_name(self) -> str: ...


@dataclass(frozen=True)
class Unnamed:
    """An actor without an account: a partner who answers from a link, the operator, the tool itself."""

    organisation_id: int
    shown_name: str
    id: None = None


@dataclass(frozen=True)
class Field:
    """A field as people read of it: its name, of what kind its values are (`words.value_words`), and what a new row has anyway,
    which is not told."""

    name: Any
    kind: str = "text"
    usual: Any = ""


@dataclass(frozen=True)
class Tracking:
    """How the history of a model is kept and shown."""

    acts: Mapping[str, Any]  # the names of its acts, by `<entity>.<verb>`
    fields: Mapping[str, Field]  # the fields that are shown; others are kept unseen

    # Columns without a history: they follow from others, or are not what people decide.
    computed: frozenset[str] = frozenset()
    # The column that takes a row out of use: undoing its creation sets it. Empty where that follows from others.
    archived_by: str = "is_archived"
    # The column with the id of the row that replaces this one. An undo uses the replacing row.
    successor: str = ""
    # Groups of columns that hold one value for the reader: undone, and merged, together or not at all.
    together: tuple[tuple[str, ...], ...] = ()
    # The column that groups rows, e.g. those of one partner: an act that ends one and begins another is undone in both.
    whole: str = ""

    is_own: bool = False  # only the person who has done an act can undo it
    is_admins: bool = False  # only an admin can undo it
    is_recorded_from_start: bool = True  # False: rows come by themselves, e.g. a course with its first launch

    # By the name of a constraint: which field is to be corrected, and the message.
    unique: Mapping[str, tuple[str, Any]] = field(default_factory=dict)

    title: Callable[[Any], str] = lambda _row: ""  # names a row
    anchor: Callable[[Any], str] = lambda _row: ""  # where it stands on its page
    # The kind of the subjects of its acts (`words.value_words`); "title" where the row's own title is read instead of a kept one.
    subject_kind: str = "text"
    # For rows of which a page has several (actions, contacts, figures): each act names the row, whatever it has changed.
    is_named_by_title: bool = False
    # For those of them that hold one value only (figures): the title stands at the line of the value.
    is_one_value: bool = False


class Tracked:
    """A row with a history. It has `id`, `organisation_id`, `version` and a class attribute `tracking`."""

    tracking: ClassVar[Tracking]
    if TYPE_CHECKING:
        __tablename__: str
        id: Any
        organisation_id: Any
        version: Any

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__tablename__" in cls.__dict__:  # else a mixin
            tracked_models[cls.__tablename__] = cls

    def refresh(self, actor: Actor) -> None:
        """Recompute what follows in this row, above all its `computed` columns; called before a change of it is flushed.

        May raise RuleBroken.
        """

    def changed(self) -> set[str]:
        """The tracked columns that the next flush will write."""
        attributes = inspect(self).attrs
        return {name for name in tracked_columns(type(self)) if attributes[name].history.has_changes()}

    @classmethod
    def lock(cls, ids: Collection[int], *options: ORMOption) -> list[Self]:
        """These rows as they are now, which nobody else changes until the transaction ends; `options` are of the query."""
        query = select(cls).where(cls.id.in_(ids)).order_by(cls.id).options(*options)
        return list(db.session.scalars(query.with_for_update(of=cls).execution_options(populate_existing=True)))

    @classmethod
    def lock_any(cls, ids: Collection[int]) -> list[Self]:
        """The same, also of rows that nobody may change any more: an undoing reaches them."""
        return cls.lock(ids)

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], actor: Actor) -> None:
        """Write what follows from an act in other rows; called at its end, with the rows it has changed and their fields."""


tracked_models: dict[str, type[Tracked]] = {}  # by table


@cache
def _columns(model: Any) -> dict[str, Column[Any]]:
    left_out = NEVER_TRACKED | model.tracking.computed
    attributes: Sequence[Any] = inspect(model).column_attrs
    return {attribute.key: attribute.columns[0] for attribute in attributes if attribute.key not in left_out}


def tracked_columns(model: type[Tracked]) -> dict[str, Column[Any]]:
    """The columns with a history, by the name of their attribute."""
    return _columns(cast(Hashable, model))


def references(model: type[Tracked]) -> dict[str, set[str]]:
    """The relationships in which a row points to another one, and the columns that say to which."""
    return _references(cast(Hashable, model))


@cache
def _references(model: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for relationship in inspect(model).relationships:
        if relationship.direction is RelationshipDirection.MANYTOONE:
            found[relationship.key] = {column.key for column in relationship.local_columns}
    return found


_with_values_before: set[type] = set()


@event.listens_for(Mapper, "after_configured")
def _keep_values_before() -> None:
    """Let SQLAlchemy load the old value of a tracked column when a new one is set, so that `before` is always known."""
    for model in set(tracked_models.values()) - _with_values_before:
        _with_values_before.add(model)
        for name in tracked_columns(model):
            event.listen(getattr(model, name), "set", _nothing_else, active_history=True)


def _nothing_else(*_arguments: Any) -> None:
    pass


def together_with(model: type[Tracked], name: str) -> tuple[str, ...]:
    """The fields that hold one value with this one, itself among them."""
    return next((group for group in model.tracking.together if name in group), (name,))
