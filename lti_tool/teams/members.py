"""Who belongs to a team: joining, leaving, adding a colleague, taking one out. All of it under the team's lock."""

from __future__ import annotations

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..people.models import Person
from ..people.operations import lock_colleague
from .models import Membership, Team
from .queries import colleagues_named, membership_of


def join_team(team: Team, actor: Person) -> history.Act:
    """The actor belongs to the team; the act has changed nothing where that is so already. RuleBroken for an archived team."""
    with history.act("membership.join", team.name, actor) as act:
        _lock_in_use(team)
        put_in(team, actor.id)
    return act


def leave_team(team: Team, actor: Person) -> history.Act:
    """The actor does not belong to the team any more; the act has changed nothing where that is so already."""
    with history.act("membership.leave", team.name, actor) as act:
        Team.lock([team.id])
        membership = membership_of(team.id, actor.id)
        if membership is not None:
            membership.is_archived = True
    return act


def add_member(team: Team, name: str, actor: Person) -> tuple[Person, history.Act]:
    """Put a colleague of this name into the team.

    Raises RuleBroken on `member` when none or several of own staff have the name, when the one belongs to it already, and
    when the team is archived.
    """
    with history.act("membership.include", team.name, actor) as act:
        colleague = _colleague_meant(name, actor.organisation_id)
        lock_colleague(colleague.id, "member")
        _lock_in_use(team)
        if not put_in(team, colleague.id):
            raise RuleBroken("member", _("%(name)s belongs to the team already.", name=colleague.shown_name))
    return colleague, act


def remove_member(membership: Membership, team: Team, actor: Person) -> history.Act:
    """Take somebody out of the team, e.g. who has left the college; nothing has changed where somebody was quicker."""
    with history.act("membership.remove", team.name, actor) as act:
        Team.lock([team.id])
        Membership.lock([membership.id])
        membership.is_archived = True
    return act


def put_in(team: Team, person_id: int) -> bool:
    """As a part of an act that has locked the team: the person belongs to it. False where that was so already."""
    membership = membership_of(team.id, person_id)
    if membership is None:
        db.session.add(Membership(organisation_id=team.organisation_id, team_id=team.id, person_id=person_id, is_archived=False))
        return True
    was_out = membership.is_archived
    membership.is_archived = False
    return was_out


def _lock_in_use(team: Team) -> None:
    Team.lock([team.id])
    if team.is_archived:
        raise RuleBroken("member", _("This team has been archived. Put it back in use first."))


def _colleague_meant(name: str, organisation_id: int) -> Person:
    found = colleagues_named(organisation_id, name)
    if not found:
        raise RuleBroken("member", _("Nobody of this name has opened the tool yet. Choose one of those that are offered."))
    if len(found) > 1:
        raise RuleBroken("member", _("Several colleagues have this name. The one you mean can join by pressing Join."))
    if found[0].has_left:
        raise RuleBroken("member", _("%(name)s is no longer with us.", name=found[0].shown_name))
    return found[0]
