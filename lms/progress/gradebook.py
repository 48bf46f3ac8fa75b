"""What the pages of a gradebook show, for the staff of a course: plain facts for templates."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.accounts.queries import PersonFacts, person_names
from lms.assessment.queries import AttemptFacts, attempts_at
from lms.assessment.queries.assignments import SubmissionLine, submissions_at
from lms.assessment.rules.attempts import as_read
from lms.assessment.wording import score_in_words
from lms.core.messages import phrase
from lms.courses.queries import CourseFacts, course_text, titles_in
from lms.progress.grade_words import Explained, explained
from lms.progress.queries import gradebook as people
from lms.progress.queries.gradebook import GradebookFilter, Graded, Learner
from lms.progress.queries.grades import Grades, OverrideFacts, Scheme, grades_in, grades_of, overrides_at, scheme

PAGE_SIZE = 50
CHUNK = 500  # of an export: what is in memory at a time
MOST_EXPORTED = 20_000
STATUS_NAMES = {"active": phrase("Learning"), "completed": phrase("Completed")}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of scores: an item of the course; `category` is the title of its category, or empty."""

    key: str
    title: str
    category: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person: their scores in the order of the headings as (text, set by staff), and the total likewise."""

    learner: Learner
    scores: tuple[tuple[str, bool], ...]
    total: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class GradebookPage:
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    count: int
    countries: list[str]
    is_by_score: bool  # False where so many people were asked for by score that they stand by name


def gradebook_page(course: CourseFacts, wanted: GradebookFilter, language: str, number: int) -> GradebookPage:
    """One page of people with every score: five statements, two more when it is ordered by a score or the total."""
    book = scheme(course.revision_id)
    count = people.count_learners(course.id, wanted)
    found = _learners(course, wanted, book, count, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    grades = grades_in([learner.enrolment_id for learner in found], [item.id for item in book.items])
    return GradebookPage(
        title=course_text(course.revision_id, [language]).title,
        headings=headings(course, book, language),
        rows=tuple(_row(learner, grades.get(learner.enrolment_id) or Grades(), book) for learner in found),
        count=count,
        countries=people.countries_of_learners(course.id),
        is_by_score=_is_by_score(wanted, count),
    )


def _is_by_score(wanted: GradebookFilter, count: int) -> bool:
    return wanted.sort != "name" and count <= people.MOST_SORTED


def _learners(
    course: CourseFacts, wanted: GradebookFilter, book: Scheme, count: int, offset: int, limit: int
) -> list[Learner]:
    if _is_by_score(wanted, count):
        return people.learners_by_score(course.id, wanted, book, offset=offset, limit=limit)
    return people.learners_by_name(course.id, wanted, offset=offset, limit=limit)


def headings(course: CourseFacts, book: Scheme, language: str) -> tuple[Heading, ...]:
    """The scored items of the course, titled in this language."""
    title = titles_in(language, course.source_language)
    titles = {category.key: title(category.titles) for category in book.facts.categories} if book.facts else {}
    return tuple(
        Heading(
            key=item.key,
            title=title(item.titles),
            category=titles.get(item.category or "", ""),
            counts=book.facts is None or item.category in titles,
        )
        for item in book.items
    )


def _row(learner: Learner, grades: Grades, book: Scheme) -> Row:
    total = book.total(grades)
    return Row(
        learner,
        tuple((score_in_words(grades.scores.get(item.id)), item.id in grades.set_items) for item in book.items),
        (score_in_words(total.percent), total.is_overridden),
    )


def exported_rows(course: CourseFacts, wanted: GradebookFilter) -> Iterator[tuple[Learner, list[float | None]]]:
    """Everyone the filter leaves, in the order of the screen: their scores and at the end the total, as they read.

    Three statements for each `CHUNK` of people, so that the memory it takes does not grow with the course.
    """
    book = scheme(course.revision_id)
    count = people.count_learners(course.id, wanted)
    everyone = _learners(course, wanted, book, count, 0, MOST_EXPORTED)
    item_ids = [item.id for item in book.items]
    for start in range(0, len(everyone), CHUNK):
        chunk = everyone[start : start + CHUNK]
        grades = grades_in([learner.enrolment_id for learner in chunk], item_ids)
        for learner in chunk:
            mine = grades.get(learner.enrolment_id) or Grades()
            values = [*(mine.scores.get(item_id) for item_id in item_ids), book.total(mine).percent]
            yield learner, [None if value is None else as_read(value) for value in values]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All scores of one person, with how the total came about and what was ever set instead of it."""

    title: str
    graded: Graded
    headings: tuple[Heading, ...]
    scores: tuple[tuple[str, bool], ...]
    total: Explained
    history: tuple[OverrideFacts, ...]
    people: dict[int, PersonFacts]


def person_page(graded: Graded, language: str) -> PersonPage:
    """Four statements beyond those that found the person."""
    book = scheme(graded.course.revision_id)
    grades = grades_of(graded.enrolment.id, [item.id for item in book.items])
    history = overrides_at(graded.enrolment.id, None)
    title = titles_in(language, graded.course.source_language)
    return PersonPage(
        title=course_text(graded.course.revision_id, [language]).title,
        graded=graded,
        headings=headings(graded.course, book, language),
        scores=tuple((score_in_words(grades.scores.get(item.id)), item.id in grades.set_items) for item in book.items),
        total=explained(book.total(grades), book.facts, title),
        history=history,
        people=_who(history),
    )


def _who(history: tuple[OverrideFacts, ...]) -> dict[int, PersonFacts]:
    return person_names(sorted({key for one in history for key in (one.set_by, one.ended_by) if key is not None}))


@dataclass(frozen=True, slots=True)
class ScorePage:
    """One score of one person: its attempts or handed-in works, what staff set, and what counts.

    Percents are as they read. A draft is nobody's business but its author's.
    """

    title: str
    graded: Graded
    item_title: str
    pass_percent: str | None
    score: str
    is_set: bool
    earned: str
    is_assignment: bool
    attempts: tuple[AttemptFacts, ...]
    works: tuple[SubmissionLine, ...]
    history: tuple[OverrideFacts, ...]
    people: dict[int, PersonFacts]


def score_page(graded: Graded, language: str) -> ScorePage:
    """Five statements beyond those that found the person."""
    item = graded.item
    if item is None:
        raise LookupError("this address names no item")
    history = overrides_at(graded.enrolment.id, item.id)
    grades = grades_of(graded.enrolment.id, [item.id])
    earned = people.earned_score(graded.enrolment.id, item.id)
    needed = item.rule.get("percent")
    return ScorePage(
        title=course_text(graded.course.revision_id, [language]).title,
        graded=graded,
        item_title=titles_in(language, graded.course.source_language)(item.titles),
        pass_percent=score_in_words(needed) if needed is not None else None,
        score=score_in_words(grades.scores.get(item.id)),
        is_set=item.id in grades.set_items,
        earned=score_in_words(earned),
        is_assignment=item.kind == "assignment",
        attempts=attempts_at(graded.enrolment.id, item.id) if item.kind == "quiz" else (),
        works=_handed_in(graded.enrolment.id, item.id) if item.kind == "assignment" else (),
        history=history,
        people=_who(history),
    )


def _handed_in(enrolment_id: int, item_id: int) -> tuple[SubmissionLine, ...]:
    return tuple(work for work in submissions_at(enrolment_id, item_id) if work.state != "draft")
