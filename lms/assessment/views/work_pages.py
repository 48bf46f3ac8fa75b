"""What the pages of work show: plain facts for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.assessment.queries.assignments import (
    AssignmentContent,
    RubricRow,
    SubmissionSheet,
    Times,
    assignment_content,
    content_in_force,
    is_untouched,
    times_for,
)
from lms.assessment.queries.grading import NOTHING_SAID, grading_of
from lms.assessment.queries.reviews import (
    ReviewLine,
    ReviewSheet,
    count_owed,
    readable_reviews,
    reviews_got,
    reviews_to_give,
)
from lms.assessment.queries.work_files import FileFacts, files_of
from lms.assessment.rules.assignment_words import deduction_in_words, late_in_words
from lms.assessment.rules.assignments import (
    AssignmentSettings,
    days_late,
    late_deduction,
    paragraphs,
    place_comments,
    rubric_points,
)
from lms.assessment.rules.work_files import WorkScope, endings_of
from lms.assessment.views.pages import Place
from lms.assessment.wording import percent_in_words, points_in_words
from lms.core.messages import Said


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of somebody's text, with what was said of it."""

    number: int
    text: str
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextWithComments:
    """`astray`: comments (quote, text) whose paragraph can't be found any more."""

    parts: tuple[Paragraph, ...]
    astray: tuple[tuple[str, str], ...]


def text_with_comments(text: str, comments: Sequence[Mapping[str, Any]]) -> TextWithComments:
    """The text as it is shown, each comment beside its paragraph."""
    parts = paragraphs(text)
    placed = place_comments(parts, comments)
    return TextWithComments(
        tuple(Paragraph(n, part, tuple(c["text"] for c in placed.get(n, ()))) for n, part in enumerate(parts, 1)),
        tuple((comment["quote"], comment["text"]) for comment in placed.get(0, ())),
    )


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Work that is being written."""

    public_id: str
    number: int
    place: Place
    text: str
    seq: int
    saved_at: datetime | None
    settings: AssignmentSettings
    file_megabytes: int
    times: Times
    late_days: int
    late: tuple[Said, ...]
    files: tuple[FileFacts, ...]
    upload_scope: str
    endings: str
    rubric: tuple[RubricRow, ...]

    @property
    def files_left(self) -> int:
        return max(0, self.settings.files - len(self.files))


def draft_page(sheet: SubmissionSheet, place: Place, now: datetime) -> DraftPage:
    """Under the rules that are in force now, which are those that count when it is handed in."""
    content = content_in_force(sheet.course_id, sheet.item_id, sheet.item_version_id)
    times = times_for(content.settings, sheet.enrolment_id, now)
    return DraftPage(
        public_id=sheet.public_id,
        number=sheet.number,
        place=place,
        text=sheet.text,
        seq=sheet.seq,
        saved_at=sheet.saved_at,
        settings=content.settings,
        file_megabytes=content.settings.file_bytes // 1024**2,
        times=times,
        late_days=days_late(times.due_at, now),
        late=tuple(late_in_words(content.settings)),
        files=files_of(sheet.id),
        upload_scope=str(WorkScope(sheet.enrolment_id, sheet.item_id)),
        endings=endings_of(content.settings),
        rubric=content.rubric_in(list(place.languages)),
    )


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """One review as the author, or the staff, read it; `points` is written for the reader."""

    number: int
    marks: Mapping[str, Any]
    points: str
    comment: str


def shown_reviews(content: AssignmentContent, given: Sequence[ReviewLine]) -> tuple[ReviewShown, ...]:
    """Reviews that were given, numbered for the reader."""
    return tuple(
        ReviewShown(number, review.marks, points_of(content, review.marks), review.comment)
        for number, review in enumerate(given, 1)
    )


def points_of(content: AssignmentContent, marks: Mapping[str, Any]) -> str:
    """The points of these marks, of the most there are, as they read."""
    rubric = content.settings.rubric
    return points_in_words(rubric_points(rubric, marks), sum(criterion.most for criterion in rubric))


@dataclass(frozen=True, slots=True)
class HandedInPage:
    """Work that was handed in, and what came of it; `awaited` counts reviews that are still under way.

    `owed` is how many reviews its author still has to give before reading those of this work.
    """

    public_id: str
    number: int
    place: Place
    state: str
    submitted_at: datetime | None
    returned_at: datetime | None
    text: TextWithComments
    files: tuple[FileFacts, ...]
    percent: str
    pass_percent: str
    passed: bool
    graded_by: str | None
    deduction: Said | None
    rubric: tuple[RubricRow, ...]
    marks: Mapping[str, Any]
    points: str
    feedback: str
    reviews: tuple[ReviewShown, ...]
    awaited: int
    owed: int
    has_peers: bool
    may_take_back: bool


def handed_in_page(sheet: SubmissionSheet, place: Place, now: datetime) -> HandedInPage:
    """What the staff and the peers say of it is shown as soon as its author may read it."""
    content = assignment_content(sheet.item_version_id)
    settings = content.settings
    said = grading_of(sheet.id) if sheet.shows_staff_words else NOTHING_SAID
    got = reviews_got(sheet.id) if settings.peers else ()
    to_give = reviews_to_give(sheet.enrolment_id, sheet.item_id) if settings.peers else ()
    return HandedInPage(
        public_id=sheet.public_id,
        number=sheet.number,
        place=place,
        state=sheet.state,
        submitted_at=sheet.submitted_at,
        returned_at=sheet.returned_at,
        text=text_with_comments(sheet.text, said.comments),
        files=files_of(sheet.id),
        percent=percent_in_words(sheet.percent or 0),
        pass_percent=percent_in_words(settings.pass_percent),
        passed=bool(sheet.passed),
        graded_by=sheet.graded_by,
        deduction=deduction_in_words(sheet.late_days, late_deduction(settings, sheet.late_days)),
        rubric=content.rubric_in(list(place.languages)),
        marks=said.marks,
        points=points_of(content, said.marks) if said.marks else "",
        feedback=said.feedback,
        reviews=shown_reviews(content, readable_reviews(got, to_give, is_returned=sheet.is_returned, now=now)),
        awaited=count_owed(got, now),
        owed=0 if sheet.is_returned else count_owed(to_give, now),
        has_peers=settings.peers is not None,
        may_take_back=sheet.state == "submitted" and not _is_closed(sheet, now) and is_untouched(sheet.id),
    )


def _is_closed(sheet: SubmissionSheet, now: datetime) -> bool:
    content = content_in_force(sheet.course_id, sheet.item_id, sheet.item_version_id)
    return times_for(content.settings, sheet.enrolment_id, now).is_closed


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Somebody's work before the reviewer: no name stands on it, and files are called by number."""

    public_id: str
    place: Place
    text: TextWithComments
    files: tuple[FileFacts, ...]
    rubric: tuple[RubricRow, ...]
    due_at: datetime
    is_given: bool
    marks: Mapping[str, Any]
    points: str
    comment: str
    seq: int


def review_page(review: ReviewSheet, work: SubmissionSheet, place: Place, marks: Mapping[str, Any]) -> ReviewPage:
    """`marks` are those to show: kept ones, or what was just sent and could not be kept."""
    content = assignment_content(work.item_version_id)
    return ReviewPage(
        public_id=review.public_id,
        place=place,
        text=text_with_comments(work.text, []),
        files=files_of(work.id),
        rubric=content.rubric_in(list(place.languages)),
        due_at=review.due_at,
        is_given=review.given_at is not None,
        marks=marks,
        points=points_of(content, marks),
        comment=review.comment,
        seq=review.seq,
    )
