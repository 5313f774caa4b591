"""Who may launch: Platform (issuer), its Registrations (client id), their Deployments; nonces and keys.

Terms of LTI 1.3 core and the 1EdTech security framework 1.0.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db
from ..errors import RuleBroken
from ..history import Actor, Field, Tracked, Tracking
from ..one_use import ONCE_SET, OneUseLink
from ..people import access
from ..people.models import Launch, Organisation, Person


class Platform(db.Base):
    """An LMS, named by its issuer."""

    __tablename__ = "lti_platform"

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class Registration(db.Base):
    """The tool's registration at a platform: client id and the platform's endpoints."""

    __tablename__ = "lti_registration"
    __table_args__ = (UniqueConstraint("platform_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("lti_platform.id"))
    client_id: Mapped[str]
    auth_login_url: Mapped[str]
    auth_token_url: Mapped[str]
    key_set_url: Mapped[str]
    product: Mapped[str] = mapped_column(default="")  # family and version, where the platform tells them
    registered_at: Mapped[datetime] = mapped_column(default=db.now)
    is_active: Mapped[bool] = mapped_column(default=True)
    platform: Mapped[Platform] = relationship(lazy="joined", innerjoin=True)
    deployments: Mapped[list[Deployment]] = relationship(lazy="joined", back_populates="registration")

    def addresses(self) -> dict[str, str]:
        """Where the platform is asked, under these names."""
        return {name: getattr(self, name) for name in ("auth_login_url", "auth_token_url", "key_set_url")}


class Deployment(Tracked, db.Base):
    """One installation of the tool in a platform; it belongs to the organisation whose data it shows."""

    __tablename__ = "lti_deployment"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    deployment_id: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_removed: Mapped[bool] = mapped_column(default=False)  # off the admin's list; registering again brings it back
    last_launch_at: Mapped[datetime | None]  # to within LAUNCH_NOTED_EVERY, as the four that follow
    name_given_at: Mapped[datetime | None]  # when a launch last told who it is, and when one did not
    name_missing_at: Mapped[datetime | None]
    email_given_at: Mapped[datetime | None]
    email_missing_at: Mapped[datetime | None]
    frame_hosts: Mapped[str] = mapped_column(default="")  # that an admin has listed, with spaces between
    version: Mapped[int] = mapped_column()
    registration: Mapped[Registration] = relationship(back_populates="deployments")
    organisation: Mapped[Organisation] = relationship()  # looked up when it is asked for: a launch asks for none
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={
            "deployment.register": _l("Connected"),
            "deployment.activate": _l("Connection switched on"),
            "deployment.deactivate": _l("Connection switched off"),
            "deployment.remove": _l("Connection removed"),
            "deployment.bring_back": _l("Connection brought back"),
            "deployment.frames": _l("Hosts of frames changed"),
        },
        fields={"frame_hosts": Field(_l("Hosts"))},
        computed=frozenset(
            {
                "registration_id",
                "deployment_id",
                "last_launch_at",
                "name_given_at",
                "name_missing_at",
                "email_given_at",
                "email_missing_at",
            }
        ),
        archived_by="is_removed",
        is_admins=True,
        is_recorded_from_start=False,
    )

    def refresh(self, _actor: Actor) -> None:
        """The last connection stays on: sessions end with theirs, the admin's too, and nobody could switch it on again."""
        if self.is_active and not self.is_removed:
            return
        others = OPEN_DEPLOYMENTS.where(Deployment.organisation_id == self.organisation_id, Deployment.id != self.id)
        one_at_a_time = select(Organisation.id).where(Organisation.id == self.organisation_id)
        db.session.execute(one_at_a_time.with_for_update(key_share=True))  # else two at once each see the other's still on
        if db.session.scalar(others.limit(1)) is None:
            raise RuleBroken("deployment", _("This is the only connection that is on. Without it nobody could come here again."))

    @property
    def is_open(self) -> bool:
        """Whether launches from here are let in."""
        return self.is_active and self.registration.is_active and self.registration.platform.is_active


class PlatformKeySet(db.Base):
    """The last JWKS fetched from an address, shared by all web processes."""

    __tablename__ = "lti_platform_key_set"
    __table_args__ = {"info": {"is_short_lived": True}}

    url: Mapped[str] = mapped_column(primary_key=True)
    keys: Mapped[Any] = mapped_column(JSON)
    fetched_at: Mapped[datetime | None]
    tried_at: Mapped[datetime]


class UsedNonce(db.Base):
    """A nonce whose launch was accepted; the unique key makes a second use fail, also a simultaneous one."""

    __tablename__ = "lti_used_nonce"
    __table_args__ = {"info": {"is_short_lived": True}}

    nonce: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ToolKey(db.Base):
    """One of our key pairs; the private key is encrypted with the installation's secret."""

    __tablename__ = "lti_tool_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    private_key: Mapped[str]
    public_jwk: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    signs_from: Mapped[datetime] = mapped_column(default=db.now)  # published before, so that platforms know it in time


class Invite(OneUseLink, Tracked, db.Base):
    """A registration link: good once, for a while, and for one organisation's data. Only a hash of it is kept."""

    __tablename__ = "lti_invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the operator
    claimed_at: Mapped[datetime | None]  # a registration with it is under way
    answer: Mapped[Any | None] = mapped_column(JSON)  # what a platform made of our registration, until all of it is done
    answered_for: Mapped[str] = mapped_column(default="")  # the address of that platform's configuration
    version: Mapped[int] = mapped_column()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[Person | None] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}
    tracking = Tracking(
        acts={"invite.add": _l("Registration link made"), "invite.revoke": _l("Registration link revoked")},
        fields={},
        computed=ONCE_SET | {"created_by_id", "claimed_at", "answer", "answered_for"},
        archived_by="is_revoked",
        is_admins=True,
    )


class RefusedLaunch(db.Base):
    """A line of the launch log, kept 30 days; of persons it holds only the platform's user id."""

    __tablename__ = "lti_refused_launch"
    __table_args__ = (Index("ix_lti_refused_launch_recent", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    refused_at: Mapped[datetime] = mapped_column(default=db.now, index=True)
    reference: Mapped[str]
    reason: Mapped[str]  # a key of refusals.REASONS
    issuer: Mapped[str]
    user_id: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")  # what the admin needs beside the reason, e.g. the roles that came


OPEN_DEPLOYMENTS = (
    select(Deployment.id)
    .join(Registration)
    .join(Platform)
    .where(Deployment.is_active, Deployment.is_removed.is_(False), Registration.is_active, Platform.is_active)
)
access.launch_conditions.append(Launch.deployment_id.in_(OPEN_DEPLOYMENTS))
