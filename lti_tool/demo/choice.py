"""Who one is in the demo LMS, in which language, and which tool is meant."""

from flask import abort, request

from lti_tool.demo.school import LANGUAGES

COOKIE = "lms_choice"


def chosen(lms):
    """The user and the language: those of the address, so that two tabs can differ, else those remembered."""
    username, _, _language = request.cookies.get(COOKIE, "").partition(".")
    if request.args.get("user", "") not in {"", *lms.users}:
        abort(404, "Käyttäjää ei ole.")
    user = lms.users.get(request.args.get("user") or username) or lms.users["maija"]
    return user, chosen_language()


def chosen_language():
    """The language of the pages, which Moodle also tells the tool: of the address, the one remembered, the browser's."""
    _username, _, language = request.cookies.get(COOKIE, "").partition(".")
    return request.args.get("lang") or language or request.accept_languages.best_match(LANGUAGES, "fi")


def administrator(lms):
    """The user, who must be the site's administrator."""
    user, _language = chosen(lms)
    if user.kind != "administrator":
        abort(403, "Vain sivuston pääkäyttäjä voi hallita työkaluja.")
    return user


def active_tools(lms):
    """The tools that can be launched, with the numbers by which an address names them."""
    return {number: tool for number, tool in enumerate(lms.tools) if tool.is_active}


def chosen_tool(lms):
    """The number of the address's tool, or of the first one; None if there is none at all."""
    active = active_tools(lms)
    number = request.args.get("tool", next(iter(active), None), type=int)
    if number is not None and number not in active:
        abort(404, "Työkalua ei ole lisätty.")
    return number


def named_tool(lms, client_id):
    """The tool of this client id, active or not."""
    for tool in lms.tools:
        if tool.client_id == client_id:
            return tool
    return abort(404, "Työkalua ei ole lisätty.")
