"""The forms of the first two steps: what is brought, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError

from ..db import id_in
from ..errors import never_typed
from ..fields import TextForm, choices, stripped
from ..people.models import Person
from ..teams.queries import active_teams, teams_own_first
from ..tiers.models import ALL_TIERS
from ..transfer.copied_html import LARGEST_HTML
from ..transfer.pasted_rows import LONGEST_PASTED

never_typed.update({"word", "meant", "meaning", "html"})  # lists of the page, and what the script keeps beside a pasted text
FILLING = "fill"
REPLACING = "replace"
NO_TEAM = "0"


class StartForm(TextForm):
    """A file, or what was pasted with the HTML that stood beside it on the clipboard."""

    text = TextAreaField(_l("Paste your list"))
    html = HiddenField()
    file = FileField(_l("Or choose a file"))
    team = SelectField(_l("Team"), choices=[], validate_choice=False)
    tier = SelectField(_l("Tier, if not named"), choices=[], validate_choice=False)

    def validate_text(self, field: TextAreaField) -> None:
        if not (field.data or "").strip() and self.upload is None:
            raise ValidationError(_("Paste a list here, or choose a file."))
        if len(field.data or "") > LONGEST_PASTED:
            raise ValidationError(_("This is too much to paste at once: save it as a file and bring that."))

    @property
    def upload(self) -> FileStorage | None:
        """The file that was chosen; a file under the name of another field is ignored."""
        found = request.files.get("file")
        return found if found is not None and found.filename else None

    @property
    def html_beside(self) -> str:
        """The HTML of what was pasted; of more than can be read the plain text alone is taken."""
        html = self.html.data or ""
        return html if len(html) <= LARGEST_HTML else ""


class ColumnsForm(TextForm):
    """How a table is understood. What each column means, and what words of tiers and teams do, comes beside it in lists."""

    sheet = SelectField(_l("Sheet"), choices=[], coerce=int, validate_choice=False)
    heading_row = StringField(_l("Row of the headings"), filters=[stripped])
    team = SelectField(_l("Team"), choices=[], validate_choice=False)
    tier = SelectField(_l("Tier, if not named"), choices=[], validate_choice=False)
    known = RadioField(
        _l("What is known of a partner already"),
        choices=choices({FILLING: _l("fill what is empty"), REPLACING: _l("replace it")}),
        default=FILLING,
        validate_choice=False,
    )
    words_asked = HiddenField()

    @property
    def heading_row_chosen(self) -> int | None:
        """The row of the headings, 0 for none; None where nothing was written."""
        return int(self.heading_row.data) if self.heading_row.data else None

    def validate_heading_row(self, field: StringField) -> None:
        if field.data and not (field.data.isascii() and field.data.isdecimal() and len(field.data) <= 5):
            raise ValidationError(_("Write the number of the row, or 0 where there are no headings."))


def offer_teams_and_tiers(form: StartForm | ColumnsForm, actor: Person, titles: dict[str, str]) -> None:
    """What may be chosen: one's own teams first."""
    form.team.choices = [(NO_TEAM, _("no team")), *((str(team.id), team.name) for team in teams_own_first(actor))]
    form.tier.choices = [("", "–"), *titles.items()]


def team_chosen(form: StartForm | ColumnsForm, actor: Person) -> int | None:
    """The id of a team of the college; None for no team."""
    chosen = id_in(form.team.data or "")
    return chosen if any(team.id == chosen for team in active_teams(actor.organisation_id)) else None


def tier_chosen(form: StartForm | ColumnsForm) -> str:
    return form.tier.data if form.tier.data in ALL_TIERS else ""


def words_sent(column: str, allowed: Iterable[Any]) -> dict[str, str]:
    """What a page says that words of a column mean: `word` (column:word) beside `meant`, those without an answer left out."""
    known = {str(one) for one in allowed}
    pairs = zip(request.form.getlist("word"), request.form.getlist("meant"), strict=False)
    of_column = ((word.removeprefix(f"{column}:"), meant) for word, meant in pairs if word.startswith(f"{column}:"))
    return {word: meant for word, meant in of_column if meant in known}
