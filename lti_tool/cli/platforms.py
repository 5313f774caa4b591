"""Connecting platforms and opening courses from the command line."""

from __future__ import annotations

from urllib.parse import urlsplit

import click
from flask import current_app
from sqlalchemy import select

from .. import db, history
from ..admin.queries import deployments
from ..lti.invites import INVITE_LIFE, make_invite
from ..lti.models import Platform, Registration
from ..lti.operations import PlatformDetails, RegistrationTaken, register_platform
from ..multilang import readers_title
from ..people.models import Course, Organisation
from ..people.operations import get_or_create_organisation, open_course, organisation_named
from .main import main, with_app


@main.command()
@click.argument("organisation")
@with_app
def invite(organisation: str) -> None:
    """Make a registration link for a college, which is made too if it is new."""
    college = _known_or_new_college(organisation)
    link = make_invite(college.id)
    click.echo(f"Good once, for {INVITE_LIFE.days} days. Its platform will show the data of {college.name}:\n  {link}")


@main.command()
@click.option("--organisation", required=True, help="Name of the college whose data this leads to.")
@click.option("--issuer", required=True, help="Platform ID, e.g. https://moodle.example.fi")
@click.option("--client-id", required=True)
@click.option("--deployment-id", default="1", show_default=True)
@click.option("--auth-login-url", help="Authentication request URL; Moodle's by default.")
@click.option("--auth-token-url", help="Access token URL; Moodle's by default.")
@click.option("--key-set-url", help="Public keyset URL; Moodle's by default.")
@with_app
def register(organisation: str, issuer: str, client_id: str, deployment_id: str, **urls: str | None) -> None:
    """Connect a platform by hand, with the values its tool page shows."""
    moodle = issuer.rstrip("/") + "/mod/lti/"
    details = PlatformDetails(
        issuer=issuer,
        client_id=client_id,
        deployment_id=deployment_id,
        auth_login_url=urls["auth_login_url"] or moodle + "auth.php",
        auth_token_url=urls["auth_token_url"] or moodle + "token.php",
        key_set_url=urls["key_set_url"] or moodle + "certs.php",
    )
    if details.problems():
        raise click.ClickException("\n".join(details.problems()))
    college = _known_or_new_college(organisation)
    try:
        register_platform(college.id, details, by_operator=True)
    except RegistrationTaken as error:
        advice = "Give the college a client of its own in the platform, or exactly the addresses that are known already."
        raise click.ClickException(f"{error}. {advice}") from error
    click.echo(f"Registered for {college.name}. Give the platform:\n{_own_addresses()}")


@main.command("switch-platform")
@click.argument("state", type=click.Choice(["off", "on"]))
@click.option("--issuer", required=True, help="Platform ID, e.g. https://moodle.example.fi")
@click.option("--client-id", help="Only this registration at it. Without it the whole platform, whichever colleges use it.")
@with_app
def switch_platform(state: str, issuer: str, client_id: str | None) -> None:
    """Refuse all launches from a platform, also a college's last one, or let them in again. Nothing is deleted."""
    registrations = list(db.session.scalars(select(Registration).join(Platform).order_by(Registration.id)).unique())
    found = [each for each in registrations if each.platform.issuer == issuer and client_id in (None, each.client_id)]
    if not found:
        known = "; ".join(f"{each.platform.issuer}, client {each.client_id}" for each in registrations) or "none"
        raise click.ClickException(f"No such platform. Known are: {known}.")
    switched: Platform | Registration = found[0] if client_id else found[0].platform
    switched.is_active = state == "on"
    colleges = ", ".join(sorted({one.organisation.name for each in found for one in each.deployments})) or "no college"
    now = "on again" if switched.is_active else "off: its launches are refused, open pages end"
    click.echo(f"{issuer}{f', client {client_id},' if client_id else ''} is {now}. It leads to: {colleges}.")
    if switched.is_active and not found[0].platform.is_active:
        click.echo("The platform as a whole is still off: switch that on too, without --client-id.")
    still_off = [each for each in found if not each.is_active] if switched.is_active else []
    for each in still_off:
        click.echo(f"Client {each.client_id} is still off: switch that on too, with --client-id.")


@main.command("open-course")
@click.option("--organisation", required=True)
@click.option("--course", required=True, help="The course's id in the LMS, e.g. the number in Moodle's course address.")
@click.option("--issuer", help="Platform ID, where two platforms of the college have a course of this id.")
@click.option("--to", "open_to", type=click.Choice(["teachers", "everyone"]), default="teachers", show_default=True)
@with_app
def open_course_command(organisation: str, course: str, issuer: str | None, open_to: str) -> None:
    """Open a course that has been launched once, without an administrator's launch."""
    college = organisation_named(organisation)
    query = select(Course).where(Course.organisation_id == (college.id if college else None), Course.context_id == course)
    found = list(db.session.scalars(query.where(Course.issuer == issuer) if issuer else query))
    if len(found) > 1:
        issuers = ", ".join(each.issuer for each in found)
        raise click.ClickException(f"Several platforms have a course {course}: say which with --issuer: {issuers}")
    if not found:
        raise click.ClickException(
            f"No course with the id {course} of {organisation!r} has been launched. Open the activity once, then try again."
        )
    open_course(found[0], open_to, history.Unnamed(found[0].organisation_id, "The operator"))
    click.echo(f"{readers_title(found[0].title) or course}: open to {open_to}.")


def _known_or_new_college(name: str) -> Organisation:
    """The college; whether it is new or known is told, since its name may be a slip of the pen, or another's."""
    if not name.strip():
        raise click.BadParameter("Give the college's name.")
    known = organisation_named(name)
    if known is None:
        others = ", ".join(db.session.scalars(select(Organisation.name).order_by(Organisation.name))) or "none"
        click.echo(f"A new college is made: {name.strip()}. Known so far: {others}.")
        return get_or_create_organisation(name)
    platforms = ", ".join(each.registration.platform.issuer for each in deployments(known.id)) or "none"
    click.echo(f"{known.name} is known already, number {known.id}. Its platforms: {platforms}.")
    return known


def _own_addresses() -> str:
    origin = current_app.config["PUBLIC_URL"]
    domain = urlsplit(origin).netloc
    return (
        f"  Tool URL and redirection URI  {origin}/lti/launch\n  Initiate login URL            {origin}/lti/login\n"
        f"  Public keyset                 {origin}/lti/jwks\n  Domain                        {domain}"
    )
