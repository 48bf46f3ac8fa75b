"""What a course says about itself beside its outline."""

from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.authoring.forms.parts import LEVELS, a_number_given, filled, many_lines, one_line, text_of, title_length
from lms.authoring.rules.settings import Category, words_in
from lms.core.languages import OWN_NAMES
from lms.enrolment.forms import EnrolmentDays
from lms.enrolment.rules import MODE_WORDS
from lms.packages.grading import WHOLE
from lms.web.forms import Form
from lms.web.numbers import WholeNumberField

MOST_CATEGORIES = 20
SPARE_ROWS = 3
_ALL, _SOME = "all", "some"


def lines_of(field: Any) -> list[str]:
    """One thing a line; empty lines say nothing."""
    return [line.strip() for line in text_of(field).splitlines() if line.strip()]


class ShortLines:
    """At most so many lines, none longer than so many characters."""

    def __init__(self, most: int, longest: int) -> None:
        self.most, self.longest = most, longest

    def __call__(self, _form: Form, field: Any) -> None:
        lines = lines_of(field)
        if len(lines) > self.most:
            raise ValidationError(gettext("At most %(count)s lines.", count=self.most))
        for number, line in enumerate(lines, 1):
            if len(line) > self.longest:
                text = gettext("Line %(number)s has more than %(count)s characters.", number=number, count=self.longest)
                raise ValidationError(text)


def _area(label: Any, longest: int, rows: int, description: Any = "", *, validators: Any = ()) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[many_lines],
        validators=[*validators, Length(max=longest)],
        description=description,
        render_kw={"rows": rows},
    )


class SettingsForm(EnrolmentDays, Form):
    """The words about the course in its source language, what it takes, and when it is completed."""

    seen = HiddenField(validators=[Regexp(r"[0-9a-f]{64}\Z")])
    title = StringField(_("Title"), filters=[one_line], validators=[filled, title_length])
    summary = _area(_("Summary"), 600, 2, _("One or two sentences for the catalogue."))
    audience = _area(_("Who it is for"), 600, 2)
    description = _area(_("Description"), 10_000, 8, _("Markdown: paragraphs, lists, **bold**, links."))
    outcomes = _area(
        _("Outcomes"), 12_500, 6, _("What one can do afterwards, one a line."), validators=[ShortLines(30, 400)]
    )
    sources = _area(_("Sources"), 60_500, 4, _("One a line; Markdown."), validators=[ShortLines(60, 1000)])
    level = SelectField(_("Level"), choices=LEVELS)
    hours = WholeNumberField(_("Learning hours"), validators=[a_number_given, NumberRange(min=1, max=500)])
    number = WholeNumberField(
        _("Number in the programme"),
        validators=[a_number_given, NumberRange(min=1, max=999)],
        description=_("The catalogue is ordered by it."),
    )
    prerequisites = SelectMultipleField(
        _("Courses to complete first"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Length(max=20)],
    )
    required = RadioField(
        _("A trainee completes the course with"),
        choices=[(_ALL, _("all required items")), (_SOME, _("a number of the required items"))],
        validators=[InputRequired()],
    )
    required_items = WholeNumberField(
        _("How many of them"),
        validators=[Optional(), NumberRange(min=1, max=10_000)],
        description=_("For the second choice."),
    )
    final_quiz = SelectField(_("Final quiz that has to be passed"))
    certificate = RadioField(
        _("Certificate"),
        choices=[
            ("automatic", _("Issued as soon as the course is completed")),
            ("approval", _("Issued after an administrator approves it")),
            ("none", _("None")),
        ],
        validators=[InputRequired()],
    )
    mode = SelectField(_("How people join"), choices=[(mode, _(words)) for mode, words in MODE_WORDS.items()])
    capacity = WholeNumberField(
        _("Seats"),
        validators=[Optional(), NumberRange(min=1, max=1_000_000)],
        description=_("Leave it empty for no limit."),
    )

    def __init__(
        self,
        *,
        courses: list[tuple[str, str]],
        quizzes: list[tuple[str, str]],
        is_new: bool,
        required_count: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.prerequisites.choices = courses
        self.final_quiz.choices = [("", gettext("None")), *quizzes]
        self.required_count = required_count
        if not is_new:  # the people's page decides once the course has been published
            del self.mode, self.capacity, self.opens_on, self.closes_on

    def validate_required(self, field: RadioField) -> None:
        """Together with the number, which is empty where it doesn't matter."""
        if field.data != _SOME:
            return
        if not self.required_items.data:
            raise ValidationError(gettext("Say how many."))
        if self.required_items.data > self.required_count:
            text = ngettext(
                "The course has only %(num)s required item.",
                "The course has only %(num)s required items.",
                self.required_count,
            )
            raise ValidationError(text)

    def values(self) -> dict[str, Any]:
        """What course.yaml says of it; None for what is left out."""
        completion: dict[str, Any] = {
            "required_items": self.required_items.data if self.required.data == _SOME else "all"
        }
        if self.final_quiz.data:
            completion["final_quiz"] = self.final_quiz.data
        values = {
            "number": self.number.data,
            "level": self.level.data,
            "hours": self.hours.data,
            "prerequisites": list(self.prerequisites.data or []) or None,
            "completion": completion,
            "certificate": {"issue": self.certificate.data},
        }
        if "mode" in self._fields:
            days = {f.short_name: f.data.isoformat() for f in (self.opens_on, self.closes_on) if f.data}
            capacity = {"capacity": self.capacity.data} if self.capacity.data else {}
            values["enrolment"] = {"mode": self.mode.data, **capacity, **days}
        return values

    def words(self) -> dict[str, Any]:
        """What course.LANGUAGE.yaml says of it."""
        return {
            "title": text_of(self.title),
            "summary": text_of(self.summary),
            "audience": text_of(self.audience),
            "description": text_of(self.description),
            "outcomes": lines_of(self.outcomes),
            "sources": lines_of(self.sources),
        }


def settings_in_form(course: dict[str, Any], words: dict[str, Any], seen: str) -> dict[str, Any]:
    """What the form shows of a course as it is."""
    required = course["completion"]["required_items"]
    words = words_in(words)
    return {
        "seen": seen,
        "title": words["title"],
        "summary": words["summary"],
        "audience": words["audience"],
        "description": words["description"],
        "outcomes": "\n".join(" ".join(line.split()) for line in words["outcomes"]),
        "sources": "\n".join(" ".join(line.split()) for line in words["sources"]),
        "level": course["level"],
        "hours": course["hours"],
        "number": course["number"],
        "prerequisites": course.get("prerequisites", []),
        "required": _ALL if required == "all" else _SOME,
        "required_items": None if required == "all" else required,
        "final_quiz": course["completion"].get("final_quiz", ""),
        "certificate": course["certificate"]["issue"],
        "mode": course["enrolment"]["mode"],
        "capacity": course["enrolment"].get("capacity"),
        "opens_on": _day(course["enrolment"].get("opens_on")),
        "closes_on": _day(course["enrolment"].get("closes_on")),
    }


def _day(text: object) -> date | None:
    """The day that a file writes; None for none, and for one that is not in the calendar."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


class GradingForm(Form):
    """Categories of the gradebook, a row each: `title-1`, `weight-1`, `drop-1`, `key-1`. An empty title is no row."""

    seen = HiddenField(validators=[Regexp(r"[0-9a-f]{64}\Z")])
    ungraded = RadioField(
        _("What has no score yet"),
        choices=[("skip", _("is left out of the total")), ("zero", _("counts as zero"))],
        default="skip",
    )

    def categories(self, sent: Any) -> list[Category]:
        """The rows that were sent; what is no number is told on the form."""
        rows = []
        for number in range(1, MOST_CATEGORIES + SPARE_ROWS + 1):
            title = one_line(sent.get(f"title-{number}", ""))[:160]
            if title:
                weight, drop = (_whole(sent.get(f"{name}-{number}", "")) for name in ("weight", "drop"))
                rows.append(Category(sent.get(f"key-{number}", ""), title, weight, drop))
        return rows

    def validate_categories(self, rows: list[Category], known: set[str]) -> bool:
        """Whether they can be kept; says on the form why not."""
        if len(rows) > MOST_CATEGORIES:
            self.refusals.append(gettext("At most %(count)s categories.", count=MOST_CATEGORIES))
        if any(not 1 <= row.weight <= WHOLE or not 0 <= row.drop_lowest <= 50 for row in rows):
            self.refusals.append(
                gettext("Weights are whole percents from 1 to 100; up to 50 lowest scores can be left out.")
            )
        elif rows and (whole := sum(row.weight for row in rows)) != WHOLE:
            self.refusals.append(gettext("The weights add up to %(sum)s%%, not to 100%%.", sum=whole))
        keys = [row.key for row in rows if row.key]
        if not set(keys) <= known or len(set(keys)) < len(keys):
            self.refusals.append(gettext("Somebody changed the categories meanwhile. Load the page again."))
        return not self.refusals


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 7 else (0 if not text else -1)


class LanguageForm(Form):
    language = SelectField(_("Language"), choices=list(OWN_NAMES.items()))


class TagForm(Form):
    """Names a language that the course has, also one that is not in our list."""

    language = StringField(validators=[Regexp(r"[A-Za-z0-9-]{2,20}\Z")])
