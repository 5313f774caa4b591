"""A connection that is switched off while somebody writes in the frame."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from lti_tool.lti.models import Deployment

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(971, 277), (359, 292)])
def test_what_happened_stands_at_the_top_with_what_was_typed(college, page, complaints, width, height):
    frame = college.open_in_frame(page)
    style = f"width:{width}px;height:{height}px;min-height:0;max-width:none"
    page.locator("iframe[name=tool]").evaluate("(frame, style) => frame.style.cssText = style", style)
    frame.locator(".tiles a.everyday").click()
    expect(frame.locator("#add-row")).to_be_attached()
    if frame.locator("[data-unfold]").is_visible():
        frame.locator("[data-unfold]").click()
    frame.locator("#add-name").fill("Puusepänliike Kaarna")
    try:
        with college.database() as session:
            session.execute(update(Deployment.__table__).values(is_active=False))
        frame.locator("#add-form button.btn-dark").click()
        expect(frame.locator(".typed").first).to_have_text("Puusepänliike Kaarna")
        expect(frame.locator("h1")).to_be_in_viewport()
        frame.wait_for_function("scrollY === 0")
    finally:
        with college.database() as session:
            session.execute(update(Deployment.__table__).values(is_active=True))
        complaints[:] = [complaint for complaint in complaints if "Code 403" not in complaint]  # as it is meant to be
