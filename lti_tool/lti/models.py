"""Who may launch: Platform (issuer), its Registrations (client id), their Deployments; nonces and keys.

Terms of LTI 1.3 core and the 1EdTech security framework 1.0.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import db


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
    registration: Mapped[Registration] = relationship(back_populates="deployments")


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
