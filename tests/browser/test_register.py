"""One partner followed by two people through three tiers, with people on both sides, visits, a need and an agreement."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


def open_partner(window, name):
    """Find it in the field that is on every page, and open its page."""
    window.locator("[data-search]").fill(name)
    window.locator("#found").get_by_role("link", name=name, exact=True).click()
    expect(window.locator("h1")).to_have_text(name)


def log(window, text, need="", step=""):
    """The line above the timeline; need and step unfold."""
    window.locator("#log-text").fill(text)
    if need:
        window.locator(".log summary").nth(0).click()
        expect(window.locator("#log-need")).to_be_focused()
        window.locator("#log-need").fill(need)
    if step:
        window.locator(".log summary").nth(1).click()
        window.locator("#log-step").fill(step)
    window.locator(".log-text .btn").click()
    expect(window.locator(".timeline")).to_contain_text([text])


def move(window, tier, reason):
    window.locator("#partner-head a[href$='/move']").click()
    window.locator("#move-reason").fill(reason)
    window.locator(f"button.chip.{tier}").click()
    expect(window.locator("#timeline")).to_be_attached()


def test_one_partner_through_three_tiers_by_two_people(college, new_context):
    name = f"Matkustajakoti Myrskylyhty {secrets.token_hex(3)}"  # another one when the test is run once more
    maija = college.window(new_context())
    steps.tier(maija)
    steps.add(maija, name, "Vastaanoton jaksot")
    steps.toast(maija, name)
    olli = college.window(new_context(), "olli")
    open_partner(maija, name)
    open_partner(olli, name)
    log(maija, "Maijan käynti", need="perehdytys ruotsiksi", step="soita talvilomasta")
    log(olli, "Ollin puhelu samaan aikaan")

    olli.locator("#partner-contacts .with-link a").click()
    olli.locator("input[name=name]").fill("Ulla Myrsky")
    olli.locator("label.chip:has(input[value=management])").click()
    olli.locator("form .btn-dark").click()
    expect(olli.locator("#partner-contacts")).to_contain_text("Ulla Myrsky")

    maija.reload()
    move(maija, "development", "Yhteinen koulutus")
    olli.reload()
    move(olli, "strategic", "Johto sopi tavoitteet")

    maija.reload()
    maija.locator("tr[id^=row-] .edit").click()
    form = steps.edit_form(maija)
    form.locator("details.more.wide summary").click()
    form.locator("[name=deputy]").fill("Olli Rantanen")
    form.locator("[name=aims]").fill("Kaksi jaksoa vuodessa")
    steps.save(form)
    expect(maija.locator("tr[id^=row-]")).to_contain_text("Kaksi jaksoa vuodessa")

    maija.locator("a[href*='/agreements/of/']").click()
    maija.locator("input[name=starts_on]").fill("1.1.2026")
    maija.locator("input[name=ends_on]").fill("31.12.2090")
    maija.locator("textarea[name=aims]").fill("Sovittu yhteinen perehdytys")
    maija.locator("form.row-form .btn-dark, form .btn-dark").last.click()

    open_partner(olli, name)
    page = olli.locator("main")
    for words in (
        "Maijan käynti",
        "perehdytys ruotsiksi",
        "soita talvilomasta",
        "Ollin puhelu samaan aikaan",
        "Ulla Myrsky",
        "Yhteinen koulutus",
        "Johto sopi tavoitteet",
        "Vastaanoton jaksot",
        "Kaksi jaksoa vuodessa",
        "31.12.2090",
    ):
        expect(page).to_contain_text(words)
    base = olli.url.partition("partners/")[0]
    olli.goto(base + "agreements/?tier=strategic")
    expect(olli.locator("main")).to_contain_text("Sovittu yhteinen perehdytys")
    olli.goto(base + "needs/?tier=strategic")
    expect(olli.locator("main")).to_contain_text("perehdytys ruotsiksi")


def test_a_visit_is_logged_on_a_phone_in_three_presses(college, new_context):
    page = new_context(viewport={"width": 375, "height": 667}, has_touch=True).new_page()
    tool = college.open_in_frame(page)
    tool.locator(".heading .btn-dark").click()
    tool.locator(".whom label.chip").nth(1).click()
    partner = tool.locator(".whom label.chip").nth(1).inner_text()
    tool.locator("#log-text").fill("Puhelimella kirjattu käynti")
    tool.locator(".log-text .btn").click()
    expect(tool.locator(".timeline")).to_contain_text(["Puhelimella kirjattu käynti"])
    assert partner.strip().startswith(tool.locator("h1").inner_text())  # the chip may also tell the municipality


def test_another_partner_is_chosen_among_those_that_fit_what_one_types(college, new_context):
    name = f"Lyhtypaja {secrets.token_hex(3)}"
    maija = college.window(new_context())
    steps.tier(maija, "other")
    steps.add(maija, name)
    steps.toast(maija, name)
    maija.goto(maija.url.replace("tiers/other", "log"))
    steps.resize(maija, 359, 292)
    maija.locator(".whom label.another").click()
    maija.locator("#partner-name").press_sequentially(name.lower())
    expect(maija.locator("#partners-like label")).to_have_text([name])
    maija.keyboard.press("ArrowDown")
    maija.keyboard.press("Space")
    expect(maija.locator("#partner-name")).to_be_hidden()
    expect(maija.locator("#partners-like label")).to_be_in_viewport(ratio=0.98)
    maija.locator("#log-text").fill("Käynti lyhtypajassa")
    maija.locator(".log-text .btn").click()
    expect(maija.locator("h1")).to_have_text(name)


@pytest.mark.parametrize("size", [(359, 292), (971, 277)])
def test_the_next_step_stays_in_sight_when_earlier_needs_come_above_it(college, new_context, size):
    maija = college.window(new_context())
    steps.tier(maija, "other")
    name = f"Perehdyttämö {secrets.token_hex(3)}"
    steps.add(maija, name)
    open_partner(maija, name)
    log(maija, "Käynti", need="siltanosturin perehdytys konehallissa")
    steps.resize(maija, *size)
    maija.locator(".log summary").nth(0).click()
    maija.locator("#log-need").press_sequentially("siltanosturi")
    maija.locator(".log summary").nth(1).click()  # before the hint has come
    expect(maija.locator("#log-step")).to_be_focused()
    expect(maija.locator("#needs-like label").first).to_be_attached()
    expect(maija.locator("#log-step")).to_be_in_viewport(ratio=0.98)


def test_an_earlier_need_is_joined_by_a_press(college, new_context):
    maija = college.window(new_context())
    steps.tier(maija)
    for name in ("Tiskivuoron Lounas", "Ohrapellon Mylly"):
        steps.add(maija, name, "Jaksot")
        steps.toast(maija, name)
    open_partner(maija, "Tiskivuoron Lounas")
    log(maija, "Käynti keittiössä", need="lyhyt hygieniakoulutus kesätyöntekijöille")
    open_partner(maija, "Ohrapellon Mylly")
    maija.locator("#log-text").fill("Käynti myllyllä")
    maija.locator(".log summary").nth(0).click()
    maija.locator("#log-need").press_sequentially("hygieniakoulutusta")
    earlier = maija.locator("#needs-like").get_by_label("lyhyt hygieniakoulutus")
    earlier.check()
    maija.locator("#log-day").fill("31.12.2090")
    maija.locator(".log-text .btn").click()
    expect(maija.locator("#log-day-error")).to_be_visible()
    expect(earlier).to_be_checked()  # what was answered is kept as what was typed is
    maija.locator("#log-need").press_sequentially("n")
    expect(earlier).to_be_checked()
    maija.locator("#log-day").fill("1.11.2026")
    maija.locator(".log-text .btn").click()
    expect(maija.locator(".need")).to_contain_text("lyhyt hygieniakoulutus kesätyöntekijöille")
    expect(maija.locator(".need a")).to_be_visible()


@pytest.mark.parametrize("size", [(971, 277), (359, 292)])
def test_the_form_of_a_lower_row_opens_in_sight(college, new_context, size):
    """The page was laid out for the form after it had been scrolled to."""
    name = f"Kylpylä Aallonharja {secrets.token_hex(3)}"
    maija = college.window(new_context())
    for key in ("everyday", "strategic"):
        steps.tier(maija, key)
        steps.add(maija, name)
        steps.toast(maija, name)
    open_partner(maija, name)
    maija.set_viewport_size({"width": size[0], "height": size[1]})
    edit = maija.locator("a.edit[data-hx-get]").last
    edit.scroll_into_view_if_needed()
    edit.click()
    expect(maija.locator("tr.editing [name=name]")).to_be_focused()
    maija.wait_for_timeout(500)  # what moves by itself has moved
    expect(maija.locator("tr.editing [name=name]")).to_be_in_viewport()
