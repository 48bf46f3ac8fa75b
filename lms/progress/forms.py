import json

from flask_babel import gettext, lazy_gettext
from wtforms import FloatField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from lms.assessment.rules.numbers import read_number
from lms.core.messages import phrase
from lms.web.forms import Form

MOST_SEGMENTS = 1000
NO_PERCENT = phrase("Write a number from 0 to 100, such as 78.5.")
NO_REASON = phrase("Say why: the trainee and your colleagues will read it.")


class WatchForm(Form):
    """What a browser says of a film: `segments` is JSON, [[from, to], …] in seconds, `position` where it stands."""

    segments = StringField(validators=[Length(max=100_000)])
    position = FloatField(validators=[Optional()])
    stretches: list[list[float]]

    def validate_segments(self, field: StringField) -> None:
        """Raises `ValidationError` for anything but a list of pairs of numbers (C10)."""
        try:
            found = json.loads(field.data or "[]", parse_int=float)
        except (ValueError, RecursionError):
            raise ValidationError("not JSON") from None
        if not isinstance(found, list) or len(found) > MOST_SEGMENTS:
            raise ValidationError("not a short list")
        if not all(isinstance(s, list) and len(s) == 2 and all(isinstance(n, float) for n in s) for s in found):
            raise ValidationError("not pairs of numbers")
        self.stretches = found


class LanguageForm(Form):
    """The language of a course, empty for that of the interface; `item` is where to go back to."""

    language = StringField(validators=[Length(max=35)])
    item = StringField(validators=[Length(max=64)])


class PercentField(StringField):
    """A percentage as people write it: `78.5`, `78,5`, `۷۸٫۵`, with or without its sign; `percent` is 0-100."""

    percent: float

    def pre_validate(self, form: BaseForm) -> None:
        """Raises `ValidationError` for anything but a number from 0 to 100 with at most two decimals."""
        meant = [value for value in read_number(str(self.data or "")[:60], "%") if 0 <= value <= 100]
        if len(meant) != 1 or meant[0] != round(meant[0], 2):
            raise ValidationError(gettext(NO_PERCENT))
        self.percent = float(meant[0])


class OverrideForm(Form):
    """What staff set instead of a score or a total, and why."""

    percent = PercentField(
        lazy_gettext("Score in percent"),
        validators=[InputRequired(lazy_gettext(NO_PERCENT))],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        description=lazy_gettext("The trainee reads it on their page of grades."),
        validators=[
            InputRequired(lazy_gettext(NO_REASON)),
            Length(max=500),
        ],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Spaces are no reason."""
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(gettext(NO_REASON))
