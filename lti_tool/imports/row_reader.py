"""Reads the texts of a row: days, links, tiers, teams, colleagues; problems are kept by the meaning of their cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask_babel import gettext as _
from stdnum.fi import ytunnus

from ..contacts.addresses import read_email, read_phone
from ..contacts.queries import people_by_email
from ..day_field import read_day
from ..days import today
from ..encounters.operations import EARLIEST
from ..errors import RuleBroken
from ..fields import LONGEST_LINE, LONGEST_TEXT, one_line, problem_of_link, stripped
from ..figures.kinds import read_figure, read_year
from ..links import read_link, split_links
from ..partners.contact import ContactNames
from ..people.models import Person
from ..teams.models import joined_key
from ..teams.queries import active_teams
from ..text import name_key, person_key
from ..transfer.tiers_as_written import tier_as_written
from .partner_state import ROLES
from .row_values import KIND_OF, NOTHING, Figures, Known, Ours, RowValues, Texts, Their
from .settings import Settings

_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"\s*[;|]\s*")


class RowReader:
    """Reads rows of one draft; the colleagues whom their texts mean are looked up once for all rows."""

    def __init__(self, settings: Settings, own_titles: Mapping[str, str], actor: Person, rows: Iterable[Texts]) -> None:
        self.settings = settings
        self.own_titles = own_titles
        self.has_teams = "team" in settings.meanings
        teams = active_teams(actor.organisation_id) if self.has_teams or settings.team_id else []
        self.teams = {team.name_key: team.id for team in teams}
        self.team_names = {team.id: team.name for team in teams}
        rows = list(rows)
        texts = {one_line(row.get(role, "")) for row in rows for role in ROLES}
        self.ours = ContactNames(texts, actor)
        self.left = {one.id: one.name for one in self.ours.staff if one.has_left}
        if actor.has_left:  # oneself is meant without asking for the staff
            self.left[actor.id] = actor.shown_name
        emails = {read_email(one_line(row.get("their_email", ""))) or "" for row in rows} - {""}
        self.theirs = people_by_email(actor.organisation_id, emails)
        self.today = today()

    def read(self, texts: Texts, figures: Figures = ()) -> RowValues:
        found = RowValues()
        texts = {meaning: text for meaning, text in texts.items() if text.strip() not in NOTHING}
        self._read_partner(found, texts)
        self._read_row(found, texts)
        self._read_their(found, texts)
        self._read_agreement(found, texts)
        self._read_visit(found, texts)
        self._read_figures(found, texts, figures)
        return found

    def _read_partner(self, found: RowValues, texts: Texts) -> None:
        name, links = split_links(texts.get("partner", ""))
        found.name = one_line(name)
        if not name_key(found.name):
            found.problems["partner"] = _("Write the partner's name.")
        _check_line(found, "partner", found.name)
        others = texts.get("other_names", "").strip()
        names = others.split("\n") if "\n" in others else _BETWEEN.split(others)
        found.other_names = [one_line(name) for name in names if name_key(name)]
        _check_line(found, "other_names", max(found.other_names, key=len, default=""))
        found.own["url"] = _link(found, "link", texts.get("link", "") or " ".join(links[:1]))
        found.own["municipality"] = one_line(texts.get("municipality", ""))
        _check_line(found, "municipality", found.own["municipality"])
        business_id = one_line(texts.get("business_id", ""))
        if business_id and not ytunnus.is_valid(business_id):
            found.problems["business_id"] = _("This is no business id. Write it as 1234567-1; the last digit checks the others.")
        found.own["business_id"] = ytunnus.format(business_id) if business_id and "business_id" not in found.problems else ""

    def _read_row(self, found: RowValues, texts: Texts) -> None:
        found.tier = self._tier(found, one_line(texts.get("tier", "")))
        found.team_id = self._team(found, one_line(texts.get("team", "")))
        found.team = self.team_names.get(found.team_id or 0, "")
        found.unit = one_line(texts.get("unit", ""))
        _check_line(found, "unit", found.unit)
        found.description = stripped(texts.get("description", ""))
        _check_text(found, "description", found.description)
        for role in ROLES:
            text = one_line(texts.get(role, ""))
            _check_line(found, role, text)
            found.role_texts[role] = text
            if text:
                setattr(found, role, self._ours(found, role, text))
        found.starts_on = _day(found, "since", texts, _first_day)
        found.ends_on = _day(found, "until", texts, _last_day)
        if found.starts_on and found.ends_on and found.ends_on < found.starts_on:
            found.problems["until"] = _("The end comes after the beginning.")

    def _ours(self, found: RowValues, role: str, text: str) -> Ours:
        """Whom a text means. Nobody is locked: a job reads rows where nothing can be written (`applying` locks)."""
        ours = self.ours.meant_by(text, role=role)
        left = self.left.get(ours[f"{role}_person_id"])
        if left:
            found.gone[role] = _("%(name)s is no longer with us. Choose somebody else.", name=left)
        return ours

    def _tier(self, found: RowValues, text: str) -> str:
        if not text:
            if not self.settings.tier:
                found.problems["tier"] = _("Choose a tier.")
            return self.settings.tier
        tier = self.settings.tier_words.get(text) or tier_as_written(text, self.own_titles)
        if not tier:
            found.problems["tier"] = _("There is no tier of this name: %(name)s", name=text[:LONGEST_LINE])
        return tier or ""

    def _team(self, found: RowValues, text: str) -> int | None:
        if not text:
            return None if self.has_teams else self._chosen_team(found)
        team_id = self.settings.team_words.get(text, self.teams.get(joined_key(text)))
        if team_id is None or (team_id and team_id not in self.team_names):
            found.problems["team"] = _("There is no team of this name: %(name)s", name=text[:LONGEST_LINE])
        return team_id or None

    def _chosen_team(self, found: RowValues) -> int | None:
        if self.settings.team_id and self.settings.team_id not in self.team_names:
            found.problems["team"] = _("The team was removed meanwhile. Go back and choose another one.")
        return self.settings.team_id

    def _read_their(self, found: RowValues, texts: Texts) -> None:
        """A mailbox or number without a name is kept as the name, so that nothing is lost."""
        lines = {
            meaning: one_line(texts.get(meaning, "")) for meaning in ("their_name", "their_title", "their_email", "their_phone")
        }
        for meaning, text in lines.items():
            _check_line(found, meaning, text)
        email = read_email(lines["their_email"]) or ""
        phone = read_phone(lines["their_phone"]) or ""
        if lines["their_email"] and not email:
            found.problems["their_email"] = _("This is not an e-mail address. Write one, as in firstname.lastname@company.fi.")
        if lines["their_phone"] and not phone:
            found.problems["their_phone"] = _("This is not a phone number. Write one, as in 050 123 4567.")
        name = lines["their_name"] or email or lines["their_phone"]
        found.their = Their(name, lines["their_title"], email, phone, self._known(name, email)) if name else None

    def _known(self, name: str, email: str) -> Known | None:
        person = self.theirs.get((email, person_key(name)))
        return Known(person.id, {"email": person.email, "phone": person.phone}) if person else None

    def _read_agreement(self, found: RowValues, texts: Texts) -> None:
        found.agreement_url = _link(found, "agreement_link", texts.get("agreement_link", ""))
        found.agreement_until = _day(found, "agreement_until", texts, _last_day)

    def _read_visit(self, found: RowValues, texts: Texts) -> None:
        found.visit_on = _day(found, "visit_date", texts, _first_day)
        found.visit_text = stripped(texts.get("visit_text", ""))
        _check_text(found, "visit_text", found.visit_text)
        if found.visit_on and found.visit_on > self.today:
            found.problems["visit_date"] = _("This day is still to come. What is planned is a next step.")
        if found.visit_on and found.visit_on < EARLIEST:
            found.problems["visit_date"] = _("This day is too long ago.")
        if found.visit_text and not texts.get("visit_date"):
            found.problems["visit_date"] = _("Write the day of the visit, or empty its text.")

    def _read_figures(self, found: RowValues, texts: Texts, figures: Figures) -> None:
        """Each under the year that its heading names, else under that of the row."""
        for meaning, year, text in figures:
            if text.strip() in NOTHING:
                continue
            kind = KIND_OF[meaning]
            try:
                of_year = year or read_year(texts.get("year", ""))
                found.figures[kind, of_year] = read_figure(text, kind)
            except RuleBroken as broken:
                found.problems["year" if broken.field == "year" else meaning] = broken.message


def _check_line(found: RowValues, meaning: str, text: str) -> None:
    if len(text) > LONGEST_LINE:
        found.problems[meaning] = _("At most 200 characters.")


def _check_text(found: RowValues, meaning: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        found.problems[meaning] = _("At most 2,000 characters.")


def _link(found: RowValues, meaning: str, text: str) -> str:
    link = read_link(stripped(text))
    problem = problem_of_link(link)
    if problem:
        found.problems[meaning] = problem
    return "" if problem else link


def _day(found: RowValues, meaning: str, texts: Texts, of_year: Callable[[int], date]) -> date | None:
    """A day as people write it, or a year alone."""
    text = one_line(texts.get(meaning, ""))
    if not text:
        return None
    day = of_year(int(text)) if _YEAR.fullmatch(text) else read_day(text.removesuffix(" 00:00"), today())
    if day is None:
        found.problems[meaning] = _("This is no day. Write it as 31.1.2027.")
    return day


def _first_day(year: int) -> date:
    return date(year, 1, 1)


def _last_day(year: int) -> date:
    return date(year, 12, 31)
