"""In Moodle's frame: what is held on a partner's person is read, taken along as a file, and erased."""

import json
import secrets

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lti_tool.contacts.models import PartnerContact
from tests.browser import steps

pytestmark = pytest.mark.browser


def test_a_contact_is_read_exported_and_erased(college, new_context):
    sign = secrets.token_hex(3)
    partner = f"Tuulenpesän leirikeskus {sign}"
    name = f"Tuulikki Kaarna{sign}"
    page = new_context(viewport={"width": 1366, "height": 768}).new_page()
    frame = college.open_in_frame(page)
    steps.tier(frame)
    steps.add(frame, partner, "Leirikoulut")
    steps.toast(frame, partner)
    frame.locator("[data-search]").fill(sign)
    frame.locator("#found").get_by_role("link", name=partner, exact=True).click()
    expect(frame.locator("h1")).to_have_text(partner)
    frame.locator("#partner-contacts .with-link a").click()
    frame.locator("input[name=name]").fill(name)
    frame.locator("input[name=email]").fill(f"t{sign}@leiri.example")
    frame.locator("form .btn-dark").click()
    frame.locator("#log-text").fill(f"{name} esitteli paikat")
    frame.locator(".log-text .btn").click()
    expect(frame.locator(".timeline")).to_contain_text([f"{name} esitteli paikat"])
    frame.locator("#partner-contacts a.edit").click()
    frame.locator("#contact-form a[href*='/personal-data/']").click()

    expect(frame.locator("h1")).to_contain_text(name)
    expect(frame.locator("main")).to_contain_text(f"{name} esitteli paikat")
    with page.expect_download() as started:
        frame.locator("main a[href$=json]").click()
    held = json.loads(started.value.path().read_text())
    assert held["about"]["email"] == f"t{sign}@leiri.example"

    frame.locator("a[href$='/erase']").click()
    for part in ("input[name=is_sure]", "form[method=post] .btn-dark"):
        box = frame.locator(f"main {part}").bounding_box()
        assert box["y"] + box["height"] <= page.locator("iframe[name=tool]").bounding_box()["y"] + 277
    frame.locator("main form[method=post] .btn-dark").first.click()
    expect(frame.locator(".field-error")).to_be_visible()
    frame.locator("#is_sure").check()
    frame.locator("main form[method=post] .btn-dark").first.click()
    expect(frame.locator("h1")).to_have_text("Henkilötiedot")
    with college.database() as session:
        assert session.scalar(select(func.count()).where(PartnerContact.name == name)) == 0
    frame.locator("#person-sought").fill(name)
    frame.locator("main form[role=search] button").click()
    expect(frame.locator("#found-contacts + p")).to_be_visible()
