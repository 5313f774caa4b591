"""What the roles of a launch amount to here: admin, teacher, student, or nobody (LTI core 1.3, appendix A.2).

A role *in the course* decides who is a teacher; roles in the institution or the system only say who is an admin. Why each
platform's roles are read as they are stands in docs/decisions/0005.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..people.entry import is_test_user

VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
SYSTEM_ADMINISTRATOR = VOCABULARY + "system/person#Administrator"
INSTITUTION_INSTRUCTOR = VOCABULARY + "institution/person#Instructor"
ADMINISTRATORS = {
    SYSTEM_ADMINISTRATOR,
    VOCABULARY + "system/person#SysAdmin",
    VOCABULARY + "institution/person#Administrator",
}
LEADS_THE_COURSE = {"Administrator", "ContentDeveloper", "Instructor", "Manager"}
MOST_ROLES = 30
LONGEST_ROLE = 200
_IN_COURSE = re.compile(re.escape(VOCABULARY) + r"membership(?:/(?P<principal>\w+))?#(?P<name>\w+)")
_SHORT_NAME = re.compile(r"\w+")  # outdated but allowed, and only for roles in the course
_OUTSIDER = re.compile(r"External|Guest|.*Observer")  # sub-roles of people who only look in


@dataclass(frozen=True)
class Standing:
    """What a person may be taken for in the course of a launch."""

    is_admin: bool = False
    is_teacher: bool = False
    is_enrolled: bool = False
    is_student: bool = False
    is_test_user: bool = False


def read_roles(given: Any) -> list[str]:
    """The roles of a claim under the names of the specification; Moodle writes some of them with https (recorded)."""
    names = [role for role in given if isinstance(role, str)] if isinstance(given, list) else []
    usable = [name for name in names if 0 < len(name) <= LONGEST_ROLE and name.isprintable() and " " not in name]
    spelt = ["http://" + name.removeprefix("https://") if name.startswith("https://") else name for name in usable]
    return list(dict.fromkeys(spelt))[:MOST_ROLES]


def standing_of(roles: list[str]) -> Standing:
    """What these roles, read by `read_roles`, amount to."""
    if is_test_user(roles):
        return Standing(is_test_user=True)
    in_course = _roles_in_course(roles)
    insiders = {principal for principal, sub_role in in_course if not _OUTSIDER.match(sub_role)}
    is_learner = any(principal == "Learner" for principal, _sub_role in in_course)
    is_named_teacher = ("Instructor", "") in in_course
    is_open_edx_staff = not in_course and _is_open_edx_staff(roles)
    leads = bool(insiders & LEADS_THE_COURSE) or is_open_edx_staff
    is_teacher = is_named_teacher or (leads and not is_learner)  # beside a student's role only the plain word counts
    is_admin = bool(ADMINISTRATORS.intersection(roles)) and not is_open_edx_staff
    return Standing(
        is_admin=is_admin,
        is_teacher=is_teacher,
        is_enrolled=is_teacher or "Learner" in insiders,
        is_student=is_learner and not is_teacher and not is_admin,
    )


def _roles_in_course(roles: list[str]) -> set[tuple[str, str]]:
    """The roles in the course as pairs of principal role and sub-role, which is empty for a principal role itself.

    A sub-role stands for its principal role, which should come beside it and does not always.
    """
    found = set()
    for role in roles:
        match = _IN_COURSE.fullmatch(role)
        if match and match["principal"]:
            found.add((match["principal"], match["name"]))
        elif match:
            found.add((match["name"], ""))
        elif _SHORT_NAME.fullmatch(role):
            found.add((role, ""))
    return found


def _is_open_edx_staff(roles: list[str]) -> bool:
    """Whether these are what Open edX's lti-consumer-xblock sent for *course staff* before 11.1, beside no role in the course."""
    admins = ADMINISTRATORS.intersection(roles)
    return admins == {SYSTEM_ADMINISTRATOR} and INSTITUTION_INSTRUCTOR in roles
