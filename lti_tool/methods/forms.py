"""The form of an own method."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..fields import LinkField, stripped


class OwnMethodForm(FlaskForm):
    """A link or a short text; which of the two is checked by the operation."""

    tier = SelectField(_l("Tier"), choices=[])
    title = StringField(_l("Name"), filters=[stripped], validators=[
        DataRequired(_l("Give it a name.")), Length(max=200, message=_l("At most 200 characters."))])  # fmt: skip
    url = LinkField(_l("Link"))
    text = TextAreaField(
        _l("Instructions"), filters=[stripped], validators=[Length(max=5000, message=_l("At most 5,000 characters."))]
    )
    ask = StringField(_l("Whom to ask"), filters=[stripped], validators=[Length(max=200, message=_l("At most 200 characters."))])
    version = StringField()
