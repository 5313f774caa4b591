"""Launches that are refused for each reason, and what is left of them in the database."""

from datetime import timedelta

from sqlalchemy import func, select

from lti_tool import db
from lti_tool.demo.platform import LTI
from lti_tool.lti.models import Deployment, PlatformKeySet, RefusedLaunch
from tests.visitor import Visitor

LONG_AGO = db.now() - timedelta(days=2)
OTHER_LOGIN = {"nonce": "of another login"}
BY_CLAIMS = {
    "unknown_deployment": {LTI + "deployment_id": "other"},
    "foreign_target": {LTI + "target_link_uri": "https://evil.test/"},
    "token_expired": {"iat": LONG_AGO.timestamp(), "exp": LONG_AGO.timestamp() + 60},
    "wrong_audience": {"aud": "other"},
    "token_future": {"iat": db.now().timestamp() + 9e6, "exp": db.now().timestamp() + 9e6},
    "token_reused": OTHER_LOGIN,
    "wrong_message": {LTI + "message_type": "Other"},
    "no_user": {"sub": ""},
    "token_invalid": {"iat": "x"},
    "wrong_context": {LTI + "context": {"id": ""}},
}
OTHERWISE = {"other_browser", "platform_error", "token_missing", "key_unknown", "keys_unreachable", "inactive"}
OF_NOBODY = {"unknown_platform", "login_incomplete", "lti_1_1", "state_missing", "state_invalid", "state_expired"}


class Refusing:
    """A begun login, and `change` to change all rows of a table."""

    def __init__(self, app, begun, change):
        self.app = app
        self.begun = begun
        self.change = change

    def launch(self, reason):
        """Have the launch refused for this reason."""
        begun = self.begun
        if reason in BY_CLAIMS:
            return begun.answer(BY_CLAIMS[reason])
        if reason == "inactive":
            self.change(Deployment, is_active=False)
        if reason == "keys_unreachable":
            begun.lms.faults.key_set_down = True
            self.change(PlatformKeySet, keys=[], fetched_at=None, tried_at=LONG_AGO)
        if reason == "key_unknown":
            self.change(PlatformKeySet, tried_at=LONG_AGO)
        fields = {"platform_error": {"error": "access_denied"}, "token_missing": {}}.get(reason)
        if fields is not None:
            return begun.visitor.launch({"state": begun.state, **fields})
        if reason == "other_browser":
            begun.visitor = Visitor(self.app, begun.lms)
        return begun.answer(headers={"kid": "unknown"} if reason == "key_unknown" else None)

    def log(self):
        """All lines, oldest first."""
        with self.app.app_context(), db.own_transaction(writing=False) as short:
            return list(short.scalars(select(RefusedLaunch).order_by(RefusedLaunch.id)))


def sizes(app):
    """How many rows each table has."""
    with app.app_context(), db.own_transaction(writing=False) as short:
        tables = db.Base.metadata.sorted_tables
        return {table.name: short.scalar(select(func.count()).select_from(table)) for table in tables}
