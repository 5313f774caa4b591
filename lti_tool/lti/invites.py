"""Registration links: made for one organisation, good once and for a week. The database holds only their hashes."""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from typing import Any, cast

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Table, null, or_, select, update

from .. import db, history
from ..one_use import hash_of, new_token
from ..people.models import Organisation, Person
from .models import Invite
from .platform_configuration import PlatformConfiguration
from .registration_answer import RegistrationAnswer, read_kept
from .registration_refusals import RegistrationRefused

INVITE_LIFE = timedelta(days=7)
CLAIM_LIFE = timedelta(minutes=1)  # longer than a registration may take
NO_ANSWER = {"answer": null(), "answered_for": ""}


def make_invite(organisation_id: int, actor: Person | None = None, press: str = "") -> str:
    """A new invite; gives its link, which is kept nowhere. No actor means the operator.

    `press` is a random text out of the form: a form that is sent again, as by a reload, gives the same link and makes no
    second one, or gives nothing where that link is not open any more.
    """
    token = _token_of(press) if press else new_token()
    link = f"{current_app.config['PUBLIC_URL']}/lti/register/{token}"
    one_at_a_time = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(one_at_a_time.with_for_update(key_share=True))
    known = db.session.scalar(select(Invite).where(Invite.token_hash == hash_of(token)))
    if known:
        return link if known.state == "open" and known.organisation_id == organisation_id else ""
    invite = Invite(
        organisation_id=organisation_id,
        created_by_id=actor.id if actor else None,
        token_hash=hash_of(token),
        expires_at=db.now() + INVITE_LIFE,
    )
    with history.act("invite.add", "", actor or history.Unnamed(organisation_id, _("The operator"))):
        db.session.add(invite)
    return link


def _token_of(press: str) -> str:
    """The token that belongs to a press; nobody without the installation's secret can tell it."""
    digest = hmac.digest(current_app.config["SECRET_KEY"].encode(), f"invite:{press}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def revoke_invite(invite: Invite, actor: Person) -> history.Act:
    """Make a link useless that nobody has used yet."""
    with history.act("invite.revoke", "", actor) as act:
        invite.is_revoked = invite.is_revoked or invite.state == "open"
    return act


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


def release_invite(invite: Invite, *, forget: bool = False) -> None:
    """The registration failed: the link is good for another try, and nothing of it is written.

    What the platform has answered stays for that try; `forget` it where only another registration there will help.
    """
    db.discard()
    forgotten: dict[str, Any] = NO_ANSWER if forget else {}
    with db.own_transaction(writing=True) as short:
        short.execute(update(Invite).where(Invite.id == invite.id).values(claimed_at=None, **forgotten))


def use_up_invite(invite: Invite) -> None:
    """The registration is done; together with it, in the request's transaction."""
    table = cast(Table, Invite.__table__)
    done = update(table).where(table.c.id == invite.id).values(used_at=db.now(), claimed_at=None, **NO_ANSWER)
    db.session.execute(done)


def keep_answer(invite: Invite, configuration: PlatformConfiguration, answer: RegistrationAnswer) -> None:
    """Write the platform's answer down before anything else can fail: asked again, it would register the tool again."""
    kept = {"answer": answer.as_kept(), "answered_for": _platform_of(configuration)}
    with db.own_transaction(writing=True) as short:
        short.execute(update(Invite).where(Invite.id == invite.id).values(**kept))


def kept_answer(invite: Invite, configuration: PlatformConfiguration) -> RegistrationAnswer | None:
    """What this very platform has answered to an earlier press that failed after it."""
    return read_kept(invite.answer) if invite.answered_for == _platform_of(configuration) else None


def _platform_of(configuration: PlatformConfiguration) -> str:
    """All customers of a hosted Canvas are described at one address, and register each at their own."""
    return f"{configuration.address} {configuration.registration_endpoint}"
