"""The settings of a quiz: its sections, and the rules that trainees read before they begin."""

from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from lms.authoring.forms.rows import Rows
from lms.authoring.rules.quizzes import DEFAULTS, Section, sections_of
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField

MOST_SECTIONS = 50
MOST_DRAWN = 200
RULES = (
    "shuffle_questions", "shuffle_options", "time_limit_minutes", "attempts", "pass_percent", "grade", "feedback",
)  # fmt: skip


class QuizForm(Form):
    """`seen` is the digest of the quiz's file that the page was made from."""

    seen = HiddenField(validators=[Regexp(r"(?:[0-9a-f]{64})?\Z")])
    shuffle_questions = BooleanField(_("Questions in random order"))
    shuffle_options = BooleanField(_("Options in random order"))
    time_limit_minutes = WholeNumberField(
        _("Time limit in minutes"),
        validators=[Optional(), NumberRange(min=1, max=600)],
        description=_("Leave it empty for no limit."),
    )
    attempts = WholeNumberField(
        _("Attempts"),
        validators=[Optional(), NumberRange(min=1, max=100)],
        description=_("Leave it empty for no limit."),
    )
    pass_percent = WholeNumberField(
        _("Pass mark in percent"), validators=[InputRequired(), NumberRange(min=1, max=100)]
    )
    grade = RadioField(
        _("Which attempt counts"),
        choices=[("best", _("the best")), ("last", _("the last")), ("mean", _("the mean of all"))],
        validators=[InputRequired()],
    )
    feedback = RadioField(
        _("Answers and explanations are shown"),
        choices=[
            ("after_submit", _("after each attempt")),
            ("after_pass", _("once the quiz is passed")),
            ("after_last_attempt", _("after the last attempt")),
            ("never", _("never")),
        ],
        validators=[InputRequired()],
    )

    def __init__(self, *, settings: dict[str, Any], **kwargs: Any) -> None:
        self.sections = Rows("section", {"bank": 64, "tag": 64, "draw": 3}, 1, MOST_SECTIONS)
        super().__init__(data={**DEFAULTS, **settings, **kwargs.pop("data", {})}, **kwargs)
        self.is_good = False  # until it was validated
        if self.is_submitted():
            self.sections.read(request.form)
        else:
            self.sections.show((f"s{number}", _row(each)) for number, each in enumerate(sections_of(settings), 1))

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, then the sections. How many there are to draw is a warning: questions may come later."""
        is_good = bool(super().validate(extra_validators))
        for row in self.sections:
            draw = row["draw"]
            if draw and not (draw.isdecimal() and 1 <= int(draw) <= MOST_DRAWN):
                row.error = gettext("Draw 1 to %(most)s questions, or leave it empty for all.", most=MOST_DRAWN)
        if self.feedback.data == "after_last_attempt" and self.attempts.data is None:
            self.feedback.errors = [gettext("Limit the attempts: otherwise there is no last one.")]
            is_good = False
        if not self.sections.check():
            self.refusals.append(gettext("Look at the rows that are marked."))
        self.is_good = is_good and not self.refusals
        return self.is_good

    def wanted(self) -> list[Section]:
        """The sections in their order; what is no number counts as nothing."""
        found = []
        for row in self.sections:
            if row["bank"]:
                draw = int(row["draw"]) if row["draw"].isdecimal() and row["draw"].isascii() else None
                found.append(Section(row["bank"], row["tag"], draw))
        return found

    def values(self) -> dict[str, Any]:
        """What the file says of the rules; None for no limit."""
        return {name: self[name].data for name in RULES}


def _row(section: Section) -> dict[str, str]:
    return {"bank": section.bank, "tag": section.tag, "draw": "" if section.draw is None else str(section.draw)}
