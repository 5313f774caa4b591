"""Logins write nothing, so that a flood of them fills no table and keeps nobody out."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

from tests.lti.refusing import sizes
from tests.visitor import Visitor

LOGINS = 1000


def log_in(app, form):
    """A whole login up to the platform's door, of a browser that sends back only this login's cookie."""
    client = app.test_client(use_cookies=False)
    begun = client.post("/lti/login", data=form, base_url="https://tool.test")
    cookie = begun.headers["Set-Cookie"].split(";")[0]
    answer = client.get(begun.location, base_url="https://tool.test", headers={"Cookie": cookie})
    return parse_qs(urlsplit(answer.location).query)["state"][0]


def test_a_thousand_logins_write_nothing_and_launches_go_on(app, lms, visit):
    visit("maija")
    form = lms.login_initiation(lms.users["maija"], lms.courses[2])
    before = sizes(app)
    with ThreadPoolExecutor(4) as pool:
        states = set(pool.map(lambda _number: log_in(app, form), range(LOGINS // 2)))
        assert sizes(app) == before
        flood = [pool.submit(log_in, app, form) for _number in range(LOGINS // 2)]
        during = 0
        while not all(login.done() for login in flood):
            Visitor(app, lms).open("maija")
            during += 1
        states.update(login.result() for login in flood)
    assert len(states) == LOGINS
    assert during > 1
    after = Visitor(app, lms).open("maija")
    assert after.status_code == 303
    launches = during + 1
    grown = {name: number - before[name] for name, number in sizes(app).items() if number != before[name]}
    assert grown.pop("launch") == launches
    assert grown == {"lti_used_nonce": launches}
