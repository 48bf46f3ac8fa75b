"""What a preview sends."""

from wtforms import StringField
from wtforms.validators import Length

from lms.web.forms import Form


class PreviewLanguageForm(Form):
    """The language to preview in, and the step to come back to."""

    language = StringField(validators=[Length(max=35)])
    item = StringField(validators=[Length(max=64)])
