"""The words of the history: its acts (`<entity>.<verb>` of a change set) and the fields they changed."""

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
    "deployment.bring_back": _l("Connection brought back"),
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

FIELDS = {
    "name": _l("Name"), "description": _l("What we do together"), "tier": _l("Tier"), "title": _l("Name"),
    "contact_name": _l("Our contact person"), "contact_person_id": _l("Our contact person"), "ask": _l("Whom to ask"),
    "text": _l("Text"), "open_to": _l("Open to"), "url": _l("Link"), "kind": _l("Kind"), "phase": _l("Phase"),
    "minutes": _l("Minutes it takes"), "language": _l("Language"), "tier_titles": _l("Our own titles"),
}  # fmt: skip
