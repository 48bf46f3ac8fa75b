"""What a translator sends: the words of one unit, or a file with a whole language."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Regexp

from lms.authoring.forms.parts import many_lines, one_line, text_of
from lms.authoring.forms.settings import ShortLines
from lms.authoring.rules.units import Fields, shape_of
from lms.authoring.unit_words import field_in_words
from lms.web.forms import Form
from lms.web.language import say

_PREFIX = "words."
_SHORT, _LONG = 2, 14  # rows of a text area
MOST_LINES = 60
_PARAGRAPH = 300  # characters from which a text gets more room
_digest = Regexp(r"[0-9a-f]{64}\Z")


class TranslationForm(Form):
    """One unit; `translation_form` adds a field for each of its texts."""

    seen = HiddenField(validators=[_digest])
    source_seen = HiddenField(validators=[_digest])
    review = BooleanField(_("Somebody should look at it again"))

    @property
    def texts(self) -> Fields:
        """The words by field of the unit."""
        return {f.name.removeprefix(_PREFIX): text_of(f) for f in self if f.name.startswith(_PREFIX)}

    def has(self, field: str) -> bool:
        return _PREFIX + field in self

    def of(self, field: str) -> Any:
        """The form's field for this field of the unit."""
        return self[_PREFIX + field]


def translation_form(unit: str, fields: Iterable[str], source: Fields, **kwargs: Any) -> TranslationForm:
    """A form with the fields of this unit, with room for what the source says. `texts` fills them in."""
    texts: Fields = kwargs.pop("texts", {})
    controls = {_PREFIX + field: _control(unit, field, source.get(field, "")) for field in fields}
    made: type[TranslationForm] = type("UnitForm", (TranslationForm,), controls)
    data = {_PREFIX + field: text for field, text in texts.items()}
    return made(data={**data, **kwargs.pop("data", {})}, **kwargs)


def _control(unit: str, field: str, source: str) -> Any:
    shape = shape_of(unit, field)
    label = say(field_in_words(unit, field))
    attributes: dict[str, Any] = {"spellcheck": "true"}
    if shape.form == "one_line":
        return StringField(label, filters=[one_line], validators=[Length(max=shape.longest)], render_kw=attributes)
    attributes["rows"] = _LONG if len(source) > _PARAGRAPH else _SHORT + source.count("\n")
    if shape.form == "lines":
        hint = _("One a line, in the order of the source.")
        limit: Any = ShortLines(MOST_LINES, shape.longest)
        return TextAreaField(label, filters=[many_lines], description=hint, validators=[limit], render_kw=attributes)
    return TextAreaField(label, filters=[many_lines], validators=[Length(max=shape.longest)], render_kw=attributes)


class KeepForm(Form):
    """The source that was looked at."""

    source_seen = HiddenField(validators=[_digest])


class ImportForm(Form):
    """A file that a translator brought back."""

    file = FileField(_("File of the translator"), validators=[FileRequired(_("Choose a file."))])
