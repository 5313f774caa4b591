"""A tool's registration as it sends it: what Moodle demands of it, and what it keeps."""

from urllib.parse import urlsplit

from lti_tool.demo.platform import AGS, NRPS
from lti_tool.demo.sharing import NAMES

CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
REQUIRED = ("response_types", "initiate_login_uri", "redirect_uris", "client_name", "jwks_uri", "token_endpoint_auth_method")
REQUIRED_OF_TOOL = ("domain", "target_link_uri")

LINE_ITEM = f"{AGS}scope/lineitem"
GRADES = [f"{AGS}scope/score", f"{AGS}scope/result.readonly", f"{AGS}scope/lineitem.readonly"]
OTHER_SERVICES = [
    f"{NRPS}scope/contextmembership.readonly",
    "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting",
]


def refusal_of(asked):
    """Why Moodle would not take this registration, naming all that is missing or wrong; empty when it would."""
    if not isinstance(asked, dict):
        return "the registration is not a JSON object"
    own = asked.get(CONFIGURATION)
    own = own if isinstance(own, dict) else {}
    missing = [name for name in REQUIRED if not asked.get(name)] + [name for name in REQUIRED_OF_TOOL if not own.get(name)]
    if missing:
        return "missing required attribute " + ", ".join(missing)
    if not all(isinstance(asked[name], list) for name in ("response_types", "redirect_uris")):
        return "response_types and redirect_uris must be lists"
    return "; ".join(problem for problem, is_kept in _rules(asked, own).items() if not is_kept)


def _rules(asked, own):
    messages = own.get("messages") or []
    return {
        "invalid_response_types": "id_token" in asked["response_types"],
        "invalid_token_endpoint_auth_method": asked["token_endpoint_auth_method"] == "private_key_jwt",
        "invalid_application_type": asked.get("application_type", "web") == "web",
        "invalid_claims": isinstance(own.get("claims") or [], list),
        "invalid_messages": isinstance(messages, list) and all(isinstance(each, dict) for each in messages),
        "invalid_custom_parameters": isinstance(own.get("custom_parameters") or {}, dict),
        "domain_mismatch " + ", ".join(_strangers(asked, own)): not _strangers(asked, own),
    }


def tool_fields(asked):
    """The fields of the ToolLink that a good registration asks for."""
    own = asked[CONFIGURATION]
    return {
        "name": str(asked["client_name"]),
        "login_url": asked["initiate_login_uri"],
        "launch_url": own["target_link_uri"],
        "jwks_url": asked["jwks_uri"],
        "redirect_urls": list(asked["redirect_uris"]),
        "custom": {name: str(value) for name, value in (own.get("custom_parameters") or {}).items()},
        "description": str(own.get("description") or ""),
        "scopes": _scopes(str(asked.get("scope") or "").split()),
        "claims": _claims([str(name) for name in own.get("claims") or []]),
    }


def _strangers(asked, own):
    """The addresses outside the domain. As in Moodle a port belongs to the domain, and "www." doesn't."""
    addresses = {
        "initiate_login_uri": asked["initiate_login_uri"],
        "jwks_uri": asked["jwks_uri"],
        "target_link_uri": own["target_link_uri"],
        **{f"redirect_uris[{number}]": uri for number, uri in enumerate(asked["redirect_uris"])},
    }
    return [name for name, uri in addresses.items() if _domain(uri) != str(own["domain"]).lower().removeprefix("www.")]


def _domain(uri):
    try:
        parts = urlsplit(uri)
    except (ValueError, AttributeError, TypeError):
        return None
    return parts.netloc.lower().removeprefix("www.") if parts.scheme in {"http", "https"} else None


def _scopes(asked):
    """Moodle's settings are coarser than scopes: one for grades brings the others that read or write them."""
    grades = GRADES if {*GRADES, LINE_ITEM} & {*asked} else []
    line_item = [LINE_ITEM] if LINE_ITEM in asked else []
    return grades + line_item + [scope for scope in OTHER_SERVICES if scope in asked]


def _claims(asked):
    """Names come all or none, and sub and iss always."""
    names = ["name", "family_name", "given_name"] if {*NAMES} & {*asked} else []
    return ["sub", "iss", *names, *(["email"] if "email" in asked else [])]
