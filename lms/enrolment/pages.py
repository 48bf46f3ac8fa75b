"""What the pages of this room show, gathered from the rooms below: plain facts for templates."""

from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import PersonFacts, names_of_staff, person_names
from lms.core.actor import Actor
from lms.core.messages import Said
from lms.courses.queries import (
    CourseFacts,
    CourseText,
    Outline,
    course_ids_by_slug,
    course_text,
    course_titles_by_slug,
    outline,
    titles_in,
)
from lms.enrolment import learning, queries, rules
from lms.enrolment.queries import Counts, EnrolmentFacts, OfferingFacts

PAGE_SIZE = 50
WAITING_SHOWN = 200
TEACHERS = ("owner", "instructor")  # an assistant helps them and is not named on the page


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module of the outline; `items` are kind, title and minutes of each."""

    title: str
    minutes: int
    items: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course before one person or a visitor.

    `percent` is None while they do not take part, `line_number` while they do not wait for a seat; `window` says
    whether the day is one to enrol on (`rules.enrolment_window`).
    """

    course: CourseFacts
    text: CourseText
    teachers: tuple[str, ...]
    modules: tuple[ModuleLine, ...]
    prerequisites: tuple[rules.Prerequisite, ...]
    first_missing: rules.Prerequisite | None
    offering: OfferingFacts | None
    window: str
    enrolment: EnrolmentFacts | None
    standing: Said
    line_number: int | None
    percent: int | None
    action: rules.PrimaryAction
    completion: tuple[Said, ...]
    certificate: Said

    @property
    def cover(self) -> int:
        """Which of the eight covers of the style sheet this course wears, as in the catalogue."""
        return (self.course.position - 1) % 8 + 1


def course_page(actor: Actor, course: CourseFacts, wanted: list[str], now: datetime) -> CoursePage:
    """Everything of a course page: at most 7 statements once the outline of the revision is remembered."""
    standing = queries.standing(actor.person_id, course.id)
    enrolment = standing.enrolment
    status = enrolment.status if enrolment else None
    facts = learning.learning_facts([enrolment.id]) if enrolment and enrolment.takes_part else {}
    mine = facts.get(enrolment.id) if enrolment else None
    prerequisites = missing_and_met(course, standing.completed_course_ids, wanted)
    offered = standing.offering
    window = offered.window(now) if offered else rules.OPEN
    text = course_text(course.revision_id, wanted)
    return CoursePage(
        course=course,
        text=text,
        teachers=tuple(names_of_staff(course.id, TEACHERS)),
        modules=_modules(course, text.language),
        prerequisites=prerequisites,
        first_missing=next((p for p in prerequisites if not p.is_met), None),
        offering=offered,
        window=window,
        enrolment=enrolment,
        standing=rules.standing_in_words(status),
        line_number=queries.place_in_line(enrolment) if enrolment and status == "waitlisted" else None,
        percent=mine.percent if mine else None,
        action=rules.primary_action(
            is_signed_in=actor.is_signed_in,
            status=status,
            mode=offered.mode if offered and not course.is_archived else None,
            window=window,
            full=offered.is_full if offered else False,
            has_started=mine.has_started if mine else False,
            prerequisites_met=all(p.is_met for p in prerequisites),
        ),
        completion=tuple(completion_in_words(course, outline(course.revision_id))),
        certificate=rules.certificate_in_words(course.certificate_issue),
    )


def missing_and_met(
    course: CourseFacts, completed_course_ids: frozenset[int], wanted: list[str]
) -> tuple[rules.Prerequisite, ...]:
    """The courses to complete before this one, and which of them this person has completed."""
    if not course.prerequisites:
        return ()
    known = course_titles_by_slug(course.prerequisites, wanted)

    def seen(slug: str) -> rules.Prerequisite:
        first = known.get(slug)
        title = first.title if first and first.is_published else None
        return rules.Prerequisite(slug, title, is_met=first is not None and first.course_id in completed_course_ids)

    return tuple(seen(slug) for slug in course.prerequisites)


def are_prerequisites_met(person_id: int, course: CourseFacts) -> bool:
    """Whether this person has completed every course that comes first."""
    if not course.prerequisites:
        return True
    ids = course_ids_by_slug(course.prerequisites)
    completed = queries.completed_course_ids(person_id)
    return all(ids.get(slug) in completed for slug in course.prerequisites)


def completion_in_words(course: CourseFacts, items: Outline) -> list[Said]:
    """How this course, with this outline, is completed."""
    final = items.item(course.final_quiz) if course.final_quiz else None
    return rules.completion_in_words(
        required_count=sum(item.required for item in items.items),
        required_items=course.required_items,
        final_percent=int(final.rule.get("percent", 0)) if final else None,
    )


def _modules(course: CourseFacts, language: str) -> tuple[ModuleLine, ...]:
    titled = titles_in(language, course.source_language)
    return tuple(
        ModuleLine(
            title=titled(module.titles),
            minutes=sum(item.minutes for item in module.items),
            items=tuple((item.kind, titled(item.titles), item.minutes) for item in module.items),
        )
        for module in outline(course.revision_id).modules
    )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One row of the people page; `percent` is None while the learning is not known."""

    enrolment: EnrolmentFacts
    person: PersonFacts
    percent: int | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a course for its staff: who asks, who waits for a seat, one page of who learns."""

    title: str
    offering: OfferingFacts | None
    counts: Counts
    requests: tuple[PersonLine, ...]
    waiting: tuple[PersonLine, ...]
    learners: tuple[PersonLine, ...]


def people_page(course: CourseFacts, wanted: list[str], page: int) -> PeoplePage:
    """Who asks, waits and learns in a course; learners by pages of `PAGE_SIZE`."""
    waiting = queries.waiting_people(course.id, WAITING_SHOWN)
    learners = queries.learners(course.id, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    people = person_names([e.person_id for e in (*waiting, *learners)])
    facts = learning.learning_facts([e.id for e in learners])

    def line(enrolment: EnrolmentFacts) -> PersonLine:
        mine = facts.get(enrolment.id)
        return PersonLine(enrolment, people[enrolment.person_id], mine.percent if mine else None)

    return PeoplePage(
        title=course_text(course.revision_id, wanted).title,
        offering=queries.offering(course.id),
        counts=queries.counts(course.id),
        requests=tuple(line(e) for e in waiting if e.status == "pending"),
        waiting=tuple(line(e) for e in waiting if e.status == "waitlisted"),
        learners=tuple(line(e) for e in learners),
    )
