"""The platform's keys are not known yet and somebody else is asking for them: the launch comes again by itself."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from lti_tool import db
from lti_tool.lti.models import PlatformKeySet, Registration
from lti_tool.lti.platform_keys import RETRY

pytestmark = pytest.mark.browser


@pytest.fixture
def let_the_platform_be_asked(college, complaints):
    """At first it is being asked by somebody else, since this moment; from the call on it may be asked again."""

    def may_be_asked():
        with college.database() as session:
            session.execute(update(PlatformKeySet).values(tried_at=db.now() - 2 * RETRY))

    with college.database() as session:
        session.execute(delete(PlatformKeySet))
        session.add(
            PlatformKeySet(
                url=session.scalars(select(Registration.key_set_url)).first(), keys=[], fetched_at=None, tried_at=db.now() + RETRY
            )
        )
    yield may_be_asked
    may_be_asked()
    complaints[:] = [complaint for complaint in complaints if "status of 503" not in complaint]  # as the page is meant to be


@pytest.mark.parametrize("size", [(971, 277), (359, 292)], ids=["laptop", "phone"])
def test_a_launch_goes_on_by_itself(college, new_context, let_the_platform_be_asked, size, tmp_path):
    page = new_context().new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{college.lms.origin}/mod/lti/launch.php?id=2&user=maija&lang=fi&activity=0&window=1")
    expect(page.locator("h1")).to_have_text("Hetkinen")
    expect(page.get_by_role("button", name="Jatka")).to_be_in_viewport()
    page.screenshot(path=tmp_path / "one-moment.png")
    let_the_platform_be_asked()
    page.wait_for_url(f"{college.tool_origin}/l/**")
    expect(page.locator("#main")).to_be_visible()


def test_without_script_a_press_goes_on(college, new_context, let_the_platform_be_asked):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(college.course_page())
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button").click()
    frame.get_by_role("button", name="Jatka").click()
    expect(frame.locator("h1")).to_have_text("Hetkinen")
    let_the_platform_be_asked()
    frame.get_by_role("button", name="Jatka").click()
    expect(frame.locator(".tiles a.everyday")).to_be_visible()
