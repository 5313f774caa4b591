"""Why a launch is refused, in words a teacher can read out and an admin can act on."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from ..people.entry import COURSE_CLOSED, NO_ROLE, NOT_STAFF, TEST_USER

AGAIN = _l("Go back to the course and open the activity again.")
ADMIN = _l("Tell the admin of your Moodle the code below: the registration of the tool needs a look.")
SWITCHED_OFF = _l("Ask the admin of your Moodle: under Admin, Platforms it can be switched on again or brought back.")
CLOCK = _l("If it happens again, tell your admin: the clocks of Moodle and of this tool may differ.")
NEWER_LTI = _l("Tell the admin of your Moodle: the tool needs LTI 1.3. It is added anew there, with a registration link.")

REASONS = {
    "unknown_platform": (400, _l("This Moodle is not connected to the tool"), ADMIN),
    "unknown_deployment": (403, _l("This installation of the tool is not known"), ADMIN),
    "inactive": (403, _l("The connection from this Moodle has been switched off"), SWITCHED_OFF),
    "login_incomplete": (400, _l("Moodle's message was incomplete"), AGAIN),
    "lti_1_1": (400, _l("This link was added to Moodle as LTI 1.1"), NEWER_LTI),
    "foreign_target": (400, _l("The link leads to another address than this tool"), ADMIN),
    "state_missing": (400, _l("The launch did not begin here"), AGAIN),
    "state_invalid": (400, _l("The launch could not be recognised"), AGAIN),
    "state_expired": (400, _l("Opening took too long"), AGAIN),
    "other_browser": (400, _l("The launch began in another browser, or the browser did not keep our cookie"), AGAIN),
    "platform_error": (400, _l("Moodle did not let the launch through"), AGAIN),
    "token_missing": (400, _l("Moodle's answer was empty"), AGAIN),
    "token_invalid": (401, _l("Moodle's message could not be verified"), ADMIN),
    "key_unknown": (401, _l("Moodle's message was signed with a key we do not know"), ADMIN),
    "keys_unreachable": (503, _l("We could not reach Moodle to check its signature"), ADMIN),
    "token_expired": (401, _l("Moodle's message was too old"), CLOCK),
    "token_future": (401, _l("Moodle's message is dated in the future"), CLOCK),
    "token_reused": (401, _l("This launch has been used already"), AGAIN),
    "wrong_audience": (401, _l("Moodle's message is meant for another tool"), ADMIN),
    "wrong_message": (400, _l("The tool does not know this kind of message"), ADMIN),
    "wrong_context": (400, _l("Moodle did not tell which course this is"), ADMIN),
    "no_user": (403, _l("Moodle did not tell who you are"), ADMIN),
}
NOT_OPEN = {
    COURSE_CLOSED: _l("The course is not open yet"),
    NOT_STAFF: _l("The course is open to teachers, and this was none"),
    NO_ROLE: _l("The platform told no role in the course that opens it"),
    TEST_USER: _l("It was a test user, for example of the platform's student view"),
}  # launches that were good and ended at the closed page: people/entry.py says why
LOGGED: dict[str, Any] = {reason: title for reason, (_status, title, _advice) in REASONS.items()} | NOT_OPEN

_CONNECT_AGAIN = _l("Look at Check. If all is in order there, connect the platform again with a new registration link.")
_COOKIE = _l("The browser kept no cookie. Let Moodle open the activity in a new window, or try another browser.")
_RARE = _l("Usually a page that was gone back to or reloaded. Nothing to do, unless it happens often.")
_CLOCK_LINE = _l("Look at the line Clock in Check.")

ADMIN_STEPS = {
    "unknown_deployment": _CONNECT_AGAIN,
    "inactive": _l("Switch the connection on under Platforms, if it should be on. One that was removed is brought back there."),
    "login_incomplete": _RARE,
    "foreign_target": _l("Correct the tool's address in the settings of the activity in Moodle."),
    "state_missing": _RARE,
    "state_invalid": _RARE,
    "state_expired": _RARE,
    "other_browser": _COOKIE,
    "platform_error": _l("Moodle refused it itself, for example because the person was logged out. Moodle's own log tells more."),
    "token_missing": _RARE,
    "token_invalid": _CONNECT_AGAIN,
    "key_unknown": _l("Moodle may have changed its keys a moment ago. If it happens again, connect the platform again."),
    "keys_unreachable": _l("Look at Check: it says why Moodle cannot be reached from here."),
    "token_expired": _CLOCK_LINE,
    "token_future": _CLOCK_LINE,
    "token_reused": _RARE,
    "wrong_audience": _CONNECT_AGAIN,
    "wrong_message": _l("The tool is used in a place of Moodle that it does not know. Add it to a course as an activity."),
    "wrong_context": _l("The course's id in the message cannot be used. Tell the person who looks after the platform."),
    "no_user": _l("Was it a guest? Guests cannot use the tool."),
    COURSE_CLOSED: _l("Open it under Courses, if its staff should get in."),
    NOT_STAFF: _l(
        "Nothing to do for a student. For staff: make the person a teacher of the course in the platform, "
        "or open the course to everyone enrolled under Courses."
    ),
    NO_ROLE: _l("For staff: enrol the person in the course in the platform, as a teacher if it is open to teachers."),
    TEST_USER: _l("Nothing to do. Staff leave the student view and open the activity as themselves."),
}  # what the launch log advises an admin; the page for the user has the advice of REASONS


class LaunchRefused(Exception):
    """A login or launch that is not accepted. `reason` is a key of REASONS, `detail` is for the log only."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


_QUERY = re.compile(r"\?[^\s'\"]+")
_USER = re.compile(r"//[^/\s'\"]*@")


def without_secrets(detail: str) -> str:
    """A detail for the log: of addresses in it neither query nor user, since platforms put tokens there."""
    return _USER.sub("//…@", _QUERY.sub("?…", detail))
