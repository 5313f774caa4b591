"""What the LMS says of itself to a tool that registers, as recorded from a real Moodle."""

from lti_tool.demo.access_tokens import SCOPES

# Names of substitution variables by their group.
VARIABLES = {
    "Context": "id title label id.history sourcedId longDescription timeFrame.begin",
    "CourseSection": "title label sourcedId longDescription timeFrame.begin timeFrame.end",
    "ResourceLink": "id title description",
    "User": "id username",
    "Person": "name.full name.given name.family email.primary sourcedId name.middle address.street1 address.locality"
    " address.country address.timezone phone.primary phone.mobile webaddress",
    "Membership": "role",
    "Result": "sourcedId autocreate",
    "BasicOutcome": "sourcedId url",
    "Moodle": "Person.userGroupIds",
}


def platform_configuration(lms):
    """The answer of openid-configuration.php, with the present faults."""
    base = lms.origin + "/mod/lti/"
    return {
        "issuer": lms.faults.foreign_issuer or lms.origin,
        "token_endpoint": base + "token.php",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": base + "certs.php",
        "authorization_endpoint": base + "auth.php",
        "registration_endpoint": (lms.faults.foreign_endpoint or lms.origin) + "/mod/lti/openid-registration.php",
        "scopes_supported": [*SCOPES, "openid"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        "https://purl.imsglobal.org/spec/lti-platform-configuration": {
            "product_family_code": "moodle",
            "version": "4.2.3 (Build: 20231009)",
            "messages_supported": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
            ],
            "variables": _variables(),
        },
    }


def _variables():
    old_names = ["basic-lti-launch-request", "ContentItemSelectionRequest", "ToolProxyRegistrationRequest"]
    return old_names + [f"{group}.{name}" for group, names in VARIABLES.items() for name in names.split()]
