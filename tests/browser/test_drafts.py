"""What was typed and not saved is asked about, kept in the tab, and brought back to the one who typed it."""

import pytest
from playwright.sync_api import expect

from lti_tool import db
from lti_tool.people.models import Launch
from tests.browser import steps

pytestmark = pytest.mark.browser

TEXT = "Kolme viikkoa keväällä, kaksi opiskelijaa"


@pytest.fixture
def tool(college, page):
    """The tier's page in a window; who is asked whether to leave leaves."""
    page.on("dialog", lambda dialog: dialog.accept())
    tool = college.open_in_window(page)
    steps.tier(tool)
    return tool


def description(tool):
    return tool.locator("#add-description")


def left_off(tool):
    return tool.locator("main [data-discard]")


def test_leaving_with_something_unsaved_is_asked_about(college, page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tool = college.open_in_window(page)
    steps.tier(tool)
    tool.locator(".bar > nav a").nth(2).click()
    expect(tool.locator("#filter-phase")).to_be_attached()
    assert asked == []  # nothing was typed
    tool.go_back()
    description(tool).fill(TEXT)
    tool.locator(".bar > nav a").nth(2).click(no_wait_after=True)
    tool.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(description(tool)).to_have_value(TEXT)
    description(tool).fill("")  # as it was
    tool.locator(".bar > nav a").nth(2).click()
    expect(tool.locator("#filter-phase")).to_be_attached()
    assert asked == ["beforeunload"]


def test_what_was_typed_stands_there_when_one_comes_back(tool):
    description(tool).fill(TEXT)
    tool.locator(".bar > nav a").first.click()
    expect(tool.locator(".tiles")).to_be_visible()
    steps.tier(tool)
    expect(description(tool)).to_have_value(TEXT)
    left_off(tool).click()
    expect(description(tool)).to_have_value("")
    tool.reload()
    expect(description(tool)).to_have_value("")
    expect(left_off(tool)).to_have_count(0)


def test_what_was_saved_does_not_come_back(tool):
    steps.add(tool, "Luonnostalo Saved", TEXT)
    steps.toast(tool, "Luonnostalo Saved")
    expect(description(tool)).to_have_value("")
    tool.reload()
    expect(description(tool)).to_have_value("")
    form = steps.edit(tool, "Luonnostalo Saved")
    form.locator("textarea").fill("Muuta")
    steps.save(form)
    expect(steps.row_of(tool, "Luonnostalo Saved").locator(".what")).to_have_text("Muuta")
    form = steps.edit(tool, "Luonnostalo Saved")
    expect(form.locator("textarea")).to_have_value("Muuta")
    expect(left_off(tool)).to_have_count(0)


def test_a_form_that_is_a_page_forgets_what_was_saved(tool):
    tool.goto(tool.url.replace("tiers/everyday", "tiers/everyday/own-words"))
    tool.locator("textarea").fill(TEXT)
    tool.locator("main .btn-dark").click()
    expect(tool.locator("#notices .notice, .notice").first).to_be_visible()
    tool.locator("a[href$='own-words']").first.click()
    expect(tool.locator("textarea")).to_have_value(TEXT)
    expect(left_off(tool)).to_have_count(0)
    tool.locator("textarea").fill(TEXT + " ja vielä")
    tool.locator("[data-cancel]").click()
    tool.locator("a[href$='own-words']").first.click()
    expect(tool.locator("textarea")).to_have_value(TEXT)


def test_what_was_refused_stays_until_it_is_saved(tool):
    steps.add(tool, "", TEXT)
    expect(tool.locator("#add-name-error")).to_be_visible()
    tool.locator(".bar > nav a").first.click()
    steps.tier(tool)
    expect(description(tool)).to_have_value(TEXT)
    steps.add(tool, "Hylkiö Oy", TEXT)
    steps.toast(tool, "Hylkiö Oy")
    tool.reload()
    expect(description(tool)).to_have_value("")


def test_a_session_that_has_ended_loses_nothing(tool, college, complaints):
    """Neither sent by the script nor as a page."""
    description(tool).fill(TEXT)
    end_launches(college)
    tool.locator("#add-name").fill("Päättynyt Oy")
    tool.locator("#add-form button").click()
    expect(tool.locator(".failure")).to_be_visible()
    steps.tier(college.open_in_window(tool))
    expect(description(tool)).to_have_value(TEXT)
    expect(tool.locator("#add-name")).to_have_value("Päättynyt Oy")
    left_off(tool).click()

    tool.goto(tool.url.replace("tiers/everyday", "methods/own/new?tier=everyday"))
    tool.locator("textarea[name=text]").fill(TEXT)
    address = tool.url.partition("/methods")[2]
    end_launches(college)
    tool.locator("main .btn-dark").click()
    expect(tool.locator(".failure")).to_be_visible()
    college.open_in_window(tool)
    tool.goto(tool.url + "methods" + address)
    expect(tool.locator("textarea[name=text]")).to_have_value(TEXT)
    assert [complaint for complaint in complaints if "Error Code 403" not in complaint] == []
    complaints.clear()  # htmx tells what was refused


def end_launches(college):
    with college.database() as session:
        session.query(Launch).update({"expires_at": db.now()})


def test_nobody_else_finds_it_in_the_same_tab(tool, college):
    description(tool).fill(TEXT)
    steps.tier(college.open_in_window(tool, "olli"))
    expect(description(tool)).to_have_value("")
    steps.tier(college.open_in_window(tool, "maija"))
    expect(description(tool)).to_have_value("")


def test_a_colleagues_change_meanwhile_is_found_when_the_draft_is_saved(tool, college, new_context):
    steps.add(tool, "Kaksikko Oy", "Alku")
    form = steps.edit(tool, "Kaksikko Oy")
    form.locator("textarea").fill(TEXT)
    tool.locator(".bar > nav a").first.click()
    expect(tool.locator(".tiles")).to_be_visible()

    olli = college.window(new_context(), "olli")
    steps.tier(olli)
    theirs = steps.edit(olli, "Kaksikko Oy")
    theirs.locator("textarea").fill("Ollin sanat")
    steps.save(theirs)
    expect(steps.row_of(olli, "Kaksikko Oy").locator(".what")).to_have_text("Ollin sanat")

    steps.tier(tool)
    form = steps.edit(tool, "Kaksikko Oy")
    expect(form.locator("textarea")).to_have_value(TEXT)
    steps.save(form)
    expect(tool.locator(".conflict")).to_be_visible()
    expect(tool.locator(".theirs")).to_contain_text("Ollin sanat")
    expect(left_off(tool)).to_have_count(0)
    steps.save(steps.edit_form(tool))  # deliberately: over the version that was shown
    expect(steps.row_of(tool, "Kaksikko Oy").locator(".what")).to_have_text(TEXT)


def test_an_undo_elsewhere_on_the_page_keeps_what_is_being_typed(tool):
    steps.add(tool, "Perutus Oy")
    undo = steps.toast(tool, "Perutus Oy").locator("button.link")
    description(tool).fill(TEXT)
    undo.click()
    expect(steps.row_of(tool, "Perutus Oy")).to_have_count(0)
    expect(description(tool)).to_have_value(TEXT)


def test_a_new_partner_that_was_begun_is_told_of_where_one_begins_anew(tool):
    base = tool.url.partition("tiers/")[0]
    tool.goto(base + "partners/add?name=Keskener%C3%A4inen+Oy")
    tool.locator("#add-description").fill(TEXT)
    tool.goto(base)
    tool.locator("[data-unfinished] a").click()
    expect(tool.locator("#add-description")).to_have_value(TEXT)
    steps.save(tool.locator("#add-form"))
    expect(tool.locator("h1")).to_have_text("Keskeneräinen Oy")
    tool.goto(base)
    expect(tool.locator("#mine")).to_be_visible()
    expect(tool.locator("[data-unfinished] a")).to_have_count(0)


def test_escape_leaves_an_edit_and_keeps_what_was_typed_until_it_is_cancelled(tool):
    steps.add(tool, "Karkulainen Ky", "Alku")
    form = steps.edit(tool, "Karkulainen Ky")
    form.locator("textarea").fill(TEXT)
    form.locator("textarea").press("Escape")
    expect(steps.row_of(tool, "Karkulainen Ky").locator(".what")).to_have_text("Alku")
    form = steps.edit(tool, "Karkulainen Ky")
    expect(form.locator("textarea")).to_have_value(TEXT)
    expect(form.locator(".notice")).to_be_visible()
    form.locator("[data-cancel]").click()
    form = steps.edit(tool, "Karkulainen Ky")
    expect(form.locator("textarea")).to_have_value("Alku")


def test_typing_on_after_a_refusal_keeps_all_of_it(tool):
    steps.add(tool, "", TEXT)
    expect(tool.locator("#add-name-error")).to_be_visible()
    tool.locator("#add-name").press_sequentially("X")
    tool.locator("#add-name").press("Backspace")
    tool.reload()
    expect(description(tool)).to_have_value(TEXT)


def test_the_way_back_of_an_errors_page_keeps_it(tool):
    page = tool.url.replace("tiers/everyday", "tiers/other/own-words")
    tool.goto(page)
    tool.locator("textarea").fill(TEXT)
    tool.locator("main form:has(textarea) input[name=csrf_token]").evaluate("field => { field.value = 'spoilt' }")
    tool.locator("main .btn-dark").click()
    tool.locator(".failure a").click()
    expect(tool.locator(".tiles")).to_be_visible()
    tool.goto(page)
    expect(tool.locator("textarea")).to_have_value(TEXT)
    left_off(tool).click()


def test_what_was_typed_for_one_partner_does_not_stand_at_another(tool):
    for name in ("Yksi Oy", "Kolmonen Ky"):
        steps.add(tool, name)
        steps.toast(tool, name)
    addresses = [steps.row_of(tool, name).locator(".name a").first.get_attribute("href") for name in ("Yksi Oy", "Kolmonen Ky")]
    forms = [address.replace("/partners/", "/partners/add?partner_id=") for address in addresses]
    origin = tool.url.partition("/l/")[0]
    tool.goto(origin + forms[0])
    description(tool).fill(TEXT)
    tool.goto(origin + forms[1])
    expect(description(tool)).to_have_value("Oppimisjaksot")  # its own, from its other tier
    tool.goto(origin + forms[0])
    expect(description(tool)).to_have_value(TEXT)


@pytest.mark.parametrize("broken", ["() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }", ""])
def test_leaving_asks_also_where_nothing_can_be_kept(college, page, broken):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tool = college.open_in_window(page)
    steps.tier(tool)
    if broken:
        tool.evaluate(broken)
    else:
        tool.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })")
        tool.reload()
    description(tool).fill(TEXT)
    tool.locator(".bar > nav a").first.click()
    expect(tool.locator(".tiles")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_frame_without_a_store_asks_before_text_is_lost(college, page):
    """This browser blocks third-party cookies, and with them what a frame of another site could keep."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    frame = college.open_in_frame(page)
    steps.tier(frame)
    description(frame).fill(TEXT)
    frame.locator(".bar > nav a").first.click()
    expect(frame.locator(".tiles")).to_be_visible()
    assert asked == ["beforeunload"]


def test_what_was_begun_for_one_partner_is_not_offered_for_another(tool):
    """The form that the search leads to bears the name that was looked for."""
    form = tool.url.replace("tiers/everyday", "partners/add?name=")
    tool.goto(form + "Pajala")
    description(tool).fill(TEXT)
    tool.goto(form + "Toinen")
    expect(tool.locator("#add-name")).to_have_value("Toinen")
    expect(description(tool)).to_have_value("")
    tool.goto(form + "Pajala")
    expect(description(tool)).to_have_value(TEXT)


def test_the_head_of_a_partners_page_follows_its_rows(tool):
    steps.add(tool, "Kerrostalo Oy", contact="Maija Koskela")
    steps.row_of(tool, "Kerrostalo Oy").locator(".name a").first.click()
    facts = tool.locator(".band-of-facts")
    expect(facts).to_contain_text("Maija Koskela")
    tool.locator("a.edit").click()
    form = steps.edit_form(tool)
    form.locator("input[name=contact]").fill("Rakennusalan tiimi")
    steps.save(form)
    expect(facts).to_contain_text("Rakennusalan tiimi")
    tool.locator("a.edit").click()
    steps.edit_form(tool).get_by_role("button", name="Arkistoi").click()
    expect(tool.locator("#partner-head .chip")).to_have_count(0)
    expect(tool.locator(".notice button.link")).to_be_focused()


def test_a_visit_goes_to_the_partner_of_the_address_whatever_a_draft_has_chosen(tool):
    base = tool.url.partition("tiers/")[0]
    for name in ("Aamuaskel Oy", "Iltaranta Ky"):
        steps.add(tool, name)
        steps.toast(tool, name)
    second = steps.row_of(tool, "Iltaranta Ky").locator(".name a").first.get_attribute("href").rpartition("/")[2]
    chosen = tool.locator(".whom :checked")
    tool.goto(f"{base}log")
    tool.locator(".whom label.another").click()
    tool.locator("#partner-name").fill("Ensimm")
    tool.goto(f"{base}log")
    expect(left_off(tool)).to_have_count(0)  # nothing was written
    tool.goto(f"{base}log?partner_id={second}")
    tool.locator(".whom label.chip").nth(1).click()
    tool.locator("#log-text").fill(TEXT)
    tool.goto(f"{base}log?partner_id={second}")
    expect(tool.locator("#log-text")).to_have_value(TEXT)
    expect(chosen).to_have_value(second)
    tool.locator("#log-text").fill("Toisen käynti")
    tool.locator(".log-text .btn").click()
    expect(tool.locator("h1")).to_have_text("Iltaranta Ky")


def test_a_visit_that_was_begun_stays_with_its_partner(tool, college, new_context):
    """Also where the page would begin with another, since a colleague's window or a second tab has logged a visit meanwhile."""
    base = tool.url.partition("tiers/")[0]
    tool.goto(f"{base}log")
    begun = tool.locator(".whom :checked").input_value()
    tool.locator("#log-text").fill(TEXT)
    other = college.window(new_context())
    steps.tier(other)
    steps.add(other, "Kolmantena Oy")
    steps.row_of(other, "Kolmantena Oy").locator(".name a").first.click()
    other.locator("#log-text").fill("Toisessa välilehdessä")
    other.locator(".log-text .btn").click()
    expect(other.locator(".timeline")).to_contain_text(["Toisessa välilehdessä"])
    tool.goto(f"{base}log")
    expect(tool.locator(".whom label.chip").first).to_contain_text("Kolmantena Oy")
    expect(tool.locator("#log-text")).to_have_value(TEXT)
    expect(tool.locator(".whom :checked")).to_have_value(begun)
    left_off(tool).click()


def test_a_partner_that_was_looked_up_is_looked_up_again_when_the_draft_comes_back(tool):
    """What was chosen of the partners that were offered is not on the page then: nobody is chosen without a word."""
    steps.add(tool, "Örninniemen Haku Oy")
    steps.toast(tool, "Örninniemen Haku Oy")
    base = tool.url.partition("tiers/")[0]
    tool.goto(f"{base}log")
    tool.locator(".whom label.another").click()
    tool.locator("#partner-name").press_sequentially("örninn")
    tool.locator("#partners-like label").first.click()
    expect(tool.locator("#partner-name")).to_be_hidden()
    tool.locator("#log-text").fill(TEXT)
    tool.goto(f"{base}log")
    expect(tool.locator("#log-text")).to_have_value(TEXT)
    expect(tool.locator("#partner-name")).to_be_visible()
    expect(tool.locator("#partner-name")).to_have_value("örninn")
    left_off(tool).click()


def test_a_test_that_was_begun_for_one_partner_is_not_offered_for_another(tool):
    tests = tool.url.replace("tiers/everyday", "assessments/?subject=")
    tool.goto(tests + "Yksi")
    tool.locator("input[name=subject]").fill("Yksi ja vielä")
    tool.goto(tests + "Toinen")
    expect(tool.locator("input[name=subject]")).to_have_value("Toinen")
    tool.goto(tests + "Yksi")
    expect(tool.locator("input[name=subject]")).to_have_value("Yksi ja vielä")
