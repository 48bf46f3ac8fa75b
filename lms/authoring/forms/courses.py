"""Forms with which a course begins, is copied, or goes."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from lms.authoring.forms.parts import (
    LEVELS,
    a_number_given,
    address_length,
    an_address,
    filled,
    one_line,
    text_of,
    title_length,
)
from lms.core.languages import OWN_NAMES
from lms.web.forms import Form
from lms.web.language import interface_language
from lms.web.numbers import WholeNumberField


class NewCourseForm(Form):
    """A course from nothing. An empty address is made from the title."""

    title = StringField(_("Title"), filters=[one_line], validators=[filled, title_length])
    source_language = SelectField(
        _("Language"),
        choices=list(OWN_NAMES.items()),
        default=interface_language,
        description=_("The language you write in. Translations follow it."),
    )
    level = SelectField(_("Level"), choices=LEVELS, default="basic")
    hours = WholeNumberField(
        _("Learning hours"),
        default=4,
        validators=[a_number_given, NumberRange(min=1, max=500)],
        description=_("Printed on the certificate. You can change it later."),
    )
    slug = StringField(
        _("Address"),
        filters=[one_line],
        validators=[Optional(), an_address, address_length],
        description=_("The last part of the course's web address. Leave it empty to have it made from the title."),
    )


class PackageForm(Form):
    """A course from a package. An empty address is that of the package."""

    package = FileField(
        _("Package"),
        validators=[FileRequired(_("Choose a file."))],
        description=_("A zip with the files of a course, as the studio and the command line export it."),
    )
    package_slug = StringField(
        _("Address of the new course"),
        filters=[one_line],
        validators=[Optional(), an_address, address_length],
        description=_("Leave it empty to take the address that the package names."),
    )


class CopyForm(Form):
    """Its fields have names of their own: the form stands beside that of the settings."""

    copy_title = StringField(_("Title of the copy"), filters=[one_line], validators=[filled, title_length])
    copy_slug = StringField(
        _("Address of the copy"),
        filters=[one_line],
        validators=[Optional(), an_address, address_length],
        description=_("Leave it empty to have it made from the title."),
    )


class DeleteForm(Form):
    """Deleting wants the address typed, so that nobody deletes the wrong course by a slip."""

    address = StringField(
        _("The address of the course, to be sure"), filters=[one_line], render_kw={"autocomplete": "off", "dir": "ltr"}
    )

    def __init__(self, slug: str, *, shown: bool = False) -> None:
        super().__init__(**({"formdata": None} if shown else {}))
        self.slug = slug

    def validate_address(self, field: StringField) -> None:
        if text_of(field) != self.slug:
            raise ValidationError(gettext("Type %(address)s.", address=self.slug))
