"""Open edX as a platform that someone else has written: its LTI consumer classes (AGPL, from PyPI) under bare Django.

We drive them as Open edX's own views do (`launch_gate_endpoint`, `access_token_endpoint`), without its database.
"""

from __future__ import annotations

import functools
import uuid
import warnings
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import django
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from flask import Flask, jsonify, request

if not settings.configured:  # Django's settings are one for the whole process
    memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.configure(PLATFORM_NAME="Open edX", CACHES=memory, LOGGING_CONFIG=None, USE_TZ=True, OPENEDX_TELEMETRY=[])
    django.setup()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # webob imports cgi; openedx-filters wants Python 3.12
    from lti_consumer.data import Lti1p3LaunchData
    from lti_consumer.lti_1p3.consumer import LtiAdvantageConsumer
    from lti_consumer.lti_1p3.key_handlers import PlatformKeyHandler
    from lti_consumer.utils import get_data_from_cache


def new_pem():
    """A private key as text. Making one is slow."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, pem, serialization.NoEncryption()).decode()


@functools.cache
def key_handler(pem, kid):
    """The consumer would read the key again each time; that is slow."""
    return PlatformKeyHandler(pem, kid)


@dataclass(frozen=True)
class Block:
    """An LTI block in a course of Open edX."""

    course_id: str = "course-v1:Keskuspuisto+KUMPPANUUDET+2026"
    course_title: str = "Sähköasennuksen kumppanuudet – Itä-Häme & Åland"
    id: str = "block-v1:Keskuspuisto+KUMPPANUUDET+2026+type@lti_consumer+block@hoitomalli"


@dataclass(frozen=True)
class Member:
    """Someone in the course; `role` is a word of Open edX's own. Blocks share name and e-mail only where set to."""

    role: str
    name: str | None = None
    email: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass
class Edx:
    """The site with one tool. `origin` is where its keys are served."""

    pem: str
    tool_origin: str
    tool_keys_url: str = ""
    origin: str = ""
    kid: str = "edx-1"
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    deployment_id: str = "1"  # Open edX has no other

    def consumer(self):
        """A new one for each request, as in Open edX: what it is told about a user stays in it."""
        consumer = LtiAdvantageConsumer(
            iss=self.origin,
            client_id=self.client_id,
            deployment_id=self.deployment_id,
            lti_oidc_url=f"{self.tool_origin}/lti/login",
            lti_launch_url=f"{self.tool_origin}/lti/launch",
            redirect_uris=[f"{self.tool_origin}/lti/launch"],
            rsa_key=None,
            rsa_key_id=None,
            tool_keyset_url=self.tool_keys_url,
        )
        consumer.key_handler = key_handler(self.pem, self.kid)
        consumer.enable_nrps(f"{self.origin}/memberships")
        consumer.enable_ags(f"{self.origin}/lineitems", allow_programmatic_grade_interaction=True)
        return consumer

    def initiation(self, member, block):
        """The parameters of the address at which the block begins a login with the tool."""
        launch = Lti1p3LaunchData(
            user_id=7,
            external_user_id=member.id,
            user_role=member.role,
            name=member.name,
            email=member.email,
            config_id="1",
            resource_link_id=block.id,
            launch_presentation_document_target="iframe",
            context_id=block.course_id,
            context_title=block.course_title,
            context_type=["course_offering"],
        )
        return dict(parse_qsl(urlsplit(self.consumer().prepare_preflight_url(launch)).query))

    def answer(self, asked):
        """State and id_token in answer to the tool's authorisation request."""
        launch = get_data_from_cache(asked["lti_message_hint"])
        consumer = self.consumer()
        assert launch.external_user_id == asked["login_hint"]
        consumer.set_user_data(launch.external_user_id, launch.user_role, launch.name, launch.email)
        consumer.set_resource_link_claim(launch.resource_link_id)
        consumer.set_launch_presentation_claim(launch.launch_presentation_document_target)
        consumer.set_context_claim(launch.context_id, context_title=launch.context_title)
        return consumer.generate_launch_request(asked)

    def app(self):
        """Its public keys and its token endpoint over HTTP."""
        app = Flask("edx")
        app.add_url_rule("/public_keysets", "keys", lambda: jsonify(self.consumer().get_public_keyset()))
        app.add_url_rule("/token", "token", self.grant, methods=["POST"])
        return app

    def grant(self):
        """A token, or the error that Open edX gives for a key that is not the tool's."""
        try:
            return jsonify(self.consumer().access_token(request.form.to_dict()))
        except jwt.InvalidSignatureError:
            return jsonify(error="invalid_client"), 400
