"""LTI Dynamic Registration: mod/lti/openid-configuration.php and openid-registration.php."""

import time

from flask import Blueprint, jsonify, request

from lti_tool.demo.faults import right_answer, wrong_answer
from lti_tool.demo.platform_configuration import platform_configuration
from lti_tool.demo.registration_request import CONFIGURATION, refusal_of, tool_fields
from lti_tool.demo.registration_tokens import AGAIN, BadToken, read_registration_token
from lti_tool.demo.school import ToolLink


def registration_pages(lms):
    """The endpoints for one LMS; each token is good for one registration."""
    pages = Blueprint("registration", __name__)
    used = set()

    @pages.get("/mod/lti/openid-configuration.php")
    def show_configuration():
        lms.calls["configuration"] += 1
        time.sleep(lms.faults.configuration_slow)
        fault = lms.faults.configuration_answer
        return wrong_answer(fault) or right_answer(fault, platform_configuration(lms))

    @pages.post("/mod/lti/openid-registration.php")
    def register():
        lms.calls["registration"] += 1
        time.sleep(lms.faults.registration_slow)
        fault = lms.faults.registration_answer
        return wrong_answer(fault) or _answer(lms, used, fault)

    return pages


def _answer(lms, used, fault):
    try:
        token = read_registration_token(lms, request.headers.get("Authorization", ""))
        tool = _tool_of(lms, token, used)
    except BadToken as bad:
        return jsonify(message=str(bad)), 401
    asked = request.get_json(silent=True)
    refusal = refusal_of(asked)
    if refusal:
        return jsonify(message=refusal), 400
    used.add(token["jti"])
    return right_answer(fault, _registration(_save(lms, token, tool, tool_fields(asked)), asked))


def _tool_of(lms, token, used):
    """The tool that the token lets register again, or None for a new one."""
    if token["jti"] in used:
        raise BadToken("token_already_used")
    if token["scope"] != AGAIN:
        return None
    for tool in lms.tools:
        if tool.client_id == token["sub"]:
            return tool
    raise BadToken("invalid_registration_token: the tool has been deleted")


def _save(lms, token, tool, fields):
    """A new tool waits for its activation; one that registers again stays what it was, with new fields."""
    if tool is None:
        tool = ToolLink(token["sub"], lms.next_deployment_id(), is_active=False, **fields)
        lms.tools.append(tool)
    for name, value in fields.items():
        setattr(tool, name, value)
    return tool


def _registration(tool, asked):
    """The answer: what Moodle has kept."""
    return {
        "client_id": tool.client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.jwks_url,
        "initiate_login_uri": tool.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": tool.redirect_urls,
        "application_type": "web",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        "logo_uri": asked.get("logo_uri") or "",
        "scope": " ".join(tool.scopes),
        CONFIGURATION: _tool_configuration(tool, asked[CONFIGURATION]),
    }


def _tool_configuration(tool, asked):
    """As in Moodle only deep linking is repeated of the messages, and what is empty is left out."""
    messages = [
        {name: each[name] for name in ("type", "target_link_uri") if name in each}
        for each in asked.get("messages") or []
        if each.get("type") == "LtiDeepLinkingRequest"
    ]
    return {
        "version": "1.3.0",
        "deployment_id": tool.deployment_id,
        "target_link_uri": tool.launch_url,
        "domain": asked["domain"],
        "description": tool.description,
        **({"messages": messages} if messages else {}),
        **({"custom_parameters": tool.custom} if tool.custom else {}),
        "claims": tool.claims,
    }
