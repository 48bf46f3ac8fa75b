"""What publishing sends."""

from wtforms import HiddenField
from wtforms.validators import InputRequired, Regexp

from lms.web.forms import Form


class PublishForm(Form):
    """`seq` is the number of the draft that the author looked at."""

    seq = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])

    @property
    def seen(self) -> int:
        return int(self.seq.data or 0)
