"""To whom a course is opened."""

from __future__ import annotations

from wtforms import HiddenField, RadioField

from ..fields import TextForm


class CourseForm(TextForm):
    """`open_to` is checked by the operation; without a version the course's own page was sent."""

    open_to = RadioField(choices=[], validate_choice=False)
    version = HiddenField()
