"""The staff of a course."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from lms.accounts.duties import STAFF_DUTIES
from lms.accounts.forms import LONGEST_EMAIL, an_address
from lms.accounts.words import ROLE_NAMES
from lms.authoring.forms.parts import filled, one_line
from lms.web.forms import Form

ROLES = [(role, _(ROLE_NAMES[role])) for role in STAFF_DUTIES]


class InviteForm(Form):
    """Whom to invite, and to what."""

    email = EmailField(
        _("E-mail address"), filters=[one_line], validators=[filled, Length(max=LONGEST_EMAIL), an_address]
    )
    role = SelectField(_("Role"), choices=ROLES, default="instructor")


class MemberForm(Form):
    """Names somebody of the staff."""

    person = StringField(validators=[InputRequired(), Length(max=40)])  # a public id


class MemberRoleForm(MemberForm):
    role = SelectField(_("Role"), choices=ROLES)
