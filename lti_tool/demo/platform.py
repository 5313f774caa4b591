"""What Moodle says about a launch: the claims of an LtiResourceLinkRequest, as recorded from a real site."""

import hashlib
import json
import secrets
import time

from lti_tool.demo.school import COLLEGE

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
VOCABULARY = "https://purl.imsglobal.org/vocab/lis/v2/"
LIFETIME = 60

INSTRUCTOR = VOCABULARY + "membership#Instructor"
ROLES = {
    "administrator": [
        VOCABULARY + "institution/person#Administrator",
        INSTRUCTOR,
        VOCABULARY + "system/person#Administrator",
    ],
    # Moodle tells these three alike: the capability mod/lti:manage is all it looks at.
    "manager": [INSTRUCTOR],
    "teacher": [INSTRUCTOR],
    "assistant": [INSTRUCTOR],
    "student": [VOCABULARY + "membership#Learner"],
}


def launch_claims(launch, nonce, origin):
    """All claims of a launch in a site at this origin."""
    issued_at = int(time.time())
    return {
        "nonce": nonce,
        "iat": issued_at,
        "exp": issued_at + LIFETIME,
        "iss": origin,
        "aud": launch.tool.client_id,
        "sub": launch.user.id,
        **_message(launch),
        **_person(launch.user),
        **_place(launch, origin),
        **_services(launch, origin),
    }


def _message(launch):
    return {
        LTI + "message_type": "LtiResourceLinkRequest",
        LTI + "version": "1.3.0",
        LTI + "deployment_id": launch.tool.deployment_id,
        LTI + "target_link_uri": launch.activity.url or launch.tool.launch_url,
        LTI + "resource_link": {"title": launch.activity.title, "description": "", "id": launch.activity.id},
        LTI + "roles": list(ROLES[launch.course.kind_of(launch.user)]),
        LTI + "lis": {"person_sourcedid": "", "course_section_sourcedid": ""},
    }


def _person(user):
    return {
        "given_name": user.given_name,
        "family_name": user.family_name,
        "name": user.name,
        "email": user.email,
        LTI + "ext": {"user_username": user.username, "lms": "moodle-2"},
    }


def _place(launch, origin):
    course = launch.course
    container = "4" if launch.in_window else "3"
    return {
        LTI + "context": {
            "id": str(course.id),
            "label": course.label,
            "title": course.title,
            "type": ["CourseSection"],
        },
        LTI + "launch_presentation": {
            "locale": launch.language,
            "document_target": "window" if launch.in_window else "iframe",
            "return_url": f"{origin}/mod/lti/return.php?course={course.id}&launch_container={container}"
            f"&instanceid={launch.activity.id}&sesskey={secrets.token_hex(5)}",
        },
        LTI + "tool_platform": {
            "product_family_code": "moodle",
            "version": "2023042403",
            "guid": hashlib.md5(origin.encode(), usedforsecurity=False).hexdigest(),
            "name": "kpo",
            "description": COLLEGE,
        },
    }


def _services(launch, origin):
    services = f"{origin}/mod/lti/services.php"
    course = launch.course.id
    kind = launch.tool.deployment_id
    memberships = f"{services}/CourseSection/{course}/bindings/{kind}/memberships"
    lineitems = f"{services}/{course}/lineitems"
    return {
        LTI + "custom": _custom(launch, services, memberships),
        "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": {
            "lis_result_sourcedid": _result_id(launch),
            "lis_outcome_service_url": f"{origin}/mod/lti/service.php",
        },
        AGS + "claim/endpoint": {
            "scope": [f"{AGS}scope/{name}" for name in ("lineitem", "lineitem.readonly", "result.readonly", "score")],
            "lineitems": f"{lineitems}?type_id={kind}",
            "lineitem": f"{lineitems}/{launch.activity.id}/lineitem?type_id={kind}",
        },
        NRPS + "claim/namesroleservice": {"context_memberships_url": memberships, "service_versions": ["1.0", "2.0"]},
    }


def _custom(launch, services, memberships):
    """The activity's and the tool's parameters, then those that Moodle's services add."""
    course = launch.course.id
    kind = launch.tool.deployment_id
    own = launch.activity.custom | launch.tool.custom
    return {
        **{name: _filled_in(value, launch) for name, value in own.items()},
        "context_memberships_url": memberships,
        "system_setting_url": f"{services}/tool/{kind}/custom",
        "context_setting_url": f"{services}/CourseSection/{course}/bindings/tool/{kind}/custom",
        # Moodle does not fill this one in.
        "link_setting_url": services + "/links/{link_id}/custom",
    }


def _filled_in(value, launch):
    """A variable that Moodle knows becomes its value, perhaps empty; one that it doesn't know stays as written."""
    known = {
        "$Moodle.Person.userGroupIds": launch.user.groups,
        "$CourseSection.timeFrame.begin": "",
        "$Context.title": launch.course.title,
        "$User.username": launch.user.username,
    }
    return known.get(value, value)


def _result_id(launch):
    data = {
        "instanceid": launch.activity.id,
        "userid": launch.user.id,
        "typeid": launch.tool.deployment_id,
        "launchid": secrets.randbelow(2**31),
    }
    return json.dumps({"data": data, "hash": secrets.token_hex(32)}, separators=(",", ":"))
