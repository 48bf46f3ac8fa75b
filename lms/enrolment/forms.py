from flask_babel import gettext, lazy_gettext
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from lms.enrolment.rules import CLOSES_BEFORE_IT_OPENS, MODE_WORDS, are_days_in_order
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField


class PlaceForm(Form):
    """Asks for a place; `code` matters only where the course is entered by one."""

    code = StringField(lazy_gettext("Access code"), validators=[Length(max=100)])


class PersonForm(Form):
    """Names the enrolment that staff decide on."""

    enrolment = WholeNumberField(validators=[NumberRange(min=1, max=2**31 - 1)])


class DayField(DateField):
    """A day of this century, which every calendar and a course package can write."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text.strip() for text in valuelist])
        if self.data and not 2000 <= self.data.year < 2100:
            self.data = None
            raise ValueError(self.gettext("Not a valid date value."))


class EnrolmentDays:
    """The first and the last day to enrol, for every form that sets them."""

    opens_on = DayField(
        lazy_gettext("First day to enrol"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty to open at once. Days begin and end at midnight UTC."),
    )
    closes_on = DayField(
        lazy_gettext("Last day to enrol"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty for no end."),
    )

    def validate_closes_on(self, field: DateField) -> None:
        """Not before the first."""
        if not are_days_in_order(self.opens_on.data, field.data):
            raise ValidationError(gettext(CLOSES_BEFORE_IT_OPENS))


class OfferingForm(EnrolmentDays, Form):
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
