"""What the page of an assignment shows to one trainee."""

from dataclasses import dataclass
from datetime import datetime

from lms.assessment.queries.assignments import (
    AssignmentContent,
    RubricRow,
    SubmissionLine,
    Times,
    assignment_content,
    counted_percent,
    submissions_at,
    times_of,
)
from lms.assessment.queries.reviews import ReviewLine, reviews_to_give
from lms.assessment.rules.assignment_words import late_in_words
from lms.assessment.rules.assignments import AssignmentSettings, days_late
from lms.core.messages import Said


@dataclass(frozen=True, slots=True)
class AssignmentOverview:
    """The rules of an assignment, what one person has handed in, and what they were asked to review.

    `left` None means as often as one likes; `late_days` is what handing in now would count as.
    """

    settings: AssignmentSettings
    late: tuple[Said, ...]
    rubric: tuple[RubricRow, ...]
    times: Times
    late_days: int
    submissions: tuple[SubmissionLine, ...]
    grade_percent: float | None
    left: int | None
    reviews: tuple[ReviewLine, ...]

    @property
    def draft(self) -> SubmissionLine | None:
        return next((work for work in self.submissions if work.state == "draft"), None)

    @property
    def handed_in(self) -> tuple[SubmissionLine, ...]:
        return tuple(work for work in self.submissions if work.state != "draft")

    @property
    def waits(self) -> bool:
        """Whether the last work waits for its grade."""
        return bool(self.submissions) and self.submissions[-1].state == "submitted"

    @property
    def may_start(self) -> bool:
        return not (self.times.is_closed or self.waits or self.draft or self.left == 0)


def assignment_overview(
    *,
    item_version_id: int,
    item_id: int,
    enrolment_id: int,
    place_given_at: datetime | None,
    wanted: list[str],
    now: datetime,
) -> AssignmentOverview:
    """One statement, two where peers review (one more the first time a process meets the assignment).

    Raises `Missing` when it is no assignment.
    """
    content = assignment_content(item_version_id)
    return assignment_overview_of(
        content,
        wanted,
        place_given_at=place_given_at,
        now=now,
        submissions=submissions_at(enrolment_id, item_id),
        reviews=reviews_to_give(enrolment_id, item_id) if content.settings.peers else (),
    )


def assignment_overview_of(
    content: AssignmentContent,
    wanted: list[str],
    *,
    place_given_at: datetime | None,
    now: datetime,
    submissions: tuple[SubmissionLine, ...] = (),
    reviews: tuple[ReviewLine, ...] = (),
) -> AssignmentOverview:
    """The rules, and what this work comes to; without any, what a beginner sees."""
    settings = content.settings
    times = times_of(settings, place_given_at, now)
    return AssignmentOverview(
        settings=settings,
        late=tuple(late_in_words(settings)),
        rubric=content.rubric_in(wanted),
        times=times,
        late_days=days_late(times.due_at, now),
        submissions=submissions,
        grade_percent=counted_percent(submissions),
        left=None if settings.submissions is None else max(0, settings.submissions - len(submissions)),
        reviews=reviews,
    )
