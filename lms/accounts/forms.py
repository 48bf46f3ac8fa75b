"""The forms about people. Labels are lazy: they are written in the language of the request."""

import unicodedata
from collections.abc import Callable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError

from lms.accounts import places, rules
from lms.accounts.drafts import ProfileDraft
from lms.core.actor import STAFF_ROLES
from lms.core.languages import OWN_NAMES
from lms.core.messages import Said
from lms.web.forms import Form
from lms.web.language import interface_language, say

PARTICIPANT_KINDS = [
    ("official", _("Official of a public body")),
    ("expert", _("Expert or teacher")),
    ("company", _("Company staff or entrepreneur")),
    ("student", _("Student")),
    ("other", _("Other")),
]
LONGEST_EMAIL = 254
_filled = DataRequired(_("Please fill this in."))


def text_of(field: Any) -> str:
    """What was typed; never None, because the form has been validated."""
    return str(field.data or "")


def trimmed(text: str | None) -> str | None:
    """Without control characters, which nobody types and no database keeps, and without spaces around it."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc").strip() if text else text


def cleaned(text: str | None) -> str | None:
    return rules.clean_name(trimmed(text) or "") if text else text


def obeys(rule: Callable[[str], Said | None]) -> Callable[[Form, Any], None]:
    """A validator out of a rule that names the problem or says None."""

    def check(_form: Form, field: Any) -> None:
        if (problem := rule(field.data)) is not None:
            raise ValidationError(say(problem))

    return check


def an_address(_form: Form, field: Any) -> None:
    """An address that mail can be sent to; the local part in ASCII, as nearly every server demands."""
    try:
        field.data = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise StopValidation(gettext("This is not a complete e-mail address, such as aizhan@example.org.")) from None


def email_field(label: Any = None) -> EmailField:
    return EmailField(
        label or _("E-mail"),
        filters=[trimmed],
        validators=[_filled, Length(max=LONGEST_EMAIL), an_address],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "maxlength": LONGEST_EMAIL},
    )


def new_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        validators=[_filled],
        description=_("At least 10 characters. Four words that only you would put together are easy to keep."),
        render_kw={"autocomplete": "new-password"},
    )


def old_password_field(label: Any) -> PasswordField:
    return PasswordField(label, validators=[_filled, Length(max=1000)], render_kw={"autocomplete": "current-password"})


class _NewPassword(Form):
    """A form that sets a password; `own_words` are what it must not be made of."""

    def __init__(self, *args: Any, own_words: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_words = own_words or []

    def words(self) -> list[str]:
        return self.own_words

    def validate_password(self, field: PasswordField) -> None:
        if problem := rules.password_problem(field.data or "", self.words()):
            raise ValidationError(say(problem))


class _Names(Form):
    """The two names, and what else every profile has."""

    name = StringField(
        _("Your name, as it should be printed on certificates"),
        filters=[cleaned],
        validators=[_filled, obeys(rules.name_problem)],
        description=_("In your own script: Айжан Бекова, 李明, علی رضایی."),
        render_kw={"autocomplete": "name", "maxlength": 400},
    )
    latin_name = StringField(
        _("Your name in Latin letters"),
        filters=[cleaned],
        validators=[Optional(strip_whitespace=True), obeys(rules.latin_name_problem)],
        description=_("As in your passport. Leave it empty if your name is in Latin or Cyrillic letters: we write it."),
        render_kw={"maxlength": 400},
    )
    country = SelectField(_("Country"), validators=[_filled], render_kw={"autocomplete": "country"})
    kind = SelectField(_("You take part as"), validators=[_filled])
    organisation = StringField(
        _("Organisation"),
        filters=[trimmed],
        validators=[Length(max=200)],
        render_kw={"autocomplete": "organization", "maxlength": 200},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = [("", gettext("Choose…"))]
        self.country.choices = [*choose, *places.countries(interface_language())]
        self.kind.choices = [*choose, *PARTICIPANT_KINDS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Writes the Latin name where a table can, before it is judged."""
        if self.name.data and not self.latin_name.data:
            self.latin_name.data = rules.suggest_latin(self.name.data)
        right: bool = super().validate(extra_validators)
        if self.name.data and not self.latin_name.data and not self.name.errors:
            self.latin_name.errors = [gettext("Please write your name in Latin letters too, as in your passport.")]
            return False
        return right

    def profile(self, *, language: str, time_zone: str) -> ProfileDraft:
        """What was filled in, once it has been validated."""
        return ProfileDraft(
            printed_name=text_of(self.name),
            latin_name=text_of(self.latin_name),
            country_code=text_of(self.country),
            language=language,
            time_zone=time_zone,
            organisation=text_of(self.organisation),
            participant_kind=text_of(self.kind),
        )


class RegisterForm(_NewPassword, _Names):
    email = email_field()
    password = new_password_field(_("Password"))

    def words(self) -> list[str]:
        return [self.name.data or "", self.latin_name.data or "", self.email.data or ""]


class LoginForm(Form):
    email = EmailField(
        _("E-mail"),
        filters=[trimmed],
        validators=[_filled, Length(max=LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = old_password_field(_("Password"))
    remember = BooleanField(
        _("Keep me signed in on this device"), description=_("Not on a phone or computer that others use.")
    )
    next = HiddenField()


class ForgotPasswordForm(Form):
    email = email_field()


class ResetPasswordForm(_NewPassword):
    password = new_password_field(_("New password"))


class PressForm(Form):
    """A button: nothing but the token against forged requests."""


class ProfileForm(_Names):
    language = SelectField(
        _("Language"), description=_("Letters and courses come in this language where they have it.")
    )
    time_zone = SelectField(_("Time zone"), description=_("Deadlines and events are shown in it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = list(OWN_NAMES.items())
        zones: dict[str, list[tuple[str, str]]] = dict(places.time_zones(interface_language()))
        chosen = self.time_zone.object_data
        if chosen and all(zone != chosen for group in zones.values() for zone, _city in group):
            zones = {"": [(chosen, chosen)], **zones}
        self.time_zone.choices = zones

    def validate(self, extra_validators: Any = None) -> bool:
        """A Latin name that we wrote ourselves follows a name that changes; one that was typed stays."""
        before = self.name.object_data or ""
        if self.name.data != before and self.latin_name.data == rules.suggest_latin(before):
            self.latin_name.data = ""
        return super().validate(extra_validators)


class ChangePasswordForm(_NewPassword):
    current_password = old_password_field(_("Your current password"))
    password = new_password_field(_("New password"))


class ChangeEmailForm(Form):
    email = email_field(_("New e-mail"))
    current_password = old_password_field(_("Your password"))


class EraseForm(Form):
    current_password = old_password_field(_("Your password"))
    sure = BooleanField(
        _("Yes, erase my account for good"), validators=[DataRequired(_("Please tick the box if you are sure."))]
    )


class ReasonForm(Form):
    reason = TextAreaField(
        _("Reason"),
        filters=[trimmed],
        validators=[_filled, Length(max=500)],
        description=_("It is kept in the audit log."),
        render_kw={"rows": 2, "maxlength": 500},
    )


class GrantForm(Form):
    """A role with the scope it needs; the scopes that do not belong to the role are ignored."""

    role = SelectField(_("Role"), validators=[_filled])
    country = SelectField(_("Country"), validators=[Optional()], description=_("For a coordinator."))
    course = SelectField(_("Course"), validators=[Optional()], description=_("For course staff."))

    def __init__(self, *args: Any, courses: list[tuple[int, str]], roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "—")]
        self.role.choices = [("", gettext("Choose…")), *roles]
        self.country.choices = [*none, *places.countries(interface_language())]
        self.course.choices = [*none, *((str(course_id), title) for course_id, title in courses)]

    def scope(self) -> dict[str, Any]:
        """The arguments that `services.grant_role` takes for the chosen role."""
        role = self.role.data
        return {
            "role": role,
            "country_code": self.country.data or None if role == "coordinator" else None,
            "course_id": int(self.course.data) if role in STAFF_ROLES and self.course.data else None,
        }

    def validate_role(self, field: SelectField) -> None:
        if field.data == "coordinator" and not self.country.data:
            raise ValidationError(gettext("Choose the country that this person coordinates."))
        if field.data in STAFF_ROLES and not self.course.data:
            raise ValidationError(gettext("Choose the course that this person is staff of."))
