"""How long things last, as numbers: what the guide, the records of processing and the pages promise in words.

Who changes one of these changes a promise: here, and where it is told.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.assessment import operations as assessment
from lti_tool.assessment.models import AssessmentLink
from lti_tool.calendar_feed import entries
from lti_tool.calendar_feed import operations as calendar_feed
from lti_tool.imports import checking
from lti_tool.lti import invites, launch, login, message, outgoing, platform_keys, public_address
from lti_tool.lti.models import UsedNonce
from lti_tool.people.models import Launch
from lti_tool.privacy import retention

A_LITTLE = timedelta(minutes=5)  # for a busy machine


@pytest.mark.parametrize(
    ("promise", "is_so"),
    [
        (launch.LAUNCH_LIFE, timedelta(hours=8)),
        (login.STATE_SECONDS, 600),
        (message.LONGEST_LIFE_SECONDS, 3600),
        (message.CLOCK_SKEW_SECONDS, 60),
        (platform_keys.LIFETIME, timedelta(hours=1)),
        (platform_keys.LIFETIME_IN_OUTAGE, timedelta(hours=12)),
        (platform_keys.RETRY, timedelta(seconds=10)),
        (invites.INVITE_LIFE, timedelta(days=7)),
        (invites.CLAIM_LIFE, timedelta(minutes=1)),
        (assessment.LINK_LIFE, timedelta(days=14)),
        (public_address.LONGEST_SECONDS, 10),
        (calendar_feed.MONTHS_WITHOUT_LAUNCH, 6),
        (entries.CANCELLED_KEPT, timedelta(weeks=6)),
        (checking.KEPT_WHEN_DONE, timedelta(days=7)),
        (checking.KEPT_UNTOUCHED, timedelta(days=30)),
        (retention.LEFT_MONTHS, 12),
    ],
)
def test_a_promised_time_is_kept(promise, is_so):
    assert promise == is_so


def test_a_claim_outlives_the_calls_of_a_registration():
    """The platform's description, then the registration: else a second press could begin beside the first."""
    assert timedelta(seconds=2 * public_address.LONGEST_SECONDS + sum(outgoing.TIMEOUT_SECONDS)) < invites.CLAIM_LIFE


def test_a_nonce_is_remembered_longer_than_any_token_is_taken():
    """A token is taken from a minute before its `iat` to a minute after its `exp`, an hour and a minute later."""
    longest = message.LONGEST_LIFE_SECONDS + 3 * message.CLOCK_SKEW_SECONDS
    assert timedelta(seconds=longest) < launch.NONCE_LIFE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_written_ends_then(maija, app):
    maija.post("assessments/", {"subject": "Hotellitiimi"})
    maija.post("assessments/1/links", {"language": "fi"})
    lasting = {Launch: launch.LAUNCH_LIFE, UsedNonce: launch.NONCE_LIFE, AssessmentLink: assessment.LINK_LIFE}
    with app.app_context():
        for model, life in lasting.items():
            assert timedelta(0) <= db.now() + life - db.session.scalar(select(model.expires_at)) < A_LITTLE
