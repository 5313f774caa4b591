"""Bringing in a list from the command line: the same preview and the same act as in the tool, without questions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from time import sleep

import click
from flask import current_app
from sqlalchemy import select

from .. import db
from ..errors import RuleBroken
from ..imports import drafts
from ..imports.applying_job import apply
from ..imports.checking import check
from ..imports.models import APPLYING, CHANGING, CHECKING, DONE, PREVIEW, VERDICTS, ImportDraft
from ..imports.outcome import reason_of
from ..imports.rows import counts_of, left_out
from ..jobs.runner import Runner
from ..language import speaking
from ..people.admin_log import AdminAct
from ..people.colleagues import read_colleague, staff_of
from ..people.models import Organisation, Person
from ..people.operations import organisation_named
from ..teams.queries import team_named
from ..tiers.models import ALL_TIERS
from ..transfer.sheets import LARGEST_FILE
from ..write_lock import PAUSE_OF_OTHER_PROCESSES
from .main import main, with_app

ASK_AGAIN = 0.2  # seconds, while another does the job


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--college", required=True, help="Name of the college whose list it is.")
@click.option("--team", default="", help="Whose rows they become, where the list has no column of teams.")
@click.option("--tier", default="", type=click.Choice(["", *ALL_TIERS]), help="Where rows go that name no tier.")
@click.option("--by", default="", help="Whose act it is: name or e-mail of a colleague; else the admin who acted last.")
@click.option("--replace", "is_replacing", is_flag=True, help="What the list says of a partner replaces what is known.")
@click.option("--dry-run", is_flag=True, help="Say what each row would do, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts and reasons as JSON.")
@with_app
def import_command(
    file: Path, college: str, team: str, tier: str, by: str, is_replacing: bool, dry_run: bool, as_json: bool
) -> None:
    """Bring a list (.xlsx, .ods, .csv) in as one act; what has to be asked or corrected is left out and named."""
    organisation = _college(college)
    with speaking("en"):
        draft = _draft(file, _actor(by, organisation))
        settings = replace(draft.settings, team_id=_team(team, organisation), tier=tier, is_replacing=is_replacing)
        try:
            drafts.take_rows(draft, settings, drafts.table_of(draft, settings))
            check(draft)
            _wait(draft, PREVIEW)
            counts = counts_of(draft.id)
            is_applied = not dry_run and any(counts[verdict] for verdict in CHANGING)
            if is_applied:
                apply(draft)
                _wait(draft, DONE)
        except RuleBroken as broken:
            raise click.ClickException(broken.message) from broken
        _tell(draft, counts, is_applied, as_json)
        drafts.remove_draft(draft)


def _college(name: str) -> Organisation:
    found = organisation_named(name)
    if found is None:
        raise click.ClickException(f"No college {name!r} is known. Its name stands in: hoitomalli platforms list")
    return found


def _team(name: str, college: Organisation) -> int | None:
    if not name:
        return None
    found = team_named(college.id, name)
    if found is None:
        raise click.ClickException(f"No team {name!r} is known in {college.name}: add it in the tool first, or leave --team out.")
    return found.id


def _actor(by: str, college: Organisation) -> Person:
    """Each row tells who has changed it: the colleague that is named, or the admin who acted last."""
    if by:
        found = [one.id for one in read_colleague(by, staff_of(college.id)).colleagues]
        if len(found) != 1:
            raise click.ClickException(f"{by!r} is {'nobody' if not found else 'several'} of {college.name}'s colleagues.")
        return db.session.get_one(Person, found[0])
    acts = select(AdminAct.actor_id).where(AdminAct.organisation_id == college.id, AdminAct.actor_id.is_not(None))
    admin = db.session.scalar(acts.order_by(AdminAct.id.desc()).limit(1))
    if admin is None:
        raise click.ClickException("Say with --by whose act it is: the name or e-mail of a colleague who has opened the tool.")
    return db.session.get_one(Person, admin)


def _draft(file: Path, actor: Person) -> ImportDraft:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise click.ClickException(f"{file} is larger than 10 MB: split the list into several files.")
        return drafts.draft_of_file(file.read_bytes(), file.name, actor)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}. Name a file that you may read.") from error
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from broken


def _wait(draft: ImportDraft, state: str) -> None:
    """Until the draft is there; its job is done here, unless `serve` or a worker takes it up before."""
    db.session.commit()  # the job needs the place of the one who writes
    runner = Runner(current_app._get_current_object(), pause=PAUSE_OF_OTHER_PROCESSES)  # type: ignore[attr-defined]
    while _is_under_way(draft.id):
        if not runner.work():
            sleep(ASK_AGAIN)
    db.session.expire_all()
    if draft.state != state:
        raise click.ClickException("The job was stopped or failed. See: hoitomalli jobs")


def _is_under_way(draft_id: int) -> bool:
    with db.own_transaction(writing=False) as short:
        return short.scalar(select(ImportDraft.state).where(ImportDraft.id == draft_id)) in (CHECKING, APPLYING)


def _tell(draft: ImportDraft, counts: dict[str, int], is_applied: bool, as_json: bool) -> None:
    left = left_out(draft.id) if is_applied else [row for row in left_out(draft.id) if row.verdict not in CHANGING]
    reasons = [{"row": row.number, "partner": row.name, "why": reason_of(row)} for row in left]
    if as_json:
        told = {"rows": draft.row_count, **counts, "no_rows": len(draft.no_rows), "is_applied": is_applied, "reasons": reasons}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    words = ", ".join(f"{VERDICTS[verdict]} {count}" for verdict, count in counts.items())
    click.echo(f"{draft.row_count} rows: {words}.")
    for reason in reasons:
        click.echo(f"row {reason['row']}  {reason['partner']}: {reason['why']}")
    click.echo("Brought in as one act." if is_applied else "Nothing was changed.")
