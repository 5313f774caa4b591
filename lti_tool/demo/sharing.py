"""What of a launch a tool is not told: what it did not ask for at its registration, and what the LMS withholds."""

from lti_tool.demo.platform import AGS, LTI, NRPS

NAMES = ("name", "given_name", "family_name")


def withhold(claims, tool, faults):
    """Take out of a launch's claims what this tool is not to have."""
    if faults.withhold_names or not tool.asked_for_claim(*NAMES):
        # Moodle's "share launcher's name: never" takes the user name along.
        for name in NAMES:
            del claims[name]
        del claims[LTI + "ext"]["user_username"]
    if faults.withhold_email or not tool.asked_for_claim("email"):
        del claims["email"]
    if faults.empty_custom:
        claims[LTI + "custom"] = dict.fromkeys(claims[LTI + "custom"], "")
    _withhold_services(claims, tool)


def _withhold_services(claims, tool):
    endpoint = claims[AGS + "claim/endpoint"]
    endpoint["scope"] = [scope for scope in endpoint["scope"] if tool.may_use(scope)]
    if not endpoint["scope"]:
        del claims[AGS + "claim/endpoint"]
        del claims["https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"]
    if not tool.may_use(NRPS + "scope/contextmembership.readonly"):
        del claims[NRPS + "claim/namesroleservice"]
