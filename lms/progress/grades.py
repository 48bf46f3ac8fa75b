"""One's own grades in a course: every score that counts, and how the total comes about."""

from dataclasses import dataclass
from datetime import datetime

from lms.assessment.wording import score_in_words
from lms.core.messages import Said, Sentence
from lms.courses.queries import CourseFacts, CourseText, ItemFacts, course_text, titles_in
from lms.progress.grade_words import Explained, explained
from lms.progress.gradebook import Heading, headings
from lms.progress.lessons import percent_of, reading_language
from lms.progress.queries import Place
from lms.progress.queries.grades import Grades, Scheme, SetGrade, overrides_in_force, scheme
from lms.progress.rules.grading import Total


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One scored step. `pass_percent` and `score` are as they read; `set_reason` is None unless staff set the score.

    `category` is the title of its category, empty where the course has none or the step counts for nothing.
    """

    key: str
    title: str
    kind: str
    required: bool
    is_final: bool
    category: str
    counts: bool
    pass_percent: str
    score: str
    has_score: bool
    set_reason: str | None
    passed_at: datetime | None


@dataclass(frozen=True, slots=True)
class GradesPage:
    """`printed`: what of it a certificate prints, None where there is none; `set_reason`: why staff set the total."""

    text: CourseText
    percent: int
    lines: tuple[GradeLine, ...]
    has_categories: bool
    total: Explained
    set_reason: str | None
    printed: Said | None


def grades_page(place: Place, interface_language: str) -> GradesPage:
    """One statement beyond those of the place, once the revision is remembered."""
    course = place.course
    reading = reading_language(place, interface_language)
    title = titles_in(reading.language, course.source_language)
    book = scheme(course.revision_id)
    set_scores, set_total = overrides_in_force(place.enrolment.id) if place.enrolment else ({}, None)
    earned = {key: state.percent for key, state in place.progress.items.items() if state.percent is not None}
    scores = earned | {key: one.percent for key, one in set_scores.items()}
    total = book.total(Grades(scores, set(set_scores), set_total.percent if set_total else None))
    columns = headings(course, book, reading.language)
    return GradesPage(
        text=course_text(course.revision_id, [reading.language]),
        percent=percent_of(place),
        lines=tuple(
            _line(place, item, heading, scores.get(item.id), set_scores.get(item.id))
            for item, heading in zip(book.items, columns, strict=True)
        ),
        has_categories=book.facts is not None,
        total=explained(total, book.facts, title),
        set_reason=set_total.reason if set_total else None,
        printed=_printed(course, book, total),
    )


def _line(
    place: Place, item: ItemFacts, heading: Heading, score: float | None, set_by_staff: SetGrade | None
) -> GradeLine:
    state = place.progress.items.get(item.id)
    return GradeLine(
        key=item.key,
        title=heading.title,
        kind=item.kind,
        required=item.required,
        is_final=item.key == place.course.final_quiz,
        category=heading.category,
        counts=heading.counts,
        pass_percent=score_in_words(item.rule.get("percent")),
        score=score_in_words(score),
        has_score=score is not None,
        set_reason=set_by_staff.reason if set_by_staff else None,
        passed_at=state.completed_at if state else None,
    )


def _printed(course: CourseFacts, book: Scheme, total: Total) -> Said | None:
    """What a certificate prints, in words; see `rules.grading.printed_result`."""
    if course.certificate_issue == "none" or not book.items:
        return None
    if book.facts is not None or total.is_overridden:
        return Sentence("Your certificate prints this total as it is when you complete the course.")
    if course.final_quiz:
        return Sentence("Your certificate prints the score of the final quiz.")
    return Sentence("Your certificate prints the mean of the required scores.")
