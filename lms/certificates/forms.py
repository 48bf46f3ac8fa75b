from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput

from lms.certificates import rules
from lms.web.forms import Form

_filled = DataRequired(_("Please fill this in."))


class VerifyForm(Form):
    """Asks by GET, so that the answer has an address; it changes nothing and needs no token."""

    class Meta:
        csrf = False

    code = StringField(
        _("Certificate code"),
        description=_("From the certificate: ECA-XXXX-XXXX-XXXX, or the address behind its QR code."),
        validators=[_filled, Length(max=400)],
    )


class FindPersonForm(Form):
    """Whose completed courses to list."""

    class Meta:
        csrf = False

    email = StringField(_("E-mail address of the person"), validators=[_filled, Length(max=254), Email()])


class ApproveForm(Form):
    """The awards that were left ticked in the preview."""

    enrolment = SelectMultipleField(
        _("Certificates to issue"), coerce=int, option_widget=CheckboxInput(), validators=[_filled]
    )


class DeclineForm(Form):
    reason = TextAreaField(_("Reason"), description=_("The trainee reads it."), validators=[_filled, Length(max=1000)])


class RevokeForm(Form):
    reason = SelectField(
        _("Reason"),
        description=_("Anyone who verifies the certificate reads it."),
        choices=[(key, _(words)) for key, words in rules.REVOCATION_REASONS.items()],
        validators=[_filled],
    )
    explanation = TextAreaField(
        _("What happened"),
        description=_("For the audit log only."),
        validators=[_filled, Length(max=2000)],
    )


class IssueAgainForm(Form):
    explanation = TextAreaField(
        _("Why it is issued again"),
        description=_("For the audit log only."),
        validators=[_filled, Length(max=2000)],
    )


class CorrectForm(Form):
    printed_name = StringField(_("Name as printed"), validators=[_filled, Length(max=200)])
    latin_name = StringField(_("Name in Latin letters"), validators=[_filled, Length(max=200)])
    explanation = TextAreaField(
        _("Why it is corrected"),
        description=_("For the audit log only."),
        validators=[_filled, Length(max=2000)],
    )
