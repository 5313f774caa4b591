"""Every page and state worth looking at, and partners whose names are as long as they may be."""

from types import SimpleNamespace

from playwright.sync_api import expect
from sqlalchemy import select

from lti_tool.methods.models import OwnMethod
from lti_tool.methods.operations import add_own_method
from lti_tool.partners.models import Partner, Partnership
from lti_tool.partners.operations import Values, add_partnership, edit_partnership
from lti_tool.tiers.operations import write_own_words
from lti_tool.tiers.queries import own_words
from tests.browser import steps

WORD = "Kumppanuusyhdistyksenkoulutuskuntayhtymä" * 4
LINK = f"https://{'pitka.' * 12}example/{'polku' * 40}"
LONG = Values(WORD, LINK, f"{WORD} yhdessä", WORD[:120])


def add_long_names(college):
    """Into the college: the ids that the addresses below need."""
    with college.database() as session:
        maija = college.person("maija")
        row, _added = add_partnership("everyday", LONG, maija, is_new=True)
        session.flush()
        edit_partnership(row, Values(WORD, LINK, WORD * 2, WORD[:110]), row.row_version, maija)
        version = own_words(college.organisation_id, "strategic").version
        write_own_words("strategic", f"{WORD} [{WORD}]({LINK})", version, maija)
        values = {"tier": "everyday", "title": WORD, "url": LINK, "text": f"{WORD}\n\n- {WORD}", "ask": WORD[:110]}
        add_own_method(values, maija)
        session.flush()
        partner = session.scalars(select(Partner).where(Partner.name == WORD)).one()
        short = session.scalars(select(Partnership).order_by(Partnership.id)).first()
        method = session.scalars(select(OwnMethod).where(OwnMethod.title == WORD)).one()
        return SimpleNamespace(partner=partner.id, row=row.id, method=method.id, short=short.partner.name)


ADDRESSES = {
    "overview": "", "tier": "tiers/everyday", "tier with long words": "tiers/strategic", "other tier": "tiers/other",
    "partners": "partners/", "partners of a tier": "partners/?tier=network", "partner": "partners/{ids.partner}",
    "edit page": "partners/rows/{ids.row}/edit", "nobody found": "partners/?q=zzz",
    "methods": "methods/", "method": "methods/company-visit", "own method": "methods/own/{ids.method}",
    "method form": "methods/own/new", "method edit form": "methods/own/{ids.method}/edit",
    "own words": "tiers/strategic/own-words", "introduction": "pages/introduction", "guides": "pages/guides",
    "search": "search?q=leipomo", "search for a long word": "search?q=" + WORD, "empty search": "search",
    "error": "partners/999999",
}  # fmt: skip


def _open_row(page, ids):
    steps.edit(page, ids.short)


def _row_with_error(page, ids):
    form = steps.edit(page, ids.short)
    form.locator("input[name=name]").fill("")
    form.locator("input[name=url]").fill("ei mikään")
    steps.save(form)
    expect(form.locator(".field-error").first).to_be_visible()


def _row_in_conflict(page, ids):
    _save_stale(page, steps.edit(page, ids.short))


def _page_in_conflict(page, ids):
    _save_stale(page, page.locator("main form").last)


def _save_stale(page, form):
    """Save a form that was made before someone else's change."""
    form.locator("input[name=version]").evaluate("field => { field.value = '0.0' }")
    form.locator("textarea").fill("Omat sanat")
    steps.save(form)
    expect(page.locator(".conflict")).to_be_visible()


def _add_with_error(page, ids):
    steps.add(page, "", "Kuvaus")
    expect(page.locator("#add-name-error")).to_be_visible()


def _asked(page, ids):
    steps.add(page, ids.short + "n")
    expect(page.locator("button[name=is_new]")).to_be_visible()


def _description_open(page, ids):
    page.locator("details > summary").first.click()


def _method_with_error(page, ids):
    page.locator("main form button").first.click()
    expect(page.locator(".field-error").first).to_be_visible()


def _preview(page, ids):
    page.locator("button[name=preview]").click()
    expect(page.locator(".own.prose")).to_be_visible()


STATES = {
    "tier, a row open": ("tier", _open_row), "tier, a row with errors": ("tier", _row_with_error),
    "tier, a row in conflict": ("tier", _row_in_conflict), "edit page in conflict": ("edit page", _page_in_conflict),
    "tier, an addition with an error": ("tier", _add_with_error), "tier, asked about a name": ("tier", _asked),
    "tier, description open": ("tier", _description_open), "method form with errors": ("method form", _method_with_error),
    "own words with preview": ("own words", _preview),
}  # fmt: skip
PLACES = (*ADDRESSES, *STATES)
MAIN = ("overview", "tier", "partners of a tier", "partner", "method", "own words", "introduction", "search", "tier, a row open")


def show(page, base, place, ids):
    """Bring a page into a state; the HTML of the page it began with, as it was sent."""
    address, act = STATES.get(place, (place, None))
    text = page.goto(base + ADDRESSES[address].format(ids=ids)).text()
    if act:
        act(page, ids)
    return text


def _settings_with_errors(page):
    page.locator("main form input[name=name]").fill("")
    page.locator("main form input[name=everyday]").fill(WORD[:80])
    page.locator("main form button").first.click()
    expect(page.locator(".field-error")).to_be_visible()


def _new_link(page):
    page.locator("form[action$='/invites#invites'] button").click()
    expect(page.locator("#new-link")).to_be_visible()


def _checked(page):
    expect(page.locator("section:nth-of-type(2) ul.lines li").first).to_be_visible()


ADMIN_PLACES = {
    "admin/": None, "admin/ ": _new_link, "admin/deployments/1/remove": None, "admin/courses": None, "admin/organisation": None,
    "admin/organisation ": _settings_with_errors, "admin/launches": None, "admin/check": _checked, "admin/check/1": None,
    "pages/accessibility": None, "pages/privacy": None,
}  # fmt: skip


def show_to_admin(page, base, place):
    """Like `show`, for the admin's pages; a space at the end tells a state from its page."""
    text = page.goto(base + place.strip()).text()
    if ADMIN_PLACES[place]:
        ADMIN_PLACES[place](page)
    return text
