"""`target_link_uri` leads nowhere but to this tool, at the login and in the token."""

import pytest

from lti_tool.demo.platform import LTI

pytestmark = pytest.mark.any_database

ELSEWHERE = [
    "https://evil.example/",
    "https://tool.test.evil.example/",
    "https://tool.test@evil.example/",
    "https://evil.example\\@tool.test/",
    "https://evil.example#@tool.test/",
    "https://user@tool.test/",
    "https://sub.tool.test/",
    "//evil.example/",
    "//tool.test/",
    "/lti/launch",
    "javascript:alert(1)",
    "javascript://tool.test/%0aalert(1)",
    "data:text/html,x",
    "http://tool.test/",
    "https://tool.test:8443/",
    "https://tool.test:port/",
    "https://[tool.test/",
    "tool.test",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_token_that_leads_elsewhere_is_refused(begun, refuses, url):
    refuses("foreign_target", begun.answer, {LTI + "target_link_uri": url})


@pytest.mark.parametrize("url", [None, 5, [], {}, True, ["https://tool.test/"]])
def test_a_token_whose_target_is_no_address_is_refused(begun, refuses, url):
    refuses("foreign_target", begun.answer, {LTI + "target_link_uri": url})


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_login_that_leads_elsewhere_is_refused(visitor, lms, refuses, url):
    form = lms.login_initiation(lms.users["maija"], lms.courses[2]) | {"target_link_uri": url}
    refuses("foreign_target", visitor.request, "POST", "/lti/login", data=form)
