"""Two people at the same row: nobody's words are lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def both(college, new_context):
    """Maija and Olli, each at a computer of their own, with the same row open; gives a function to begin so."""

    def begin(name, **ollis_window):
        maija = college.window(new_context())
        steps.tier(maija)
        steps.add(maija, name, "Alku")
        steps.toast(maija, name)
        olli = college.window(new_context(**ollis_window), "olli")
        steps.tier(olli)
        return maija, steps.edit(maija, name), olli, steps.edit(olli, name)

    return begin


def write(form, text):
    form.locator("textarea").fill(text)
    steps.save(form)


def test_the_second_to_save_sees_yours_and_theirs_and_can_save(both):
    maija, first, olli, second = both("Puusepänverstas Höylä")
    write(first, "Maijan sanat")
    steps.toast(maija, "Höylä")
    with olli.expect_response(lambda response: response.request.method == "POST") as answer:
        write(second, "Ollin sanat")
    assert answer.value.status == 409
    conflict = steps.edit_form(olli).locator(".conflict")
    expect(steps.edit_form(olli).locator(".theirs")).to_contain_text("Maijan sanat")
    expect(conflict).to_contain_text("Maija Koskela")
    expect(second.locator("textarea")).to_have_value("Ollin sanat")
    steps.save(second)
    steps.toast(olli, "Höylä")
    expect(steps.row_of(olli, "Puusepänverstas Höylä").locator(".what")).to_have_text("Ollin sanat")
    maija.reload()
    expect(steps.row_of(maija, "Puusepänverstas Höylä").locator(".what")).to_have_text("Ollin sanat")


def test_the_second_to_save_can_keep_theirs(both):
    _maija, first, olli, second = both("Puusepänverstas Talttanen")
    write(first, "Maijan sanat")
    steps.toast(_maija, "Talttanen")
    write(second, "Ollin sanat")
    expect(second.locator(".conflict")).to_be_visible()
    second.locator("[data-cancel]").click()
    expect(steps.row_of(olli, "Puusepänverstas Talttanen").locator(".what")).to_have_text("Maijan sanat")


def test_own_words_written_by_two_show_theirs_beside_yours(college, new_context):
    maija = college.window(new_context())
    olli = college.window(new_context(), "olli")
    for page in (maija, olli):
        steps.tier(page, "other")
        page.locator(".tabs a").last.click()
        page.locator("#own-words header a").click()
    maija.locator("#text").fill("Maijan ohje")
    maija.locator("main form button").first.click()
    expect(maija.locator("#own-words")).to_contain_text("Maijan ohje")
    olli.locator("#text").fill("Ollin ohje")
    olli.locator("main form button").first.click()
    expect(olli.locator(".theirs")).to_contain_text("Maijan ohje")
    expect(olli.locator("#text")).to_have_value("Ollin ohje")
    olli.locator("main form button").first.click()
    expect(olli.locator("#own-words")).to_contain_text("Ollin ohje")


@pytest.mark.parametrize(("width", "height"), [(971, 277), (359, 292)])
def test_in_moodles_frame_one_sees_at_once_what_differs_and_is_there(both, width, height):
    """The reason, theirs, and the beginning of one's own, with the focus in it; below a sticky head."""
    _maija, first, olli, second = both(f"Höyläämö {width}", viewport={"width": width, "height": height})
    write(first, "Maijan sanat")
    steps.toast(_maija, "Höyläämö")
    write(second, "Ollin sanat")
    expect(second.locator("textarea")).to_be_focused()
    for seen in (".conflict", ".theirs"):
        expect(second.locator(seen)).to_be_in_viewport(ratio=1)
    expect(second.locator("textarea")).to_be_in_viewport(ratio=0.5)
    head = olli.locator("table.list th").first.bounding_box()
    top = second.locator(".conflict").bounding_box()["y"]
    assert width < 400 or top >= head["y"] + head["height"]
