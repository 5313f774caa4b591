"""mod/lti/startltiadvregistration.php: sends the administrator's frame to the tool's registration page, with a token."""

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, abort, redirect, request

from lti_tool.demo.choice import administrator, named_tool

NO_LINK = "Liitä rekisteröintilinkki kokonaisena, alkaen https://."


def registration_start_pages(lms):
    """The page of one LMS."""
    pages = Blueprint("registration_start", __name__)

    @pages.get("/mod/lti/startltiadvregistration.php")
    def start_registration():
        administrator(lms)
        link = request.args.get("url", "")
        if not is_address(link):
            abort(400, NO_LINK)
        tool = named_tool(lms, request.args["tool"]) if request.args.get("tool") else None
        return redirect(_started(link, lms, tool))

    return pages


def is_address(text):
    """Is this a whole web address?"""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _started(link, lms, tool):
    """The tool's registration link with what it needs from this LMS; its own query stays as it is."""
    configuration = f"{lms.origin}/mod/lti/openid-configuration.php"
    added = urlencode({"openid_configuration": configuration, "registration_token": lms.registration_token(tool)})
    parts = urlsplit(link)
    return parts._replace(query=f"{parts.query}&{added}" if parts.query else added).geturl()
