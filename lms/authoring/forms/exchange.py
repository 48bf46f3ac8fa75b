"""Bringing questions from other systems, and taking them there."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Regexp

from lms.authoring.forms.parts import one_line
from lms.authoring.rules.exchange import ADD, REPLACE
from lms.packages.exchange import FORMATS
from lms.web.forms import Form

FORMAT_NAMES = {"gift": "GIFT", "moodle-xml": "Moodle XML", "csv": "CSV"}


class QuestionFileForm(Form):
    file = FileField(
        _("File"),
        validators=[FileRequired(_("Choose a file."))],
        description=_("GIFT (.txt, .gift), Moodle XML (.xml) or a table (.csv); at most 20 MB."),
    )


class TakeQuestionsForm(Form):
    """After the report: `held` is the file, which waits to the side."""

    held = HiddenField(validators=[Regexp(r"[A-Za-z0-9_-]{22}\Z")])
    filename = HiddenField(filters=[one_line], validators=[Length(max=200)])
    into = SelectField(_("Into the bank"))
    how = RadioField(
        _("A question whose key the course has already"),
        choices=[(ADD, _("comes in as another question")), (REPLACE, _("takes the place of the one that is there"))],
        default=ADD,
        validators=[InputRequired()],
    )

    def __init__(self, *, banks: list[str], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.into.choices = [("", gettext("As the file has them")), *((name, name) for name in banks)]


class ExportForm(Form):
    """A bank, or those questions that are chosen in the list as `question` fields `bank/key`."""

    bank = SelectField(_("Which questions"))
    format = RadioField(
        _("As"), choices=[(name, FORMAT_NAMES[name]) for name in FORMATS], default="gift", validators=[InputRequired()]
    )

    def __init__(self, *, banks: list[str], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.bank.choices = [("", gettext("All banks")), *((name, name) for name in banks)]

    def chosen(self) -> list[str]:
        """The chosen ones of the list; none: the whole bank."""
        return list(dict.fromkeys(request.form.getlist("question")))[:2000]
