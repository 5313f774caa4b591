"""One's own named views of the list: a name for what its address holds. Nobody else sees or changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db, history
from ..errors import RuleBroken
from ..history import Actor, Field, Tracked, Tracking
from ..people.models import Person
from ..people.queries import accounts_of

LONGEST_NAME = 60
MOST_VIEWS = 20


class SavedView(Tracked, db.Base):
    """A name that somebody has given to a view; `query` is the query of its address."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_of", "person_id", "is_archived", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    query: Mapped[str]
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship()
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"saved_view.add": _l("View saved"), "saved_view.archive": _l("View forgotten")},
        fields={"name": Field(_l("Name"))},
        is_own=True,
        title=lambda view: view.name,
    )

    @classmethod
    def settle(cls, changed: Mapping[Self, set[str]], _actor: Actor) -> None:
        """Raises RuleBroken on `undo` for a view that comes back although its person has one of its name by now."""
        for view, fields in changed.items():
            if "is_archived" not in fields or view.is_archived:
                continue
            lock_views_of(view.person)
            if any(other is not view and other.is_named(view.name) for other in views_of(view.person)):
                raise RuleBroken("undo", _("You have a view of this name by now. Forget that one first."))

    def is_named(self, name: str) -> bool:
        return self.name.casefold() == name.casefold()


def views_of(person: Person) -> list[SavedView]:
    """A person's own views, the oldest first, with those of the person's former accounts."""
    query = select(SavedView).where(SavedView.person_id.in_(accounts_of(person)), SavedView.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(SavedView.id)))


def lock_views_of(person: Person) -> None:
    """Nobody else adds one of the person's views until the transaction ends: two windows at once would see the same views."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def save_view(name: str, query: str, actor: Person) -> history.Act:
    """Save a view under a name; an earlier view of this name is replaced. Raises RuleBroken on `view_name`."""
    if not name:
        raise RuleBroken("view_name", _("Give it a name."))
    if len(name) > LONGEST_NAME:
        raise RuleBroken("view_name", _("At most 60 characters."))
    with history.act("saved_view.add", name, actor) as act:
        lock_views_of(actor)
        own = views_of(actor)
        same = next((view for view in own if view.is_named(name)), None)
        if same is not None:
            same.query = query
        elif len(own) >= MOST_VIEWS:
            raise RuleBroken("view_name", _("You have 20 views already. Forget one of them first."))
        else:
            view = SavedView(organisation_id=actor.organisation_id, person_id=actor.id, name=name, query=query)
            view.is_archived = False
            db.session.add(view)
    return act


def forget_view(view: SavedView, actor: Person) -> history.Act:
    with history.act("saved_view.archive", view.name, actor) as act:
        view.is_archived = True
    return act
