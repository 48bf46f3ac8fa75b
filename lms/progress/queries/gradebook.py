"""Whose grades a gradebook shows, in which order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from lms.accounts.queries import PersonFacts, matching_people, person_names, profile_by_public_id
from lms.core.db import db
from lms.courses.queries import CourseFacts, ItemFacts, outline, published_course
from lms.enrolment.queries import EnrolmentFacts, enrolment_of, learners_in
from lms.progress.models import ItemProgress
from lms.progress.queries.grades import Grades, Scheme, grades_in, is_scored

# Beyond so many people a list by score or total would keep everyone waiting: it is by name then.
MOST_SORTED = 5_000


@dataclass(frozen=True, slots=True)
class GradebookFilter:
    """What is asked of a gradebook; empty fields ask for nothing. `sort`: name, total, or the key of an item."""

    words: str = ""
    country: str = ""
    status: str = ""  # active | completed
    sort: str = "name"
    falling: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.country or self.status)


@dataclass(frozen=True, slots=True)
class Learner:
    """One row of a gradebook."""

    enrolment_id: int
    person_id: int
    public_id: str
    printed_name: str
    country_code: str
    status: str


def _learners(course_id: int, wanted: GradebookFilter) -> Select[Any]:
    places = learners_in(course_id, wanted.status).subquery()
    people = matching_people(wanted.words, wanted.country).subquery()
    name = people.c.search_text.desc() if wanted.sort == "name" and wanted.falling else people.c.search_text
    chosen: Select[Any] = select(
        places.c.id, places.c.person_id, people.c.public_id, people.c.printed_name, people.c.country_code,
        places.c.status,
    )  # fmt: skip
    return chosen.join_from(places, people, people.c.id == places.c.person_id).order_by(name, places.c.id)


def count_learners(course_id: int, wanted: GradebookFilter) -> int:
    """How many people the filter leaves."""
    chosen = _learners(course_id, wanted).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(chosen)) or 0


def learners_by_name(course_id: int, wanted: GradebookFilter, *, offset: int, limit: int) -> list[Learner]:
    """Some of the people in the order of their names: one statement."""
    rows = db.session.execute(_learners(course_id, wanted).offset(offset).limit(limit))
    return [Learner(*row) for row in rows]


def learners_by_score(
    course_id: int, wanted: GradebookFilter, scheme: Scheme, *, offset: int, limit: int
) -> list[Learner]:
    """Some of the people in the order of a score or of their totals: three statements, whatever their number.

    Who has no score stands last either way, and equal ones by name. For at most `MOST_SORTED` people.
    """
    chosen = _learners(course_id, wanted)
    everyone = [Learner(*row) for row in db.session.execute(chosen)]
    item = next((item for item in scheme.items if item.key == wanted.sort), None)
    item_ids = [item.id] if item else [each.id for each in scheme.items]
    grades, nothing = grades_in(chosen.order_by(None), item_ids), Grades()

    def place(learner: Learner) -> tuple[bool, float]:
        mine = grades.get(learner.enrolment_id, nothing)
        value = mine.scores.get(item.id) if item else scheme.total(mine).percent
        return value is None, (-value if wanted.falling else value) if value is not None else 0.0

    return sorted(everyone, key=place)[offset : offset + limit]


def countries_of_learners(course_id: int) -> list[str]:
    """The codes of the countries that a course's people come from."""
    chosen = _learners(course_id, GradebookFilter()).order_by(None).subquery()
    return list(db.session.scalars(select(chosen.c.country_code).distinct().order_by(chosen.c.country_code)))


@dataclass(frozen=True, slots=True)
class Graded:
    """One person's grades in one course, and one item of it when the address names one."""

    course: CourseFacts
    enrolment: EnrolmentFacts
    person: PersonFacts
    item: ItemFacts | None

    @property
    def id(self) -> int:
        """The course's id, for policies about its staff."""
        return self.course.id

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id


def graded(slug: str, public_id: str, key: str | None = None) -> Graded | None:
    """None for whoever does not take part in the course, and for an item that gets no score. Four statements."""
    course, profile = published_course(slug), profile_by_public_id(public_id)
    enrolment = enrolment_of(profile.id, course.id) if course and profile else None
    if course is None or profile is None or enrolment is None or not enrolment.takes_part:
        return None
    item = outline(course.revision_id).item(key) if key is not None else None
    if key is not None and (item is None or not is_scored(item)):
        return None
    person = person_names([profile.id]).get(profile.id)
    return Graded(course, enrolment, person, item) if person else None


def earned_score(enrolment_id: int, item_id: int) -> float | None:
    """The score that a person earned, 0-100, whatever staff set instead of it."""
    return db.session.scalar(
        select(ItemProgress.percent).where(ItemProgress.enrolment_id == enrolment_id, ItemProgress.item_id == item_id)
    )
