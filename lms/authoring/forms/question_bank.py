"""What the list of questions sends: buttons about a bank, and about several questions."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError

from lms.authoring.forms.parts import filled, one_line
from lms.web.forms import Form
from lms.web.numbers import LARGEST, WholeNumberField

_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = [Regexp(rf"{_KEY}\Z", message=_("Choose a bank.")), Length(max=64)]


class BankNameForm(Form):
    """What a new bank is about, in any script."""

    title = StringField(_("Name of the bank"), filters=[one_line], validators=[filled, Length(max=60)])


class BankForm(Form):
    bank = StringField(validators=_NAME)


class StepForm(Form):
    """A step of the history that is to be taken back."""

    change = WholeNumberField(validators=[InputRequired(), NumberRange(min=1, max=LARGEST)])


class RestoreForm(Form):
    """`seen` is the digest of the question that the page showed as the present one."""

    seen = HiddenField(validators=[Regexp(r"[0-9a-f]{64}\Z")])


class MoveQuestionForm(Form):
    """`question` are the chosen ones as `bank/key`, `back` is the bank that the list shows."""

    question = SelectMultipleField(validate_choice=False)
    to = StringField(_("To the bank"), validators=_NAME)
    back = StringField(validators=[Regexp(rf"(?:{_KEY})?\Z"), Length(max=64)])

    def validate_question(self, field: SelectMultipleField) -> None:
        if not self.chosen():
            raise ValidationError(gettext("Choose the questions first."))

    def chosen(self) -> list[tuple[str, str]]:
        """The bank and key of each."""
        pairs = (text.partition("/") for text in list(dict.fromkeys(request.form.getlist("question")))[:500])
        return [(bank, key) for bank, _slash, key in pairs if bank and key]
