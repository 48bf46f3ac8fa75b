"""What the page of a grader shows: plain facts for its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessment.queries.assignments import AssignmentContent, RubricRow, SubmissionSheet, assignment_content
from lms.assessment.queries.grading import GradingFacts
from lms.assessment.queries.reviews import given_among, reviews_got
from lms.assessment.queries.work_files import FileFacts, files_of
from lms.assessment.rules.assignment_words import deduction_in_words, late_in_words
from lms.assessment.rules.assignments import AssignmentSettings, late_deduction, rubric_percent
from lms.assessment.views.work_pages import (
    ReviewShown,
    TextWithComments,
    points_of,
    shown_reviews,
    text_with_comments,
)
from lms.assessment.wording import percent_in_words
from lms.core.messages import Said


@dataclass(frozen=True, slots=True)
class GradingShown:
    """What another grader said, to read: `comments` are (how the paragraph begins, what was said of it)."""

    marks: Mapping[str, Any]
    points: str
    percent: str
    comments: tuple[tuple[str, str], ...]
    feedback: str


@dataclass(frozen=True, slots=True)
class GradingPage:
    """Somebody's work before a grader; `comments` by paragraph are what the fields say."""

    sheet: SubmissionSheet
    text: TextWithComments
    files: tuple[FileFacts, ...]
    settings: AssignmentSettings
    rubric: tuple[RubricRow, ...]
    marks: Mapping[str, Any]
    points: str
    before: str
    deduction: Said | None
    late: tuple[Said, ...]
    reviews: tuple[ReviewShown, ...]
    percent: str
    said: GradingFacts
    theirs: GradingShown | None


def grading_page(
    sheet: SubmissionSheet,
    wanted: Sequence[str],
    said: GradingFacts,
    *,
    marks: Mapping[str, Any],
    comments: Sequence[Mapping[str, Any]],
    theirs: GradingFacts | None = None,
) -> GradingPage:
    """`marks` and `comments` are those to show: kept ones, or what was just sent and could not be kept.

    `theirs` is what somebody else said meanwhile, to be shown beside.
    """
    content = assignment_content(sheet.item_version_id)
    settings = content.settings
    return GradingPage(
        sheet=sheet,
        text=text_with_comments(sheet.text, comments),
        files=files_of(sheet.id),
        settings=settings,
        rubric=content.rubric_in(list(wanted)),
        marks=marks,
        points=points_of(content, marks) if settings.rubric else "",
        before=percent_in_words(float(rubric_percent(settings.rubric, marks))) if settings.rubric and marks else "",
        deduction=deduction_in_words(sheet.late_days, late_deduction(settings, sheet.late_days)),
        late=tuple(late_in_words(settings)),
        reviews=shown_reviews(content, given_among(reviews_got(sheet.id))) if settings.peers else (),
        percent=percent_in_words(sheet.percent) if sheet.percent is not None else "",
        said=said,
        theirs=_theirs(content, theirs) if theirs else None,
    )


def _theirs(content: AssignmentContent, said: GradingFacts) -> GradingShown:
    return GradingShown(
        marks=said.marks,
        points=points_of(content, said.marks) if content.settings.rubric else "",
        percent=percent_in_words(said.given_percent) if said.given_percent is not None else "",
        comments=tuple((comment["quote"], comment["text"]) for comment in said.comments),
        feedback=said.feedback,
    )
