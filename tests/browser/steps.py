"""What a person does in the tool, found by role, id and address, so that it holds in each language."""

import re

from playwright.sync_api import expect


def row_of(tool, name):
    """The row of a partner in the list."""
    return tool.locator("tr[id^=row-]").filter(has=tool.get_by_role("link", name=name, exact=True))


def tier(tool, key="everyday"):
    """Go to a tier from the overview, or to the overview first."""
    if not tool.locator(f".tiles a.{key}").count():
        tool.locator(".bar > nav a").first.click()
    tool.locator(f".tiles a.{key}").click()
    expect(tool.locator("#add-row")).to_be_attached()


def add(tool, name, description="Oppimisjaksot", contact=None):
    """Fill the quick add and press its button; on a phone it is unfolded first."""
    unfold = tool.locator("[data-unfold]")
    if unfold.is_visible() and not tool.locator("#add-name").is_visible():
        unfold.click()
    tool.locator("#add-name").fill(name)
    tool.locator("#add-description").fill(description)
    if contact is not None:
        tool.locator("#add-contact").fill(contact)
    tool.locator("#add-form button").click()


def edit(tool, name):
    """Press the row's edit link; the form's locator."""
    row_of(tool, name).locator("a.edit").click()
    return edit_form(tool)


def edit_form(tool):
    form = tool.locator("form.row-form")
    expect(form.locator("input[name=name]")).to_be_visible()
    return form


def save(form):
    form.locator(".buttons button:not([formaction])").click()


def toast(tool, text):
    """What has just happened, at the foot of the page."""
    notice = tool.locator(".notice").filter(has_text=re.compile(re.escape(text)))
    expect(notice).to_be_visible()
    return notice


LAID_OUT = """width => new Promise(done => {
    const look = () => innerWidth === width ? requestAnimationFrame(() => requestAnimationFrame(done)) : requestAnimationFrame(look)
    look() })"""


def resize(page, width, height=900):
    """Give the window a size, and wait until the page is laid out in it."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(LAID_OUT, width)


def press_until(tool, key, target):
    """Press a key until the element has the focus, as one does who has no mouse."""
    page = tool.page if hasattr(tool, "page") else tool
    for _time in range(60):
        page.keyboard.press(key)
        if tool.evaluate("document.activeElement.id || document.activeElement.className") == target:
            return
    raise AssertionError(f"{key} never reached {target}")
