"""Two partners are merged, used and taken apart again; and the same pair by two people, both ways at once."""

import secrets

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lti_tool.agreements.operations import add_agreement
from lti_tool.days import today
from lti_tool.encounters.operations import log_encounter
from lti_tool.partners.adding import add_partnership
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values, edit_partner

pytestmark = pytest.mark.browser


@pytest.fixture
def two(college):
    """Two partners that are one company, each with a visit and notes, one with an agreement: their ids and names."""
    mark = secrets.token_hex(3)
    names = (f"Hotelli Vaskiniemi {mark}", f"Vaskiniemen hotelli {mark}")
    with college.database():
        maija = college.person("maija")
        ids = []
        for name in names:
            row, _added = add_partnership("everyday", Values(name, "", f"Jaksot, {name}", None), maija, other_than=())
            edit_partner(
                row.partner, {"notes": f"Portti, {name}", "url": f"https://{len(ids)}.example"}, row.partner.version, maija
            )
            log_encounter(row.partner, {"text": f"Käynti, {name}"}, today(), maija)
            ids.append(row.partner_id)
        agreement = {"kind": "partnership", "starts_on": today(), "ends_on": None, "review_on": None, "url": "", "aims": "Näytöt"}
        add_agreement(row.partner, agreement | {"our_signer": "", "their_signer": ""}, maija)
    return ids, names


def test_two_partners_with_everything_become_one_and_two_again(college, new_context, two):
    (first, second), (name, other) = two
    window = college.window(new_context())
    base = window.url
    window.goto(f"{base}partners/{first}/merge/{second}")
    expect(window.locator("#dropped + ul")).to_contain_text("https://1.example")
    window.get_by_role("button", name="Yhdistä").click()
    expect(window.locator("h1")).to_have_text(name)
    for text in (f"Käynti, {name}", f"Käynti, {other}", f"Portti, {name}", f"Portti, {other}", "Kumppanuussopimus"):
        expect(window.locator("main")).to_contain_text(text)

    window.goto(f"{base}partners/{second}")
    expect(window.locator("h1")).to_have_text(name)
    window.locator("#log-text").fill("Yhteinen käynti")
    window.locator(".log-text .btn").click()
    expect(window.locator(".timeline")).to_contain_text(["Yhteinen käynti"])

    window.locator("summary", has_text="Muutokset").click()
    window.locator("#history-acts > li", has_text="Kaksi kumppania yhdistetty").get_by_role("button").click()
    expect(window.locator("main")).to_contain_text("Yhteinen käynti")
    expect(window.locator(".timeline")).not_to_contain_text(f"Käynti, {other}")
    window.goto(f"{base}partners/{second}")
    expect(window.locator("h1")).to_have_text(other)
    for text in (f"Käynti, {other}", f"Portti, {other}", "Kumppanuussopimus"):
        expect(window.locator("main")).to_contain_text(text)


def test_two_people_merge_the_same_pair_both_ways(college, new_context, two):
    (first, second), (name, _other) = two
    maija = college.window(new_context())
    olli = college.window(new_context(), "olli")
    maija.goto(f"{maija.url}partners/{first}/merge/{second}")
    olli.goto(f"{olli.url}partners/{second}/merge/{first}")
    for window in (maija, olli):
        expect(window.locator("h1")).to_have_text("Yhdistä kaksi kumppania")
    maija.get_by_role("button", name="Yhdistä").click()
    expect(maija.locator("h1")).to_have_text(name)
    olli.get_by_role("button", name="Yhdistä").click()
    expect(olli.locator("h1")).to_have_text(name)
    expect(olli.locator("body")).to_contain_text("Nämä ovat jo yksi kumppani: Maija Koskela on yhdistänyt ne.")
    with college.database() as session:
        merged = dict(session.execute(select(Partner.id, Partner.merged_into_id).where(Partner.id.in_([first, second]))).all())
    assert merged == {first: None, second: first}
