"""`aud` and `azp` (OpenID Connect core 3.1.3.7)."""

import pytest

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": []},
        {"aud": ""},
        {"aud": None},
        {"aud": 5},
        {"aud": {"demo": 1}},
        {"aud": ["other", "another"], "azp": "demo"},
        {"aud": ["demo", "other"]},
        {"aud": ["other", "demo"]},
        {"aud": ["demo", "other"], "azp": "other"},
        {"aud": ["demo", "other"], "azp": ["demo"]},
        {"aud": "demo", "azp": "other"},
        {"aud": ["demo"], "azp": "other"},
        {"aud": "demo", "azp": ""},
        {"aud": "demo", "azp": None},
        {"aud": "demonstration"},
        {"aud": "Demo"},
    ],
    ids=str,
)
def test_a_token_for_another_tool_is_refused(begun, refuses, changes):
    refuses("wrong_audience", begun.answer, changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "demo"},
        {"aud": ["demo"]},
        {"aud": "demo", "azp": "demo"},
        {"aud": ["other", "demo"], "azp": "demo"},
        {"aud": ["demo", "other"], "azp": "demo"},
    ],
    ids=str,
)
def test_a_token_for_us_is_taken(begun, changes):
    assert begun.answer(changes).status_code == 303
