from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput

from lms.certificates import rules
from lms.web.forms import Form


class VerifyForm(Form):
    """Asks by GET, so that the answer has an address; it changes nothing and needs no token."""

    class Meta:
        csrf = False

    code = StringField(
        _("Certificate code"),
        description=_("From the certificate: ECA-XXXX-XXXX-XXXX, or the address behind its QR code."),
        validators=[DataRequired(), Length(max=400)],
    )


class FindPersonForm(Form):
    """Whose completed courses to list."""

    class Meta:
        csrf = False

    email = StringField(_("E-mail address of the person"), validators=[DataRequired(), Length(max=254), Email()])


class IssueForm(Form):
    """Carries the token; which enrolment is in the address."""


class ApproveForm(Form):
    """The awards that were left ticked in the preview."""

    enrolment = SelectMultipleField(
        _("Certificates to issue"), coerce=int, option_widget=CheckboxInput(), validators=[DataRequired()]
    )


class DeclineForm(Form):
    reason = TextAreaField(
        _("Reason"), description=_("The trainee reads it."), validators=[DataRequired(), Length(max=1000)]
    )


class RevokeForm(Form):
    reason = SelectField(
        _("Reason"),
        description=_("Anyone who verifies the certificate reads it."),
        choices=[(key, _(words)) for key, words in rules.REVOCATION_REASONS.items()],
        validators=[DataRequired()],
    )
    explanation = TextAreaField(
        _("What happened"),
        description=_("For the audit log only."),
        validators=[DataRequired(), Length(max=2000)],
    )


class CorrectForm(Form):
    printed_name = StringField(_("Name as printed"), validators=[DataRequired(), Length(max=200)])
    latin_name = StringField(_("Name in Latin letters"), validators=[DataRequired(), Length(max=200)])
    explanation = TextAreaField(
        _("Why it is corrected"),
        description=_("For the audit log only."),
        validators=[DataRequired(), Length(max=2000)],
    )
