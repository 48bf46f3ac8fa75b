"""Reading what the pages of work send. The fields of a rubric follow from its criteria, so they are read by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from lms.assessment.rules.answers import BadAnswer
from lms.assessment.rules.assignments import LONGEST_TEXT, Criterion, quote_of
from lms.media.forms import UploadField
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField

LONGEST_COMMENT = 2000
LONGEST_FEEDBACK = 8000
MOST_FILES = 10  # as many as an assignment may take


class WorkForm(Form):
    """The text of a draft, with the state of it that the page had seen, and files to add."""

    text = TextAreaField(_("Your text"), validators=[Length(max=LONGEST_TEXT * 2)])
    seq = WholeNumberField(default=0, validators=[NumberRange(min=0, max=10**8)])
    files = UploadField(_("Add a file"), most_files=MOST_FILES)
    remove = StringField(validators=[Length(max=40)])
    action = StringField(validators=[Length(max=20)])


class GradingForm(Form):
    """What a grader says beside the rubric and the comments."""

    percent = WholeNumberField(_("Grade, 0 to 100"), validators=[Optional(), NumberRange(min=0, max=100)])
    feedback = TextAreaField(_("Feedback on the whole work"), validators=[Length(max=LONGEST_FEEDBACK)])
    seq = WholeNumberField(default=0, validators=[NumberRange(min=0, max=10**8)])
    action = StringField(validators=[Length(max=20)])


class ReviewForm(Form):
    """What a reviewer says beside the rubric."""

    comment = TextAreaField(
        _("What is good, and what would make it better?"), validators=[Length(max=LONGEST_FEEDBACK)]
    )
    seq = WholeNumberField(default=0, validators=[NumberRange(min=0, max=10**8)])
    action = StringField(validators=[Length(max=20)])


def read_marks(rubric: Sequence[Criterion], given: Mapping[str, Any]) -> dict[str, str]:
    """The levels chosen in `mark-<criterion>`; what is not chosen yet is left out.

    Raises `BadAnswer` for a criterion or a level that the rubric does not have (F08).
    """
    known = {f"mark-{criterion.key}": criterion for criterion in rubric}
    if strange := {name for name in given if name.startswith("mark-")} - set(known):
        raise BadAnswer(f"unknown criteria: {sorted(strange)[:3]}")
    marks = {}
    for name, criterion in known.items():
        if level := given.get(name, ""):
            if level not in criterion.levels:
                raise BadAnswer(f"{name} is none of its levels")
            marks[criterion.key] = str(level)
    return marks


def read_comments(parts: Sequence[str], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What stands in `comment-<number of a paragraph>`, anchored to how the paragraph begins.

    Raises `BadAnswer` for a paragraph that is not there, and for a comment beyond `LONGEST_COMMENT` characters.
    """
    names = {f"comment-{number}": number for number in range(1, len(parts) + 1)}
    if strange := {name for name in given if name.startswith("comment-")} - set(names):
        raise BadAnswer(f"no such paragraphs: {sorted(strange)[:3]}")
    comments = []
    for name, number in names.items():
        text = str(given.get(name, "")).replace("\r\n", "\n").strip()
        if len(text) > LONGEST_COMMENT:
            raise BadAnswer(f"{name} is too long")
        if text:
            comments.append({"paragraph": number, "quote": quote_of(parts[number - 1]), "text": text})
    return comments
