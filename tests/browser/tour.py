"""Every page and state worth looking at, and partners whose names are as long as they may be."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from playwright.sync_api import expect
from sqlalchemy import select

from lti_tool import db, history
from lti_tool.agreements.models import Agreement
from lti_tool.agreements.operations import add_agreement
from lti_tool.assessment.agreed_models import AgreedLine
from lti_tool.assessment.agreeing import agree
from lti_tool.assessment.answering import Given, answer_as_colleague, keep_partner_answers
from lti_tool.assessment.operations import begin_assessment
from lti_tool.assessment.statements import questionnaire
from lti_tool.contacts.operations import Values as PersonValues
from lti_tool.contacts.operations import add_contact, mark_left
from lti_tool.days import today
from lti_tool.encounters.operations import log_encounter
from lti_tool.figures.kinds import KINDS
from lti_tool.figures.operations import Row, set_figures
from lti_tool.handover.carried import Giver, lines_of
from lti_tool.handover.models import HandoverNotice
from lti_tool.handover.notes import put_aside
from lti_tool.handover.operations import hand_over
from lti_tool.handover.receiver import Receiver
from lti_tool.imports.applying_job import apply
from lti_tool.imports.checking import check
from lti_tool.imports.drafts import draft_of_paste, table_of, take_rows
from lti_tool.jobs import operations
from lti_tool.jobs.models import FAILED
from lti_tool.jobs.tidying import TIDYING
from lti_tool.merging.models import SuspectedDouble
from lti_tool.methods.models import OwnMethod
from lti_tool.methods.operations import add_experience, add_own_method
from lti_tool.packaged import PackagedText
from lti_tool.pages import METHODS
from lti_tool.partners.adding import add_partnership
from lti_tool.partners.models import Partner
from lti_tool.partners.operations import Values, edit_partner, edit_partnership
from lti_tool.partners.row_models import Partnership
from lti_tool.plan.aims import add_aim
from lti_tool.plan.operations import add_action
from lti_tool.teams.operations import add_team
from lti_tool.text import person_key
from lti_tool.tiers.models import OwnWords
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
        row, _added = add_partnership("everyday", LONG, maija, other_than=())
        session.flush()
        edit_partnership(row, Values(WORD, LINK, WORD * 2, WORD[:110]), row.row_version, maija)
        log = _log(row.partner, maija)
        notice = _change_hands(college, maija)
        contact = _add_long_people(row.partner, maija)
        version = own_words(college.organisation_id, "strategic").version
        write_own_words("strategic", f"{WORD} [{WORD}]({LINK})", version, maija)
        values = {"tier": "everyday", "title": WORD, "url": LINK, "text": f"{WORD}\n\n- {WORD}", "ask": WORD[:110]}
        add_own_method(values, maija)
        add_experience("company-visit", WORD, WORD, maija)
        add_agreement(row.partner, _long_agreement(), maija)
        set_figures(_large_figures(row.partner), maija)
        assessment = begin_assessment(WORD, maija)
        long_answers = {key: {"score": number % 5 + 1, "comment": WORD} for number, key in enumerate(questionnaire("fi").keys)}
        answer_as_colleague(assessment, Given(long_answers, long_answers), maija, together=True)
        keep_partner_answers(assessment, long_answers)
        agree(assessment, {"text": WORD[:200], "contact": WORD[:110], "due_on": date(2040, 1, 31)}, date(2026, 1, 1), maija)
        begin_assessment(WORD, maija)
        aim, _added = add_aim(WORD, None, maija)
        session.flush()
        action, _added = add_action(_long_action(row.partner, aim), today(), maija)
        team, _added = add_team(WORD, WORD[:200], maija)
        job = operations.start(TIDYING, organisation_id=college.organisation_id, total=3)
        failed = operations.start(TIDYING, organisation_id=college.organisation_id)
        failed.state = FAILED
        failed.problem = WORD
        failed.reference = "ABCD1234"
        version = _change_packaged(session)
        session.flush()
        agreement = session.scalars(select(Agreement).where(Agreement.our_signer == WORD)).one()
        partner = session.scalars(select(Partner).where(Partner.name == WORD)).one()
        short = session.scalars(select(Partnership).order_by(Partnership.id)).first()
        method = session.scalars(select(OwnMethod).where(OwnMethod.title == WORD)).one()
        lists = _bring_lists(session, maija)
        return SimpleNamespace(
            **lists,
            partner=partner.id,
            double=_add_double(session, partner, maija).id,
            contact=contact.id,
            notice=notice,
            row=row.id,
            method=method.id,
            short=short.partner.name,
            version=version,
            agreement=agreement.id,
            assessment=assessment.id,
            agreed=session.scalars(select(AgreedLine).where(AgreedLine.text == WORD[:200])).one().id,
            team=team.id,
            action=action.id,
            aim=aim.id,
            job=job.id,
            failed=failed.id,
            log=log.id,
            need=log.need_id,
        )


def _bring_lists(session, maija):
    """Lists at each step, with what may be long: a table, one in the preview, one that was brought in."""
    other = WORD[::-1]  # no page that looks for the long name finds these
    table = f"{WORD}\tKumppani\tKuvaus\n{WORD}\t{WORD}\t{WORD}"
    rows = f"- {other}x + {other} + {other[:110]}\n- Leipomo {other}x + {other}\n- + {other}"
    found = {"table": draft_of_paste(table, "", maija).id}
    for name, text in (("listed", rows), ("brought", f"- Uusi {other} + {other}\n{rows}")):
        draft = draft_of_paste(text, "", maija)
        settings = replace(draft.settings, tier="other")
        take_rows(draft, settings, table_of(draft, settings))
        check(draft)
        session.flush()
        found[name] = draft.id
    apply(draft)
    return found


def _add_double(session, partner, maija):
    """A partner that differs from this one in all that may be long."""
    values = Values(f"{WORD} toinen", f"{LINK}/toinen", f"{WORD} toinen", None)
    row, _added = add_partnership("everyday", values, maija, other_than=[partner.id])
    edit_partner(row.partner, {"notes": WORD * 10, "municipality": WORD}, row.partner.version, maija)
    edit_partner(partner, {"notes": WORD[::-1] * 10, "municipality": WORD[::-1]}, partner.version, maija)
    pair = {"first_id": partner.id, "second_id": row.partner.id, "why": "business_id", "score": 100}
    session.add(SuspectedDouble(organisation_id=maija.organisation_id, **pair))
    return row.partner


def _log(partner, maija):
    """A log in which all that may be long is."""
    step = {"next_step": WORD, "next_on": today(), "contact": WORD[:120]}
    typed = {"text": f"{WORD} {LINK}", "kind": "visit", "happened_on": today(), "need": WORD, **step}
    encounter, _act = log_encounter(partner, typed, today(), maija)
    return encounter


def _change_hands(college, maija):
    """A colleague has given a long step to her; the number of the notice that tells so."""
    olli = college.person("olli")
    giver = Giver(college.organisation_id, WORD[:120], person_key(WORD[:120]))
    step = lines_of(giver)[-1]
    hand_over(giver, [step.value], Receiver(maija.name, maija.id), olli)
    notice = db.session.scalars(select(HandoverNotice).where(HandoverNotice.person_id == maija.id)).one()
    put_aside(notice)  # the overview is as on most days
    return notice.id


def _long_agreement():
    """One that is due: it ends soon, and its review is over."""
    day = today()
    days = {"starts_on": day - timedelta(days=700), "ends_on": day + timedelta(days=9), "review_on": day - timedelta(days=9)}
    texts = {"kind": "reverse", "url": LINK, "our_signer": WORD, "their_signer": WORD, "aims": f"{WORD} {LINK}\n{WORD}"}
    return {**texts, **days}


def _long_action(partner, aim):
    """An action with all there is to say of one, each word as long as may be."""
    people = {"contact": WORD[:110], "second": WORD[:110]}
    course = {"kind": "course", "place": WORD[:200], "price": WORD[:200], "outcome": WORD[:200], "state": "done"}
    days = {"starts_on": date(2026, 12, 28), "ends_on": date(2027, 1, 4)}
    return {"text": WORD, "tier": "other", "aim_id": aim.id, "partners": [partner.id], **people, **course, **days}


def _large_figures(partner):
    largest = {kind: one.limit - (1 if one.is_counted else Decimal("0.01")) for kind, one in KINDS.items()}
    return [Row(partner, year, kind, value) for year in (2024, today().year - 1) for kind, value in largest.items()]


def _add_long_people(partner, maija):
    """One at work and one that has left; the first."""
    address = f"{WORD[:60]}@{'pitka.' * 12}example".lower()
    person = PersonValues(WORD, WORD, "operative", address, "+358501234567;ext=1234567", is_told=True)
    role, _added = add_contact(partner, person, maija, date(2026, 1, 1))
    left, _added = add_contact(partner, PersonValues(WORD + " toinen", WORD), maija, date(2026, 1, 1))
    mark_left(left, date(2026, 1, 2), maija)
    return role


def _change_packaged(session):
    """As if a new version had changed what own words and the own version were written beside; the version's id."""
    former = PackagedText(digest="former", package=METHODS, name="workplace-visit", language="fi", text=f"Vanha\n\n{WORD}")
    session.add(former)
    session.flush()
    version = session.scalars(select(OwnMethod).where(OwnMethod.packaged == "workplace-visit")).one()
    with history.act("own_method.read", "", history.Unnamed(version.organisation_id, "a test")):
        version.packaged_digest = former.digest
        session.scalars(select(OwnWords).where(OwnWords.tier == "everyday")).one().packaged_digest = former.digest
    return version.id


ADDRESSES = {
    "overview": "",
    "tier": "tiers/everyday",
    "tier's methods": "tiers/everyday/methods",
    "tier's description": "tiers/everyday/description",
    "tier with long words": "tiers/strategic",
    "other tier": "tiers/other",
    "partners": "partners/",
    "partners of a tier": "partners/?tier=network",
    "partner": "partners/{ids.partner}",
    "edit page": "partners/rows/{ids.row}/edit",
    "contact of a partner": "contacts/{ids.contact}",
    "new contact of a partner": "partners/{ids.partner}/contacts/add",
    "personal data": "personal-data/",
    "held on oneself": "personal-data/me",
    "held on a contact": "personal-data/contacts/1",
    "erase a contact": "personal-data/contacts/1/erase",
    "change tier": "partners/rows/{ids.row}/move",
    "log a visit": "log?partner_id={ids.partner}",
    "log edit": "encounters/{ids.log}/edit",
    "needs": "needs/",
    "need": "needs/{ids.need}",
    "add from everywhere": "partners/add?name=" + WORD,
    "one more tier": "partners/add?partner_id={ids.partner}",
    "nobody found": "partners/?q=zzz",
    "narrowed down by long words": f"partners/?met=not-lately&lacks=deputy&q={WORD[:60]}",
    "methods": "methods/",
    "method": "methods/company-visit",
    "own method": "methods/own/{ids.method}",
    "method form": "methods/own/new",
    "method edit form": "methods/own/{ids.method}/edit",
    "own words": "tiers/strategic/own-words",
    "introduction": "pages/introduction",
    "guides": "pages/guides",
    "methods filtered": "methods/?tier=everyday&phase=do&minutes=60",
    "no method found": "methods/?q=zzzz",
    "own version": "methods/own/{ids.version}",
    "version edit form": "methods/own/{ids.version}/edit",
    "sheet": "methods/lotus-blossom/sheet",
    "method with wide tables": "methods/pdca-sheet",
    "adoption": "pages/adoption",
    "key accounts": "pages/key-accounts",
    "encounters": "pages/encounters",
    "processes": "pages/processes",
    "management": "pages/management",
    "quality": "pages/quality",
    "sources": "pages/sources",
    "ready words": "pages/ready-words",
    "glossary": "pages/glossary",
    "own words on the introduction": "tiers/introduction/own-words",
    "doubles": "doubles",
    "the same as which": "partners/{ids.partner}/merge",
    "two partners merged": "partners/{ids.partner}/merge/{ids.double}",
    "agreements": "agreements/",
    "no agreement fits": "agreements/?tier=network&due=1",
    "agreement form": "agreements/of/{ids.partner}/new",
    "agreement edit form": "agreements/{ids.agreement}/edit",
    "agreement renewed": "agreements/{ids.agreement}/renew",
    "agreement reviewed": "agreements/{ids.agreement}/review",
    "our largest customers": "partners/?order=euros",
    "a new year's figures": "figures/of/{ids.partner}/new",
    "a year's figures": "figures/of/{ids.partner}/2024",
    "college's plan": "plan/?team=college&year=2026-27",
    "nothing planned": "plan/?team=college&year=2050",
    "all plans": "plan/?team=all&year=2026-27",
    "year wheel": "plan/wheel/?team=college&year=2026-27",
    "action": "plan/actions/{ids.action}",
    "action form": "plan/actions/{ids.action}/edit",
    "new action": "plan/actions/new?asks=1&what=Vierailu",
    "aim": "plan/aims/{ids.aim}/edit",
    "plan to paste": "plan/paste/?team=college",
    "plan to copy": "plan/copy/?team=college&year=2026-27",
    "changes of a plan": "plan/changes?team=college",
    "tests": "assessments/",
    "test": "assessments/{ids.assessment}",
    "test answers": "assessments/{ids.assessment}/answer",
    "test on paper": "assessments/paper",
    "test for students' representatives": "assessments/paper?set=students",
    "a line of what was agreed on": "assessments/agreed/{ids.agreed}/edit",
    "teams": "teams/",
    "team": "teams/{ids.team}",
    "team edit form": "teams/{ids.team}/edit",
    "college's meeting": "agenda/",
    "a team's meeting": "agenda/teams/{ids.team}",
    "key meetings": "agenda/teams/{ids.team}/key-meetings",
    "my calendar": "calendar/",
    "a team's calendar": "calendar/teams/{ids.team}",
    "change of hands": "handover/",
    "change of hands of a name": "handover/?name=" + WORD[:120],
    "what was got": "handover/notices/{ids.notice}",
    "many rows": "handover/rows",
    "bring in a list": "import/",
    "what its columns mean": "import/{ids.table}/columns",
    "what its rows would do": "import/{ids.listed}",
    "a row of it corrected": "import/{ids.listed}/rows/1",
    "a list that was brought in": "import/{ids.brought}",
    "export": "export/?q=leipomo",
    "list to hand out": "export/handout?descriptions=1",
    "search": "search?q=leipomo",
    "search for a long word": "search?q=" + WORD,
    "empty search": "search",
    "jobs": "jobs/",
    "job under way": "jobs/{ids.job}",
    "job that failed": "jobs/{ids.failed}",
    "error": "partners/999999",
    "missing": "no/such/page",
    "for administrators": "admin/",
}


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


def _details_open(page, ids):
    page.locator("main details:not(.pick) > summary").first.click()


def _person_with_errors(page, ids):
    form = page.locator("#contact-form")
    form.locator("input[name=phone]").fill("soita!")
    form.locator("input[name=email]").fill("henna@")
    steps.save(form)
    expect(page.locator("#phone-error")).to_be_visible()


def _method_with_error(page, ids):
    page.locator("main form button").first.click()
    expect(page.locator(".field-error").first).to_be_visible()


def _preview(page, ids):
    page.locator("button[name=preview]").click()
    expect(page.locator(".own.prose")).to_be_visible()


def _agreement_with_errors(page, ids):
    page.locator("input[name=starts_on]").fill("31.2.2027")
    page.locator("input[name=url]").fill("ei mikään")
    page.locator("main form button").first.click()
    expect(page.locator("#starts_on-error")).to_be_visible()


def _figures_with_errors(page, ids):
    for name in ("year", "euros", "students", "events"):
        page.locator(f"input[name={name}]").fill("12.500")
    page.locator("main form button").first.click()
    expect(page.locator("#euros-error")).to_be_visible()


def _figures_open(page, ids):
    page.locator("details:has(table.figures) > summary").click()
    expect(page.locator("table.figures")).to_be_visible()


def _term_open(page, ids):
    page.locator("button.term").first.click()
    expect(page.locator("aside[popover]:popover-open")).to_be_visible()


def _line_refused(page, ids):
    page.get_by_role("button", name=re.compile("kokemus|rad|line")).last.click()
    expect(page.locator("#experience-error")).to_be_visible()


def _test_refused(page, ids):
    page.locator("main form button").first.click()
    expect(page.locator("#subject-error")).to_be_visible()


def _team_refused(page, ids):
    page.locator("#name").fill(WORD)
    page.locator("form.new-team .btn-dark").click()
    expect(page.locator("#name-error")).to_be_visible()


def _member_refused(page, ids):
    page.locator("#member").fill(WORD)
    page.locator("form[action*='/members'] button").last.click()
    expect(page.locator("#member-error")).to_be_visible()


def _team_in_conflict(page, ids):
    form = page.locator("main form")
    form.locator("input[name=version]").evaluate("field => { field.value = '0' }")
    form.locator("input[name=name]").fill("Omat sanat")
    steps.save(form)
    expect(page.locator(".conflict")).to_be_visible()


def _receiver_refused(page, ids):
    page.locator("#receiver").fill(f"Tuntematon {WORD[:120]}")
    page.locator("main form button.btn-dark").first.click()
    expect(page.locator("#receiver-error")).to_be_visible()


def _answers_refused(page, ids):
    wrong = "radio => { radio.value = '9'; radio.checked = true }"
    page.locator("main form input[type=radio]").first.evaluate(wrong)
    page.locator("main form .buttons .btn-dark").click()
    expect(page.locator(".field-error").first).to_be_visible()


def _partner_link(page, ids):
    if not page.locator("#partner").get_attribute("open"):
        page.locator("#partner > summary").click()
    page.locator("form[action*='/links'] button").first.click()
    expect(page.locator("#new-link")).to_be_visible()


STATES = {
    "method, a term open": ("method", _term_open),
    "method, a line refused": ("method", _line_refused),
    "own version, change open": ("own version", _details_open),
    "tests, one refused": ("tests", _test_refused),
    "teams, one refused": ("teams", _team_refused),
    "team, a member refused": ("team", _member_refused),
    "team edit form in conflict": ("team edit form", _team_in_conflict),
    "test, answers refused": ("test answers", _answers_refused),
    "test, a new link": ("test", _partner_link),
    "tier, a row open": ("tier", _open_row),
    "tier, a row with errors": ("tier", _row_with_error),
    "tier, a row in conflict": ("tier", _row_in_conflict),
    "edit page in conflict": ("edit page", _page_in_conflict),
    "tier, an addition with an error": ("tier", _add_with_error),
    "tier, asked about a name": ("tier", _asked),
    "tier, narrowed down": ("tier", _details_open),
    "new contact with errors": ("new contact of a partner", _person_with_errors),
    "method form with errors": ("method form", _method_with_error),
    "own words with preview": ("own words", _preview),
    "change of hands refused": ("change of hands", _receiver_refused),
    "many rows refused": ("many rows", _receiver_refused),
    "year figures with errors": ("a new year's figures", _figures_with_errors),
    "year figures open": ("partner", _figures_open),
    "agreement form with errors": ("agreement form", _agreement_with_errors),
    "agreement edit form in conflict": ("agreement edit form", _page_in_conflict),
}
PLACES = (*ADDRESSES, *STATES)
MAIN = (
    "overview",
    "tier",
    "partners of a tier",
    "partner",
    "methods",
    "method",
    "own words",
    "introduction",
    "search",
    "test",
    "test answers",
    "tier, a row open",
)


def show(page, base, place, ids):
    """Bring a page into a state; the HTML of the page it began with, as it was sent. Nothing that was typed before comes back."""
    page.evaluate("sessionStorage.clear()")
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


def _frames_with_errors(page):
    page.locator("#hosts").fill("*.college.example")
    page.locator("main form[action$=frames] button").click()
    expect(page.locator(".field-error")).to_be_visible()


def _checked(page):
    expect(page.locator("section:nth-of-type(3) ul.lines li").first).to_be_visible()


ADMIN_PLACES = {
    "admin/": None,
    "admin/ ": _new_link,
    "admin/deployments/1/remove": None,
    "admin/deployments/1/switch-off": None,
    "admin/deployments/2/remove": None,
    "admin/deployments/2/switch-off": None,
    "admin/courses": None,
    "admin/organisation": None,
    "admin/organisation ": _settings_with_errors,
    "admin/launches": None,
    "admin/check": _checked,
    "admin/check/1": None,
    "admin/check/2": None,
    "admin/deployments/1/frames": None,
    "admin/deployments/1/frames ": _frames_with_errors,
    "personal-data/log": None,
    "personal-data/?q=a": None,
    "personal-data/people/1/erase": None,
    "export/everything": None,
    "pages/accessibility": None,
    "pages/privacy": None,
}


def show_to_admin(page, base, place):
    """Like `show`, for the admin's pages; a space at the end tells a state from its page."""
    text = page.goto(base + place.strip()).text()
    if ADMIN_PLACES[place]:
        ADMIN_PLACES[place](page)
    return text
