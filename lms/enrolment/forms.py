from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from lms.enrolment.rules import MODE_WORDS
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField


class PlaceForm(Form):
    """Asks for a place; `code` matters only where the course is entered by one."""

    code = StringField(lazy_gettext("Access code"), validators=[Length(max=100)])


class PersonForm(Form):
    """Names the enrolment that staff decide on."""

    enrolment = WholeNumberField(validators=[NumberRange(min=1, max=2**31 - 1)])


class OfferingForm(Form):
    """How a course takes people in."""

    mode = SelectField(
        lazy_gettext("How people join"),
        choices=[(mode, lazy_gettext(words)) for mode, words in MODE_WORDS.items()],
    )
    capacity = WholeNumberField(
        lazy_gettext("Seats"),
        validators=[Optional(), NumberRange(min=1, max=1_000_000)],
        description=lazy_gettext("Leave it empty for no limit."),
    )
    access_code = StringField(
        lazy_gettext("Access code"),
        validators=[Length(max=100)],
        description=lazy_gettext("Needed only where people join with a code. Capital letters make no difference."),
    )
