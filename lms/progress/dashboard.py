"""The first page of whoever is signed in: where to go on, the courses, the requests, the certificates; staff's work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lms.core.actor import Actor
from lms.courses.queries import CourseTitle, Outline, course_titles, outline, titles_in
from lms.enrolment.queries import EnrolmentFacts, enrolments_of
from lms.progress import rules
from lms.progress.queries import CourseState, course_states, item_states


class Certificate(Protocol):
    """What the page says of a certificate, see `certificates.queries.CertificateFacts`."""

    @property
    def code(self) -> str: ...
    @property
    def course_title(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def status(self) -> str: ...


def _no_certificates(_person_id: int) -> Sequence[Certificate]:
    return ()


def _no_studio(_actor: Actor, _wanted: list[str]) -> Sequence["StudioLine"]:
    return ()


@dataclass(frozen=True, slots=True)
class StudioLine:
    """A course that this person is staff of, by its title in the studio."""

    slug: str
    title: str


# The rooms of certificates and of the studio stand above this one: `wiring` joins them here.
certificate_facts: Callable[[int], Sequence[Certificate]] = _no_certificates
studio_lines: Callable[[Actor, list[str]], Sequence[StudioLine]] = _no_studio


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course that this person takes or has completed; `state` is None before the first step was opened."""

    title: CourseTitle
    enrolment: EnrolmentFacts
    state: CourseState | None

    @property
    def percent(self) -> int:
        if self.enrolment.status == "completed":
            return 100
        return self.state.percent if self.state else 0

    @property
    def has_started(self) -> bool:
        return self.state is not None and self.state.last_item_id is not None


@dataclass(frozen=True, slots=True)
class Continue:
    """The card on top: the step to go on with. `minutes` are those of the step, as its author says."""

    course: CourseLine
    item_key: str
    item_title: str
    module_number: int
    module_count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`asked` are the requests and waiting lists; `part_of_day` chooses the greeting, see `rules.greeting`."""

    part_of_day: str
    going_on: Continue | None
    courses: tuple[CourseLine, ...]
    asked: tuple[CourseLine, ...]
    certificates: Sequence[Certificate]
    studio: Sequence[StudioLine]


def dashboard(actor: Actor, wanted: list[str], local_now: datetime) -> Dashboard:
    """Everything of the page: five statements with the certificates', once the outline is remembered; staff's more."""
    person_id = int(actor.person_id or 0)
    enrolments = enrolments_of(person_id)
    titles = course_titles([e.course_id for e in enrolments], wanted) if enrolments else {}
    taking = [e for e in enrolments if e.takes_part]
    states = course_states([e.id for e in taking]) if taking else {}
    lines = [CourseLine(titles[e.course_id], e, states.get(e.id)) for e in enrolments if e.course_id in titles]
    courses = sorted((line for line in lines if line.enrolment.takes_part), key=_most_recent_first)
    return Dashboard(
        part_of_day=rules.greeting(local_now.hour),
        going_on=_going_on(courses),
        courses=tuple(courses),
        asked=tuple(line for line in lines if line.enrolment.status in ("pending", "waitlisted")),
        certificates=certificate_facts(person_id),
        studio=studio_lines(actor, wanted) if actor.staffed_courses else (),
    )


def _most_recent_first(line: CourseLine) -> tuple[bool, float]:
    """Courses that go on before completed ones; within each, the one seen last first."""
    seen = line.state.last_seen_at if line.state else None
    moment = line.enrolment.completed_at or seen or line.enrolment.activated_at or line.enrolment.requested_at
    return line.enrolment.status == "completed", -moment.timestamp()


def _going_on(courses: Sequence[CourseLine]) -> Continue | None:
    active = [line for line in courses if line.enrolment.status == "active" and line.state]
    line = next((each for each in active if each.has_started), next(iter(active), None))
    if line is None or line.state is None:
        return None
    steps = outline(line.state.revision_id)
    states = item_states(line.enrolment.id)
    completed = {state.item_id for state in states.values() if state.is_complete}
    locked = rules.find_locks(steps.modules, completed)
    target = rules.resume_target(steps.items, completed, locked, line.state.last_item_id)
    return _card(line, steps, target.id) if target else None


def _card(line: CourseLine, steps: Outline, item_id: int) -> Continue | None:
    item = steps.item_by_id(item_id)
    if item is None:
        return None
    module = steps.module_of(item)
    title = titles_in(line.enrolment.language or line.title.language, line.title.language)
    return Continue(
        course=line,
        item_key=item.key,
        item_title=title(item.titles),
        module_number=steps.modules.index(module) + 1,
        module_count=len(steps.modules),
        minutes=item.minutes,
    )
