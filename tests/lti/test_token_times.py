"""`exp`, `iat` and `nbf`: there, numbers, near now and near each other."""

import time

import pytest

pytestmark = pytest.mark.any_database

NO_NUMBERS = ["1795307947", "x", "", True, False, None, [], {}, float("nan"), float("inf"), float("-inf"), 10**400, -(10**400), 0]
MINUTE = 60
HOUR = 3600
YEAR = 31_536_000


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_token_without_its_times_is_refused(begun, refuses, name):
    refuses("token_invalid", begun.answer, without=[name])


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: str(value)[:10])
@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_time_that_is_none_is_refused(begun, refuses, name, value):
    refuses("token_invalid", begun.answer, {name: value})


@pytest.mark.parametrize(
    ("issued", "expires", "reason"),
    [
        (-2 * HOUR, -HOUR, "token_expired"),
        (-3 * MINUTE, -2 * MINUTE, "token_expired"),
        (-2 * HOUR, 10 * MINUTE, "token_expired"),
        (-YEAR, YEAR, "token_expired"),
        (10 * MINUTE, 11 * MINUTE, "token_future"),
        (YEAR, YEAR + MINUTE, "token_future"),
        (0, 2 * HOUR, "token_invalid"),
        (0, HOUR + MINUTE + 1, "token_invalid"),
        (0, 10 * YEAR, "token_invalid"),
    ],
)
def test_a_token_of_another_time_is_refused(begun, refuses, issued, expires, reason):
    now = int(time.time())
    refuses(reason, begun.answer, {"iat": now + issued, "exp": now + expires})


def test_a_token_that_is_not_yet_valid_is_refused(begun, refuses):
    refuses("token_future", begun.answer, {"nbf": int(time.time()) + HOUR})


@pytest.mark.parametrize("value", ["x", None, [], float("nan")])
def test_a_beginning_that_is_no_time_is_refused(begun, refuses, value):
    refuses("token_invalid", begun.answer, {"nbf": value})


@pytest.mark.parametrize(
    ("issued", "expires"), [(0, MINUTE), (30, 90), (-90, -30), (-0.5, 60.5), (0, HOUR), (0, HOUR + MINUTE), (-50 * MINUTE, 5)]
)
def test_clocks_may_differ_a_little(begun, issued, expires):
    now = int(time.time())
    assert begun.answer({"iat": now + issued, "exp": now + expires}).status_code == 303
