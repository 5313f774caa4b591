from tests.browser import steps
def test_race(college, page):
    tool = college.open_in_frame(page)
    steps.tier(tool)
    page.on("console", lambda m: print("CONSOLE", m.type, m.text, m.location))
    for delay in (255, 270, 300, 320, 350):
        tool.locator("#add-name").fill("")
        tool.locator("#add-name").press_sequentially("hopeajärven leip", delay=delay)
        page.wait_for_timeout(700)
