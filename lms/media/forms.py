"""What a form says about files, and the field with which any form takes some."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.fields import Field, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, StopValidation
from wtforms.widgets import FileInput

from lms.media.purposes import Purpose
from lms.media.services import Prepared, prepare_file
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField

BIGGEST_NUMBER = 2**53
_MOST_FILES = 20


class BeginForm(Form):
    """The promise of a file; purpose and scope are read by the guard."""

    name = StringField(validators=[InputRequired(), Length(max=1000)])
    size = WholeNumberField(validators=[InputRequired(), NumberRange(min=0, max=BIGGEST_NUMBER)])
    sha256 = StringField(validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])
    mark = StringField(validators=[Optional(), Length(max=64)])


@dataclass(frozen=True, slots=True)
class Brought:
    """What a form brought: addresses of uploads that ended before it was sent, and files that came with it."""

    uploads: tuple[str, ...] = ()
    files: tuple[FileStorage, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.uploads or self.files)

    def prepare(self, purpose: Purpose) -> list[Prepared]:
        """Looks at the files that came with the form; before the transaction. Raises `Refused`."""
        return [prepare_file(cast(BinaryIO, file.stream), file.filename or "", purpose) for file in self.files]


class UploadField(Field):
    """A choice of files, drawn by `components/upload.html`. `data` is a `Brought`, whether or not scripts run."""

    widget = FileInput(multiple=True)

    def __init__(self, label: str, *, most_files: int = 1, required: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.most_files, self.is_required = min(most_files, _MOST_FILES), required
        self.data = Brought()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = Brought()
        if formdata is not None:
            files = [one for one in formdata.getlist(self.name) if isinstance(one, FileStorage) and one.filename]
            uploads = [one for one in formdata.getlist(f"{self.name}-upload") if isinstance(one, str) and one]
            self.data = Brought(tuple(dict.fromkeys(uploads)), tuple(files))

    def pre_validate(self, form: Any) -> None:
        if self.is_required and not self.data:
            raise StopValidation(_l("Choose a file."))
        if len(self.data.uploads) + len(self.data.files) > self.most_files:
            raise StopValidation(_l("Too many files at once."))
