"""Registration links: made for one organisation, good once and for a week. The database holds only their hashes."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import or_, select, update

from .. import db, history
from ..one_use import hash_of, new_token
from ..people.models import Person
from .models import Invite
from .registration_refusals import RegistrationRefused

INVITE_LIFE = timedelta(days=7)
CLAIM_LIFE = timedelta(minutes=1)  # longer than a registration may take


def make_invite(organisation_id: int, actor: Person | None = None) -> str:
    """A new invite; gives its link, which is shown now and never again. No actor means the operator."""
    token = new_token()
    invite = Invite(
        organisation_id=organisation_id, created_by_id=actor.id if actor else None,
        token_hash=hash_of(token), expires_at=db.now() + INVITE_LIFE,
    )  # fmt: skip
    if actor:
        history.create(history.begin("invite.add", "", actor), invite, {"is_revoked": False}, actor)
    else:
        db.session.add(invite)
        db.session.flush()
    return f"{current_app.config['PUBLIC_URL']}/lti/register/{token}"


def revoke_invite(invite: Invite, actor: Person) -> history.ChangeSet | None:
    """Make a link useless that nobody has used yet."""
    change_set = history.begin("invite.revoke", "", actor)
    return change_set if invite.state == "open" and history.edit(change_set, invite, {"is_revoked": True}, actor) else None


def find_invite(token: str) -> Invite:
    """The open invite of a link; raises RegistrationRefused with the reason why it is not open."""
    with db.own_transaction(writing=False) as short:
        invite = short.scalar(select(Invite).where(Invite.token_hash == hash_of(token)))
    if invite is None:
        raise RegistrationRefused("invite_unknown")
    if invite.state != "open":
        raise RegistrationRefused(f"invite_{invite.state}")
    return invite


def claim_invite(invite: Invite) -> None:
    """Begin a registration with it: of two at once only one may; raises RegistrationRefused for the other."""
    free = or_(Invite.claimed_at.is_(None), Invite.claimed_at < db.now() - CLAIM_LIFE)
    mine = update(Invite).where(Invite.id == invite.id, Invite.used_at.is_(None), Invite.is_revoked.is_(False), free)
    with db.own_transaction(writing=True) as short:
        if short.execute(mine.values(claimed_at=db.now())).rowcount != 1:  # type: ignore[attr-defined]
            raise RegistrationRefused("invite_busy")


def release_invite(invite: Invite) -> None:
    """The registration failed: the link is good for another try, and nothing of it is written."""
    db.discard()
    with db.own_transaction(writing=True) as short:
        short.execute(update(Invite).where(Invite.id == invite.id).values(claimed_at=None))


def use_up_invite(invite: Invite) -> None:
    """The registration is done; together with it, in the request's transaction."""
    db.session.execute(update(Invite).where(Invite.id == invite.id).values(used_at=db.now(), claimed_at=None))
