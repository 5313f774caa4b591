"""A slow platform holds some threads, never all."""

import pytest

from lti_tool.lti.call_limits import CallLimits, TooManyCalls


def is_taken(limits, host):
    try:
        with limits.call_to(host):
            return True
    except TooManyCalls:
        return False


@pytest.mark.parametrize(("threads", "most", "most_of_a_host"), [(1, 1, 1), (2, 1, 1), (4, 3, 2), (8, 7, 6)])
def test_one_thread_stays_free_and_a_host_leaves_room_for_others(threads, most, most_of_a_host):
    limits = CallLimits(threads)
    assert (limits.most, limits.most_of_a_host) == (most, most_of_a_host)


def test_a_host_that_is_busy_does_not_hinder_another():
    limits = CallLimits(4)
    with limits.call_to("a.test"), limits.call_to("a.test"):
        assert not is_taken(limits, "a.test")
        assert is_taken(limits, "b.test")
    assert is_taken(limits, "a.test")


def test_a_call_that_fails_makes_room_too():
    limits = CallLimits(2)
    with pytest.raises(ZeroDivisionError), limits.call_to("a.test"):
        raise ZeroDivisionError
    assert is_taken(limits, "a.test")


def test_all_hosts_together_leave_a_thread_free():
    limits = CallLimits(4)
    with limits.call_to("a.test"), limits.call_to("b.test"), limits.call_to("c.test"):
        assert not is_taken(limits, "d.test")
    assert is_taken(limits, "d.test")
