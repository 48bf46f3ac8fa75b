"""What the editors of one item send."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, Regexp, ValidationError

from lms.authoring.forms.parts import a_number_given, filled, one_line, title_length
from lms.authoring.rules.media import seconds_of
from lms.media.forms import UploadField
from lms.media.rules.captions import as_webvtt
from lms.web.forms import Form
from lms.web.language import language_name
from lms.web.numbers import WholeNumberField

LONGEST_TEXT = 400_000  # characters; a form carries 512 KB
LONGEST_CAPTION = 300
NO_DIGEST = ""


class SeenForm(Form):
    """`seen` is the digest of what the page was made from, empty where there was nothing yet."""

    seen = HiddenField(default=NO_DIGEST, validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])


def plain_text(text: str | None) -> str:
    """Line ends as files have them."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class PageForm(SeenForm):
    """Title and text of an item in one language."""

    title = StringField(_("Title"), filters=[one_line], validators=[filled, title_length])
    text = TextAreaField(_("Text"), filters=[plain_text], validators=[Length(max=LONGEST_TEXT)])


class PictureForm(Form):
    """A picture for the text. Without a description there must be the decision that it says nothing."""

    picture = UploadField(_("Picture"), description=_("PNG, JPEG, WebP, AVIF, GIF or SVG, up to 20 MB."))
    alternative = StringField(
        _("What the picture shows"),
        filters=[one_line],
        validators=[Length(max=600)],
        description=_("For people who cannot see it, and while it loads."),
    )
    is_decorative = BooleanField(_("It only decorates: there is nothing to describe"))
    caption = StringField(_("Caption"), filters=[one_line], validators=[Length(max=LONGEST_CAPTION)])

    def validate_alternative(self, field: StringField) -> None:
        if self.picture.data and not field.data and not self.is_decorative.data:
            raise ValidationError(gettext("Say what the picture shows, or that it only decorates."))

    @property
    def words(self) -> str:
        """The alternative text as the format writes it."""
        return "decorative" if self.is_decorative.data else str(self.alternative.data or "")


class ItemForm(PageForm, PictureForm):
    """The whole editor as one form, so that it works without scripts, too."""


class ItemSettingsForm(SeenForm):
    """What course.yaml says of an item; fields that its kind does not have are taken out."""

    minutes = WholeNumberField(_("Minutes"), validators=[a_number_given, NumberRange(min=1, max=600)])
    required = BooleanField(_("Required to complete the course"))
    after = SelectField(_("Opens after"))
    watch_percent = WholeNumberField(
        _("Share of the film to watch, in percent"),
        validators=[a_number_given, NumberRange(min=1, max=100)],
        default=80,
    )
    category = SelectField(_("Category of the gradebook"))

    def __init__(
        self, *, earlier: list[tuple[str, str]], categories: list[tuple[str, str]], has_film: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.after.choices = [("", gettext("Nothing: it is open from the start")), *earlier]
        self.category.choices = [("", gettext("None: for practice")), *categories]
        if not categories:
            del self.category
        if not has_film:
            del self.watch_percent

    def values(self) -> dict[str, Any]:
        """Values for the outline; None takes a line out."""
        values: dict[str, Any] = {
            "minutes": self.minutes.data,
            "required": None if self.required.data else False,
            "after": self.after.data or None,
        }
        if "watch_percent" in self._fields:
            values["watch_percent"] = self.watch_percent.data
        if "category" in self._fields:
            values["category"] = self.category.data or None
        return values


def _length_field() -> StringField:
    return StringField(
        _("Length"),
        validators=[Optional(), Length(max=10)],
        description=_("Minutes and seconds, like 10:40. Only needed where the film does not say it."),
    )


class _LengthForm(SeenForm):
    length = _length_field()

    def validate_length(self, field: StringField) -> None:
        if field.data and seconds_of(field.data) is None:
            raise ValidationError(gettext("Write it like 10:40."))

    @property
    def seconds(self) -> int | None:
        return seconds_of(str(self.length.data or ""))


class FilmForm(_LengthForm):
    """A film from one's own computer."""

    film = UploadField(
        _("Film"), required=True, description=_("MP4 or WebM, up to 200 MB. A cut connection does no harm.")
    )


class LinkForm(_LengthForm):
    """A film that lies with others."""

    link = StringField(
        _("Link"),
        filters=[lambda text: (text or "").strip()],
        validators=[filled, Length(max=500)],
        description=_("YouTube, Vimeo, RuTube, VK Video, Bilibili or Aparat."),
        render_kw={"inputmode": "url", "dir": "ltr"},
    )


class CaptionsForm(SeenForm):
    """Captions in one language: a file, or the text of one."""

    language = SelectField(_("Language"))
    captions = TextAreaField(
        _("Captions"),
        filters=[as_webvtt],
        validators=[Length(max=LONGEST_TEXT)],
        description=_("WebVTT or SubRip: a timing like 00:01.000 --> 00:04.000, and the words below it."),
        render_kw={"rows": 8, "dir": "auto", "spellcheck": "true"},
    )
    file = UploadField(_("Or a file: .vtt or .srt"))

    def __init__(self, *, languages: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = [(tag, language_name(tag)) for tag in languages]

    def validate_captions(self, field: TextAreaField) -> None:
        if not field.data and not self.file.data:
            raise ValidationError(gettext("Write the captions, or choose a file."))


class CaptionLanguageForm(SeenForm):
    """Names captions to remove."""

    language = StringField(validators=[Regexp(r"[A-Za-z0-9-]{2,20}\Z")])


class BringForm(Form):
    """Files for the media of a course."""

    files = UploadField(
        _("Files"),
        most_files=10,
        required=True,
        description=_("Pictures, films (MP4, WebM) and captions (WebVTT), up to 200 MB each."),
    )


class ReplaceForm(Form):
    """One file in another's place."""

    file = UploadField(_("New file"), required=True)
