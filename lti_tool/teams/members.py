"""Members of a team: joining, leaving, adding a colleague, removing one. Every operation locks the team."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..people.colleagues import Colleague, nearly_meant, read_colleague, staff_of
from ..people.models import Person
from ..people.operations import lock_colleague
from .models import Membership, Team
from .queries import membership_of


def join_team(team: Team, actor: Person) -> history.Act:
    """Make the actor a member, if the actor is none yet. Raises RuleBroken on `member` for an archived team."""
    with history.act("membership.join", team.name, actor) as act:
        _lock_in_use(team)
        put_in(team, actor.id)
    return act


def leave_team(team: Team, actor: Person) -> history.Act:
    """End the actor's membership; nothing changes if there is none."""
    with history.act("membership.leave", team.name, actor) as act:
        Team.lock([team.id])
        membership = membership_of(team.id, actor.id)
        if membership is not None:
            membership.is_archived = True
    return act


def add_member(team: Team, text: str, actor: Person) -> tuple[str, history.Act]:
    """Make the colleague that a text means, e.g. by name or e-mail, a member; gives the colleague's name.

    Raises RuleBroken on `member` when the text means none or several, when the colleague is a member already, and when the
    team is archived.
    """
    with history.act("membership.include", team.name, actor) as act:
        colleague = _colleague_meant(text, actor.organisation_id)
        lock_colleague(colleague.id, "member")
        _lock_in_use(team)
        if not put_in(team, colleague.id):
            raise RuleBroken("member", _("%(name)s belongs to the team already.", name=colleague.name))
    return colleague.name, act


def remove_member(membership: Membership, team: Team, actor: Person) -> history.Act:
    """Remove a member, e.g. one who has left the college; nothing changes if the member was removed already."""
    with history.act("membership.remove", team.name, actor) as act:
        Team.lock([team.id])
        Membership.lock([membership.id])
        membership.is_archived = True
    return act


def put_in(team: Team, person_id: int) -> bool:
    """Make the person a member, in an act that has locked the team. False if the person was one already."""
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


def _colleague_meant(text: str, organisation_id: int) -> Colleague:
    """The colleague that a text means; of several one whose name is written just so."""
    staff = staff_of(organisation_id)
    reading = read_colleague(text, staff)
    meant = [colleague for colleague in reading.colleagues if colleague.name == text] or reading.colleagues
    if not meant:
        raise RuleBroken("member", _nobody_meant(nearly_meant(reading.name, staff)))
    if len(meant) > 1:
        raise RuleBroken("member", _("Several colleagues have this name. The one you mean can join by pressing Join."))
    if meant[0].has_left:
        raise RuleBroken("member", _("%(name)s is no longer with us.", name=meant[0].name))
    return meant[0]


def _nobody_meant(nearly: Sequence[Colleague]) -> str:
    if nearly:
        return _("Nobody has this name. Did you mean: %(names)s?", names=", ".join(colleague.name for colleague in nearly))
    return _("Nobody of this name has opened the tool yet. Choose one of those that are offered.")
