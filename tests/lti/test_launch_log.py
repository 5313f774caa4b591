"""The launch log: one line for each refusal that remember_for_launch_log one college, nothing personal, and not too many."""

import re
from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.lti.models import RefusedLaunch, Registration
from lti_tool.lti.refusals import ADMIN_STEPS, NOT_OPEN, REASONS
from tests.history.test_two_at_once import at_once
from tests.lti.conftest import Begun
from tests.lti.refusing import BY_CLAIMS, OF_NOBODY, OTHERWISE, Refusing, sizes
from tests.visitor import Visitor


@pytest.fixture
def refused(app, begun, change):
    return Refusing(app, begun, change)


def test_every_reason_is_tried_here_and_has_a_next_step():
    assert BY_CLAIMS.keys() | OTHERWISE | OF_NOBODY == REASONS.keys()
    assert BY_CLAIMS.keys() | OTHERWISE | NOT_OPEN.keys() == ADMIN_STEPS.keys() - OF_NOBODY


@pytest.mark.parametrize("reason", sorted(BY_CLAIMS.keys() | OTHERWISE))
def test_a_refusal_is_one_line_and_nothing_else(app, visit, lms, reason, refused, open_course):
    open_course()
    visit("olli")
    before = sizes(app)
    page = refused.launch(reason)
    [line] = refused.log()
    assert line.reason == reason
    assert line.reference == re.search(r"<strong>([0-9A-F]{8})</strong>", page.text)[1]
    assert line.issuer == lms.origin
    assert line.user_id == ("3" if reason in ("inactive", "wrong_context") else "")  # known only from a verified token
    assert not re.search("koskela|maija|@", str(vars(line)).lower())
    assert sizes(app) == before | {"lti_refused_launch": before["lti_refused_launch"] + 1}


def test_a_second_use_of_a_token_is_logged_though_its_write_had_begun(app, begun, state_cookie, refused, open_course):
    open_course()
    token = begun.lms.sign(begun.claims())
    assert begun.post(token).status_code == 303
    name = state_cookie(begun)
    before = sizes(app)
    begun.visitor.client.set_cookie(name, name.rpartition("_")[2], domain="tool.test")
    assert begun.post(token).status_code == 401
    assert [(line.reason, line.user_id) for line in refused.log()] == [("token_reused", "3")]
    assert sizes(app) == before | {"lti_refused_launch": before["lti_refused_launch"] + 1}


def test_a_login_at_a_platform_that_is_off_is_logged(visitor, change, lms, refused):
    form = lms.login_initiation(lms.users["maija"], lms.courses[2])
    assert visitor.request("POST", "/lti/login", data=form | {"iss": "https://unknown.test"}).status_code == 400
    assert visitor.request("POST", "/lti/login", data={}).status_code == 400
    assert visitor.launch({"state": "forged"}).status_code == 400
    assert refused.log() == []
    change(Registration, is_active=False)
    assert visitor.request("POST", "/lti/login", data=form).status_code == 403
    assert [(line.reason, line.user_id) for line in refused.log()] == [("inactive", "")]


def test_where_two_colleges_share_a_client_a_refusal_is_in_the_log_of_neither(run, lms, refused):
    """Whose launch it was is not known before its deployment is."""
    client = ["--issuer", lms.origin, "--client-id", lms.tools[0].client_id]
    assert run("register", "--organisation", "Toinen opisto", *client, "--deployment-id", "2").exit_code == 0
    assert refused.launch("wrong_audience").status_code == 401
    assert refused.log() == []


def test_a_flood_of_refusals_is_thirty_lines_for_its_college_only(app, lms, begun, other_lms, change, refused):
    def forge():
        return Visitor(app, lms).launch({"state": begun.state}).status_code

    assert {forge() for _ in range(28)} == {400}
    assert set(at_once(*[forge] * 16)) == {400}  # of these two find room, however they overlap
    assert len(refused.log()) == 30
    Begun(Visitor(app, other_lms)).answer({"aud": "other"})
    assert [line.issuer for line in refused.log()[30:]] == [other_lms.origin]
    change(RefusedLaunch, refused_at=db.now() - timedelta(minutes=11))
    forge()
    assert len(refused.log()) == 32
