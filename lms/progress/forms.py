import json

from wtforms import FloatField, StringField
from wtforms.validators import Length, Optional, ValidationError

from lms.web.forms import Form

MOST_SEGMENTS = 1000


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
