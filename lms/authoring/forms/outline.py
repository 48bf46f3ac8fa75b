"""What the outline sends: buttons about one thing, and whole orders."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Regexp, ValidationError

from lms.authoring.forms.parts import filled, one_line, text_of, title_length
from lms.authoring.rules.outline import Order
from lms.authoring.services.outline import MINUTES
from lms.web.forms import Form
from lms.web.numbers import LARGEST, WholeNumberField

_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LONGEST_ORDER = 200_000  # characters: 50 modules and 10,000 items by their keys fit


class ThingForm(Form):
    """Names a module or an item: `module:valuation`, `item:what-a-border-sees`."""

    of = HiddenField(validators=[Regexp(rf"(?:module|item):{_KEY}\Z"), Length(max=80)])

    @property
    def key(self) -> str:
        return text_of(self.of).partition(":")[2]

    @property
    def is_module(self) -> bool:
        return text_of(self.of).startswith("module:")


class RenameForm(ThingForm):
    title = StringField(_("Title"), filters=[one_line], validators=[filled, title_length])


class MoveForm(ThingForm):
    """One place up or down."""

    steps = WholeNumberField(validators=[InputRequired(), AnyOf([-1, 1])])


class PlaceForm(ThingForm):
    """Into another module."""

    to = StringField(validators=[Regexp(rf"{_KEY}\Z"), Length(max=64)])


class LockForm(ThingForm):
    """Which module comes first; empty for none."""

    after = StringField(validators=[Regexp(rf"(?:{_KEY})?\Z"), Length(max=64)])


class AddModuleForm(Form):
    title = StringField(_("Title of the new module"), filters=[one_line], validators=[filled, title_length])


class AddItemForm(Form):
    """`kind` is the button that was pressed. A title may wait until the item is written."""

    module = HiddenField(validators=[Regexp(rf"{_KEY}\Z"), Length(max=64)])
    kind = SelectField(choices=[(kind, kind) for kind in MINUTES])
    title = StringField(_("Title"), filters=[one_line], validators=[title_length])


class StepForm(Form):
    """A step of the history that is to be taken back."""

    change = WholeNumberField(validators=[InputRequired(), NumberRange(min=1, max=LARGEST)])


class OrderForm(Form):
    """A whole order: one line a module, its key and then the keys of its items. `moved` is the title of what moved."""

    order = TextAreaField(validators=[InputRequired(), Length(max=_LONGEST_ORDER)])
    seen = StringField(validators=[Regexp(r"[0-9a-f]{64}\Z")])
    moved = StringField(filters=[one_line], validators=[title_length])

    def validate_order(self, field: TextAreaField) -> None:
        if not all(re.fullmatch(_KEY, word) for word in text_of(field).split()):
            raise ValidationError(gettext("This order cannot be read. Load the page again."))

    def wanted(self) -> Order:
        lines = (line.split() for line in text_of(self.order).splitlines() if line.strip())
        return [(module, items) for module, *items in lines]
