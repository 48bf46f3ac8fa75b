"""What the pages of the library send."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Regexp

from lms.authoring.forms.parts import filled, many_lines
from lms.web.forms import Form

LONGEST_NOTE = 500
_NUMBER = Regexp(r"[1-9][0-9]{0,8}\Z")
_DIGEST = Regexp(r"[0-9a-f]{64}\Z")


class ShareForm(Form):
    """Into the library."""

    note = TextAreaField(
        _("What other authors should know"),
        filters=[many_lines],
        validators=[Length(max=LONGEST_NOTE)],
        description=_("For whom it is, what it needs before it."),
    )


class UpdateForm(Form):
    """A new version. `newest` is the number that the author saw."""

    newest = HiddenField(validators=[_NUMBER])
    note = StringField(
        _("What is new"),
        filters=[many_lines],
        validators=[filled, Length(max=LONGEST_NOTE)],
        description=_("The authors of the courses that use it read this when they decide."),
    )


class TakeForm(Form):
    """A decision about a version: `number` and `seen` are what the page showed."""

    number = HiddenField(validators=[_NUMBER])
    seen = HiddenField(validators=[_DIGEST])
    replaces_own = BooleanField(_("Replace what this course changed by itself"))


class StayForm(Form):
    number = HiddenField(validators=[_NUMBER])


class AddForm(Form):
    """Into which module an item goes; a module goes to the end of the course."""

    module = SelectField(_("Module"), validate_choice=False)
