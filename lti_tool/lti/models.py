"""Who may launch: Platform (issuer), its Registrations (client id), their Deployments; nonces and keys.

Terms of LTI 1.3 core and the 1EdTech security framework 1.0.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db, history
from ..one_use import OneUseLink
from ..people.models import Organisation, Person


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


class Deployment(db.Base):
    """One installation of the tool in a platform; it belongs to the organisation whose data it shows."""

    __tablename__ = "lti_deployment"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("lti_registration.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    deployment_id: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_removed: Mapped[bool] = mapped_column(default=False)  # off the admin's list; registering again brings it back
    last_launch_at: Mapped[datetime | None]  # to within LAUNCH_NOTED_EVERY
    version: Mapped[int] = mapped_column()
    registration: Mapped[Registration] = relationship(back_populates="deployments")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Whether launches from here are let in."""
        return self.is_active and self.registration.is_active and self.registration.platform.is_active


class PlatformKeySet(db.Base):
    """The last JWKS fetched from an address, shared by all web processes."""

    __tablename__ = "lti_platform_key_set"

    url: Mapped[str] = mapped_column(primary_key=True)
    keys: Mapped[Any] = mapped_column(JSON)
    fetched_at: Mapped[datetime | None]
    tried_at: Mapped[datetime]


class UsedNonce(db.Base):
    """A nonce whose launch was accepted; the unique key makes a second use fail, also a simultaneous one."""

    __tablename__ = "lti_used_nonce"

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


class Invite(OneUseLink, db.Base):
    """A registration link: good once, for a while, and for one organisation's data. Only a hash of it is kept."""

    __tablename__ = "lti_invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the operator
    claimed_at: Mapped[datetime | None]  # a registration with it is under way
    version: Mapped[int] = mapped_column()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[Person | None] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}


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


history.track(Deployment, is_admins=True)
history.track(Invite, is_admins=True, put_away="is_revoked")
