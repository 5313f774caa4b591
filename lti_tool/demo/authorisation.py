"""mod/lti/auth.php: the authorisation endpoint, which answers a tool's login with a signed id_token."""

from flask import Blueprint, abort, render_template, request


def authorisation_pages(lms):
    """The endpoint for one LMS."""
    pages = Blueprint("authorisation", __name__)

    @pages.route("/mod/lti/auth.php", methods=["GET", "POST"])
    def answer_authorisation():
        lms.calls["auth"] += 1
        asked = request.values
        launch = lms.take_launch(asked.get("lti_message_hint", ""))
        if launch is None:
            abort(400, "Käynnistystunniste puuttuu tai se on jo käytetty.")
        # An address that nobody registered gets nothing, not even an error.
        address = asked.get("redirect_uri")
        if not launch.tool.may_redirect_to(address):
            abort(400, "Paluuosoitetta ei ole rekisteröity.")
        fields = _answer(lms, asked, launch)
        return render_template("lms/post.html", action=address, fields=fields, button="Jatka")

    return pages


def _answer(lms, asked, launch):
    """The fields to post to the tool: a token, or an error without one."""
    fields = _refusal(asked, launch)
    if lms.faults.answer_error:
        fields = {"error": lms.faults.answer_error}
    if not fields:
        fields = {"id_token": lms.sign(lms.claims_of(launch, asked["nonce"]))}
    if asked.get("state"):
        fields["state"] = asked["state"]
    return fields


def _refusal(asked, launch):
    """Why Moodle would not answer with a token; empty when all is well."""
    rules = [
        (asked.get("client_id") == launch.tool.client_id, "unauthorized_client", ""),
        (asked.get("login_hint") == launch.user.id, "access_denied", ""),
        (asked.get("scope") == "openid", "invalid_scope", ""),
        (asked.get("response_type") == "id_token", "unsupported_response_type", ""),
        (asked.get("response_mode") == "form_post", "invalid_request", "Invalid response_mode"),
        (asked.get("prompt", "none") == "none", "invalid_request", "Invalid prompt"),
        (bool(asked.get("nonce")), "invalid_request", "Missing nonce"),
        (bool(asked.get("state")), "invalid_request", "Missing state"),
    ]
    for is_kept, error, description in rules:
        if not is_kept:
            return {"error": error, "error_description": description} if description else {"error": error}
    return {}
