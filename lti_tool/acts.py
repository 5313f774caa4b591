"""The acts of the history as they are shown: `<entity>.<verb>` of a change set, and its words."""

from flask_babel import lazy_gettext as _l

ACTS = {
    "partnership.add": _l("Added"),
    "partnership.edit": _l("Corrected"),
    "partnership.archive": _l("Archived"),
    "own_method.add": _l("Added"),
    "own_method.edit": _l("Corrected"),
    "own_method.archive": _l("Archived"),
    "own_method.copy": _l("Made from the common method"),
    "own_method.read": _l("Change of the common text read"),
    "experience.add": _l("Tried"),
    "experience.archive": _l("Taken away"),
    "own_words.edit": _l("Written"),
    "own_words.read": _l("Change of the common text read"),
    "organisation.edit": _l("Settings changed"),
    "course.open": _l("Course opened"),
    "course.close": _l("Course closed"),
    "deployment.activate": _l("Connection switched on"),
    "deployment.deactivate": _l("Connection switched off"),
    "deployment.remove": _l("Connection removed"),
    "invite.add": _l("Registration link made"),
    "invite.revoke": _l("Registration link revoked"),
    "assessment.add": _l("Test begun"),
    "assessment.archive": _l("Archived"),
    "assessment.answer": _l("Answered"),
    "assessment.partner_answer": _l("The partner has answered"),
    "assessment_link.add": _l("Link for the partner made"),
    "assessment_link.revoke": _l("Link for the partner revoked"),
    "undo": _l("Taken back"),
}
