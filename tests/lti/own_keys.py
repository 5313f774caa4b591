"""The tool's own keys in a test: used as the operator's commands do, shown to the LMS over real HTTP."""

import jwt
from sqlalchemy import select

from lti_tool import db
from lti_tool.lti import services
from lti_tool.lti.keys import PUBLISHED_BEFORE, all_keys, current_key, signing_key
from lti_tool.lti.models import Registration
from lti_tool.lti.registration import ROSTER
from tests.conftest import SECRET, TOOL


class OwnKeys:
    """Each method is one command or one request."""

    def __init__(self, app):
        self.app = app

    def run(self, function, *args, **kwargs):
        """Do something with the keys and commit it."""
        with self.app.app_context():
            result = function(*args, **kwargs)
            db.session.commit()
            return result

    def published(self):
        """The public keys in /lti/jwks, by kid."""
        return {key["kid"]: key for key in self.app.test_client().get("/lti/jwks", base_url=TOOL).json["keys"]}

    def signer(self):
        """The kid that signs now."""
        return self.run(lambda: current_key().kid)

    def wait_a_day(self):
        def shift():
            for key in all_keys():
                key.signs_from -= PUBLISHED_BEFORE

        self.run(shift)

    def ask(self):
        """A token from the LMS."""
        return self.run(lambda: services.ask_for_token(_registration(), [ROSTER])["access_token"])

    def assertion(self, kid=None, **changes):
        """A right client assertion of ours, with changes to its claims and header."""

        def make():
            claims = jwt.decode(services.signed_assertion(_registration()), options={"verify_signature": False})
            own, private = signing_key(SECRET)
            return jwt.encode(claims | changes, private, algorithm="RS256", headers={"kid": kid or own})

        return self.run(make)


def _registration():
    return db.session.scalars(select(Registration)).unique().one()
