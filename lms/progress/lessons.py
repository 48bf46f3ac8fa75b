"""What the pages of a course and of one lesson show: plain facts for templates."""

from dataclasses import dataclass, replace
from datetime import datetime

from lms.assessment.queries import QuizOverview, quiz_overview
from lms.assessment.queries.overviews import AssignmentOverview, assignment_overview
from lms.core.actor import Actor
from lms.core.film_links import FRAME_HOSTS, frame_hosts
from lms.core.languages import best_language
from lms.core.messages import Said
from lms.courses.queries import CourseText, ItemFacts, ItemText, course_text, item_text, titles_in, tongue_in
from lms.enrolment.pages import completion_in_words
from lms.enrolment.rules import certificate_in_words, standing_in_words
from lms.progress import maps, policies, rules
from lms.progress.maps import ModuleLine
from lms.progress.queries import CourseState, ItemState, Place, Progress


@dataclass(frozen=True, slots=True)
class Reading:
    """The language a person reads a course in. `is_fallback`: theirs is not there yet, so it is the source's."""

    language: str
    is_fallback: bool


def reading_language(place: Place, interface_language: str) -> Reading:
    """What the person chose for this course, else the interface's language, else the course's source."""
    chosen = place.enrolment.language if place.enrolment else None
    offered = place.course.languages
    found = best_language([tag for tag in (chosen, interface_language) if tag], offered)
    return Reading(found or place.course.source_language, is_fallback=found is None)


def opened(place: Place, now: datetime) -> Place:
    """The place as it is once the opening of its item is recorded, so that the page shows it without asking again."""
    item = place.the_item
    before = place.progress
    state = before.items.get(item.id) or ItemState(item.id, "in_progress", now, None, None, None, [])
    course = replace(before.course, last_item_id=item.id) if before.course else None
    return replace(place, progress=Progress(course, {**before.items, item.id: state}))


def is_opening_news(place: Place) -> bool:
    """Whether there is something to record: the first opening, or a move from another item."""
    if not place.takes_part:
        return False
    course = place.progress.course
    return place.state is None or course is None or course.last_item_id != place.the_item.id


@dataclass(frozen=True, slots=True)
class CoursePage:
    """The overview of a course for whoever takes part; `is_observing`: staff that look in, nothing is recorded."""

    place: Place
    text: CourseText
    reading: Reading
    modules: tuple[ModuleLine, ...]
    percent: int
    state: CourseState | None
    completion: tuple[Said, ...]
    certificate: Said
    next_item: ItemFacts | None
    next_title: str
    is_observing: bool
    is_preview: bool = False  # of a draft, see the authoring room

    @property
    def is_complete(self) -> bool:
        return self.place.enrolment is not None and self.place.enrolment.status == "completed"

    @property
    def gone(self) -> int:
        """How many steps were completed that a later revision of the course has no more: why a percentage fell."""
        return len(self.place.progress.completed - {item.id for item in self.place.outline.items})

    @property
    def has_started(self) -> bool:
        return bool(self.place.progress.items)


def course_page(actor: Actor, place: Place, interface_language: str) -> CoursePage:
    """No statement beyond those of the place, once the revision is remembered."""
    reading = reading_language(place, interface_language)
    text = course_text(place.course.revision_id, [reading.language])
    return overview_of(place, reading, text, sees_all=policies.may_look_in(actor, place))


def overview_of(
    place: Place, reading: Reading, text: CourseText, *, sees_all: bool, is_preview: bool = False
) -> CoursePage:
    """The same from facts alone, wherever they come from."""
    following = maps.next_step(place)
    title = titles_in(reading.language, place.course.source_language)
    return CoursePage(
        place=place,
        text=text,
        reading=reading,
        modules=maps.course_map(place, reading.language, sees_all=sees_all and not is_preview),
        percent=percent_of(place),
        state=place.progress.course,
        completion=tuple(completion_in_words(place.course, place.outline)),
        certificate=certificate_in_words(place.course.certificate_issue),
        next_item=following,
        next_title=title(following.titles) if following else "",
        is_observing=not place.takes_part,
        is_preview=is_preview,
    )


def percent_of(place: Place) -> int:
    """0-100; a completed course stays at 100, whatever its new revisions add."""
    if place.enrolment is not None and place.enrolment.status == "completed":
        return 100
    return place.progress.course.percent if place.progress.course else 0


@dataclass(frozen=True, slots=True)
class Neighbour:
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """One step. `quiz` is there for quizzes only; `following` is None at the end and while it is locked."""

    place: Place
    course_text: CourseText
    reading: Reading
    title: str
    title_language: str
    module: ModuleLine
    modules: tuple[ModuleLine, ...]
    percent: int
    text: ItemText | None
    rule: Said
    state: ItemState | None
    previous: Neighbour | None
    following: Neighbour | None
    quiz: QuizOverview | None
    assignment: AssignmentOverview | None
    is_observing: bool
    is_preview: bool = False

    @property
    def item(self) -> ItemFacts:
        return self.place.the_item

    @property
    def is_complete(self) -> bool:
        return self.state is not None and self.state.is_complete

    @property
    def watched_percent(self) -> int:
        """How much of a video was watched, 0-100, never rounded up."""
        return int(self.state.percent or 0) if self.state else 0

    @property
    def shown_language(self) -> str:
        """The language that the words of this step are in; another than the reader's where they are not translated."""
        return self.text.language if self.text else self.title_language or self.reading.language

    @property
    def films(self) -> tuple[str, ...]:
        """Who keeps the films that this step only links to, by the names that people know."""
        hosts = self.frame_hosts
        return tuple(name for name, host in FRAME_HOSTS.items() if host in hosts)

    @property
    def frame_hosts(self) -> frozenset[str]:
        """The hosts whose players may be loaded into this page once somebody asks for it."""
        embed = self.item.settings.get("embed", "")
        own = frozenset(host for host in FRAME_HOSTS.values() if embed.startswith(f"{host}/"))
        return own | frame_hosts(self.text.html) if self.text else own

    @property
    def captions(self) -> list[tuple[str, str]]:
        """Language and file of each, the reader's first: the player shows the first by itself."""
        files: dict[str, str] = self.item.settings.get("captions", {})
        return sorted(files.items(), key=lambda caption: caption[0] != self.reading.language)


@dataclass(frozen=True, slots=True)
class Material:
    """What a step has to show: its words and, where it is one, the rules of its quiz or assignment."""

    course_text: CourseText
    text: ItemText | None
    quiz: QuizOverview | None
    assignment: AssignmentOverview | None


def lesson_page(actor: Actor, place: Place, interface_language: str, now: datetime) -> LessonPage:
    """No statement beyond those of the place and, for a quiz, one for its attempts, once the revision is remembered."""
    item = place.the_item
    reading = reading_language(place, interface_language)
    enrolment_id = place.enrolment.id if place.enrolment else 0  # 0: staff without attempts of their own
    material = Material(
        course_text=course_text(place.course.revision_id, [reading.language]),
        text=item_text(item.version_id, [reading.language]),
        quiz=quiz_overview(item.version_id, enrolment_id, item.id) if item.kind == "quiz" else None,
        assignment=_assignment(place, reading.language, now) if item.kind == "assignment" else None,
    )
    return lesson_of(place, reading, material, sees_all=policies.may_look_in(actor, place))


def lesson_of(
    place: Place, reading: Reading, material: Material, *, sees_all: bool, is_preview: bool = False
) -> LessonPage:
    """The same from facts alone, wherever they come from. A preview shows the locks and goes past them."""
    item = place.the_item
    modules = maps.course_map(place, reading.language, sees_all=sees_all and not is_preview)
    title = titles_in(reading.language, place.course.source_language)
    around = maps.neighbours(place)
    after = around.following if around.following and (sees_all or around.following.id not in place.locks) else None
    return LessonPage(
        place=place,
        course_text=material.course_text,
        reading=reading,
        title=title(item.titles),
        title_language=tongue_in(reading.language, place.course.source_language)(item.titles),
        module=next(module for module in modules if module.key == item.module_key),
        modules=modules,
        percent=percent_of(place),
        text=material.text,
        rule=rules.item_rule_in_words(item.rule),
        state=place.state,
        previous=Neighbour(around.previous.key, title(around.previous.titles)) if around.previous else None,
        following=Neighbour(after.key, title(after.titles)) if after else None,
        quiz=material.quiz,
        assignment=material.assignment,
        is_observing=not place.takes_part,
        is_preview=is_preview,
    )


def _assignment(place: Place, language: str, now: datetime) -> AssignmentOverview:
    return assignment_overview(
        item_version_id=place.the_item.version_id,
        item_id=place.the_item.id,
        enrolment_id=place.enrolment.id if place.enrolment else 0,
        place_given_at=place.enrolment.activated_at if place.enrolment else None,
        wanted=[language, place.course.source_language],
        now=now,
    )


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Why an address is closed to somebody. `opens_by` is the item to complete first, when there is one."""

    course: CourseText
    reason: Said
    is_locked: bool
    opens_by: ItemFacts | None


def closed_page(place: Place, interface_language: str) -> ClosedPage:
    """The words of a 403."""
    reading = reading_language(place, interface_language)
    text = course_text(place.course.revision_id, [reading.language])
    if not place.takes_part:
        status = place.enrolment.status if place.enrolment else None
        return ClosedPage(text, standing_in_words(status), is_locked=False, opens_by=None)
    lock = place.lock
    if lock is None:
        raise LookupError("this place is not closed")
    title = titles_in(reading.language, place.course.source_language)
    return ClosedPage(text, maps.why_locked(place, lock, title), True, place.outline.item(lock.opens_by))
