"""Everything of one college as a file for people: a workbook, or its partnerships as a text with separators."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from .. import db
from ..archive.whole_file import whole_file
from ..downloads import CSV, XLSX
from ..exports.files import write_file
from ..exports.queries import scope_of_college
from ..exports.tables import Scope
from ..history import Unnamed
from ..language import known_language, speaking
from ..languages import DEFAULT
from ..people.admin_log import note_admin_act
from ..people.models import Organisation
from ..people.operations import organisation_named
from .main import main, with_app


@main.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--college", required=True, help="Name of the college whose partners these are.")
@click.option("--contacts", is_flag=True, help="Also phones and e-mails of the partners' people (.xlsx).")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@with_app
def export_command(file: Path, college: str, contacts: bool, force: bool) -> None:
    """Write all partnerships of a college with people, visits and agreements into FILE (.xlsx), or them alone (.csv)."""
    kind = _kind_of(file)
    organisation_id, language = _college(college)
    if file.exists() and not force:
        raise click.ClickException(f"{file} is there already. Name another file, or write over it with --force.")
    try:
        scope = _write(file, kind, organisation_id, language, contacts)
    except OSError as error:
        reason = f"{error.filename or file} cannot be written: {error.strerror}"
        raise click.ClickException(f"{reason}. Name a file in a folder that you may write to.") from error
    click.echo(f"{file}: partners {len(scope.partner_ids)}, partnerships {len(scope.row_ids)}. Noted in the admin act log.")


def _kind_of(file: Path) -> str:
    kind = file.suffix.lower().removeprefix(".")
    if kind not in (XLSX, CSV):
        raise click.ClickException(f"{file} says by no ending what it is to be: name it with .xlsx or .csv at its end.")
    return kind


def _college(name: str) -> tuple[int, str]:
    """The id of a college and the language in which its file speaks."""
    found = organisation_named(name)
    if found is None:
        known = ", ".join(db.session.scalars(select(Organisation.name).order_by(Organisation.name))) or "none"
        raise click.ClickException(f"No college {name!r} is known. Write one of these with --college: {known}.")
    return found.id, known_language(found.language) or DEFAULT


def _write(file: Path, kind: str, organisation_id: int, language: str, contacts: bool) -> Scope:
    """The file gets its name when it is whole and noted."""
    with whole_file(file) as content:
        with db.reading_beside(), speaking(language):
            scope = scope_of_college(organisation_id, reaches_people=contacts)
            write_file(content, kind, scope)
        note_admin_act("export.everything", Unnamed(organisation_id, "hoitomalli export"), f".{kind}")
    return scope
