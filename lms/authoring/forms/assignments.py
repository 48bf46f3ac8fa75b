"""What the settings of an assignment send."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateTimeLocalField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.rules.assignments import read_moment
from lms.authoring.forms.items import SeenForm
from lms.authoring.forms.parts import a_number_given, one_line
from lms.authoring.rules.rubrics import Criterion, Level
from lms.web.numbers import WholeNumberField

MOST_CRITERIA, MOST_LEVELS = 20, 10
SPARE_CRITERIA, SPARE_LEVELS = 1, 2
KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "webp", "txt")  # as the schema has them
LONGEST_CRITERION, LONGEST_LEVEL = 200, 600


def _number(
    label: Any, least: int, most: int, description: Any = "", *, default: int | None = None
) -> WholeNumberField:
    return WholeNumberField(
        label, validators=[Optional(), NumberRange(min=least, max=most)], description=description, default=default
    )


class AssignmentForm(SeenForm):
    """Everything but the rubric, whose rows are read by `criteria`."""

    text = BooleanField(_("A text, written on the page"))
    files = _number(_("Files, at most"), 0, 10, _("0 for none."))
    file_megabytes = _number(_("Size of each file, in MB"), 1, 20, default=10)
    kinds = SelectMultipleField(
        _("Kinds of files"),
        choices=[(kind, kind.upper()) for kind in KINDS],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    due = RadioField(
        _("When it is due"),
        choices=[
            ("none", _("Never")),
            ("days", _("So many days after the place in the course was given")),
            ("at", _("At a fixed moment")),
        ],
        validators=[InputRequired()],
    )
    due_days = _number(_("Days"), 1, 730)
    due_at = DateTimeLocalField(
        _("Moment, in UTC"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], validators=[Optional()]
    )
    late = SelectField(
        _("Work that comes late"),
        choices=[
            ("accept", _("is taken like any other")),
            ("minus", _("is taken, and loses points each day")),
            ("refuse", _("is not taken")),
        ],
    )
    percent_a_day = _number(_("Points of 100 lost a day"), 1, 100)
    closes_after_days = _number(_("Taken at most so many days late"), 1, 365)
    submissions = _number(_("How often it may be handed in"), 1, 20, _("Leave it empty for no limit."))
    complete = RadioField(
        _("The step is complete"),
        choices=[("score", _("when the work is returned with a good grade")), ("submit", _("when it is handed in"))],
        validators=[InputRequired()],
    )
    pass_percent = WholeNumberField(
        _("Good enough, in percent"), validators=[a_number_given, NumberRange(min=1, max=100)]
    )
    reviews = _number(_("Reviews each person gives to others"), 0, 10, _("0 for none. Needs a rubric."))
    review_days = _number(_("Days for reviewing"), 1, 60, default=7)
    review_grade = SelectField(
        _("What the reviews become"),
        choices=[
            ("none", _("Advice: the staff grade")),
            ("median", _("The grade: the median")),
            ("mean", _("The grade: the mean")),
        ],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what one field asks of another: an empty one is not looked at by its own validators."""
        is_good = bool(super().validate(extra_validators))
        missing = {"days": (self.due_days, gettext("Say how many days.")), "at": (self.due_at, gettext("Say when."))}
        if self.due.data in missing and not missing[self.due.data][0].data:
            field, words = missing[self.due.data]
            field.errors = [*field.errors, words]
            return False
        return is_good

    def values(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The settings without the rubric. What it shares with the format's defaults is left out."""
        values: dict[str, Any] = {"submission": self._submission(), "pass_percent": self.pass_percent.data}
        if self.due.data == "days":
            values["due"] = {"days": self.due_days.data}
        elif self.due.data == "at":
            values["due"] = {"at": _written(self.due_at.data)}
        if "due" in values:
            values["late"] = self._late()
        if self.submissions.data:
            values["submissions"] = self.submissions.data
        if self.complete.data == "submit":
            values["complete"] = "submit"
        if self.reviews.data:
            values["peer_review"] = {
                "reviews": self.reviews.data,
                "days": self.review_days.data or 7,
                "grade": self.review_grade.data,
            }
        known = {*values, "due", "late", "submissions", "complete", "peer_review", "rubric"}
        return {**values, **{name: value for name, value in before.items() if name not in known}}

    def _submission(self) -> dict[str, Any]:
        files = self.files.data or 0
        found: dict[str, Any] = {"text": bool(self.text.data)}
        if files:
            found |= {"files": files, "file_megabytes": self.file_megabytes.data or 10}
            found |= {"kinds": list(self.kinds.data)} if self.kinds.data else {}
        return found

    def _late(self) -> dict[str, Any]:
        found: dict[str, Any] = {"policy": self.late.data}
        if self.late.data == "minus" and self.percent_a_day.data:
            found["percent_a_day"] = self.percent_a_day.data
        if self.late.data != "refuse" and self.closes_after_days.data:
            found["closes_after_days"] = self.closes_after_days.data
        return found


def _written(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ") if moment else ""


def in_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of the settings as they are."""
    submission, due, late = values.get("submission") or {}, values.get("due") or {}, values.get("late") or {}
    peers = values.get("peer_review") or {}
    return {
        "text": submission.get("text", True),
        "files": submission.get("files", 0),
        "file_megabytes": submission.get("file_megabytes", 10),
        "kinds": submission.get("kinds", []),
        "due": "days" if "days" in due else "at" if "at" in due else "none",
        "due_days": due.get("days"),
        "due_at": _moment(due.get("at")),
        "late": late.get("policy", "accept"),
        "percent_a_day": late.get("percent_a_day"),
        "closes_after_days": late.get("closes_after_days"),
        "submissions": values.get("submissions"),
        "complete": values.get("complete", "score"),
        "pass_percent": values.get("pass_percent", 60),
        "reviews": peers.get("reviews", 0),
        "review_days": peers.get("days", 7),
        "review_grade": peers.get("grade", "none"),
    }


def _moment(text: object) -> datetime | None:
    try:
        return read_moment(str(text)).astimezone(UTC).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def criteria_sent(sent: Mapping[str, str]) -> list[Criterion]:
    """The rows of the rubric: `criterion-1-title`, `criterion-1-level-2-points`, …; one without words is no row."""
    found = []
    for number in range(1, MOST_CRITERIA + SPARE_CRITERIA + 1):
        start = f"criterion-{number}"
        title = one_line(sent.get(f"{start}-title"))
        levels = [_level(sent, f"{start}-level-{place}") for place in range(1, MOST_LEVELS + SPARE_LEVELS + 1)]
        kept = tuple(level for level in levels if level.words)
        if title or kept:
            found.append(Criterion(sent.get(f"{start}-key", ""), title, kept))
    return found


def _level(sent: Mapping[str, str], start: str) -> Level:
    points = sent.get(f"{start}-points", "").strip()
    is_number = points.isascii() and points.isdigit() and len(points) < 4
    return Level(sent.get(f"{start}-key", ""), int(points) if is_number else -1, one_line(sent.get(f"{start}-words")))


def check_criteria(form: AssignmentForm, criteria: list[Criterion], before: list[Criterion]) -> bool:
    """Whether they can be kept; says on the form why not."""
    known = {one.key: {level.key for level in one.levels} for one in before}
    for one in criteria:
        if not one.title or len(one.title) > LONGEST_CRITERION:
            form.refusals.append(gettext("Each criterion needs a title of at most 200 characters."))
        if not 2 <= len(one.levels) <= MOST_LEVELS:
            form.refusals.append(gettext("“%(title)s” needs 2 to 10 levels.", title=one.title))
        if any(not 0 <= level.points <= 100 for level in one.levels):
            form.refusals.append(gettext("Points of “%(title)s” are whole numbers from 0 to 100.", title=one.title))
        if any(len(level.words) > LONGEST_LEVEL for level in one.levels):
            form.refusals.append(gettext("The words of a level have at most 600 characters."))
    if len(criteria) > MOST_CRITERIA:
        form.refusals.append(gettext("At most %(count)s criteria.", count=MOST_CRITERIA))
    if not _has_known_keys(criteria, known):
        form.refusals.append(gettext("Somebody changed the rubric meanwhile. Load the page again."))
    return not form.refusals


def _has_known_keys(criteria: list[Criterion], known: dict[str, set[str]]) -> bool:
    """Whether every key that was sent is one that the rubric had, and each only once."""
    keys = [one.key for one in criteria if one.key]
    levels = [(one.key, level.key) for one in criteria for level in one.levels if level.key]
    are_known = set(keys) <= set(known) and all(level in known.get(key, set()) for key, level in levels)
    return are_known and len(set(keys)) == len(keys) and len(set(levels)) == len(levels)
