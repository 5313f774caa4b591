"""What the tool does by itself stands in the history under a name of its own."""

import pytest
from flask_babel import force_locale

from lti_tool import db, history
from lti_tool.partners.models import Partner
from lti_tool.people.tool_itself import ToolItself

NAMES = {"fi": "Työkalu itse", "sv": "Verktyget självt", "en": "The tool itself"}


@pytest.mark.parametrize("language", NAMES)
def test_its_acts_are_nobodys_and_named_in_three_languages(app, organisation_id, language):
    with app.app_context(), force_locale(language):
        actor: history.Actor = ToolItself(organisation_id)
        with history.act("partner.add", "Aalto Oy", actor) as act:
            db.session.add(Partner(organisation_id=organisation_id, name="Aalto Oy"))
        done = act.change_set
        assert (done.actor_id, done.organisation_id, done.actor_name) == (None, organisation_id, NAMES[language])
        db.session.commit()
