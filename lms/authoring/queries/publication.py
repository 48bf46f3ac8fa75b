"""What the page before a publication tells: what changes, what is wrong, and what it means for people."""

from dataclasses import dataclass

from lms.assessment.queries.going_on import GoingOn, going_on
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files, draft_package
from lms.authoring.queries.preview import outline_of
from lms.authoring.queries.states import DRAFT, Overtaken, State, changes, overtaken
from lms.authoring.rules.changes import Change
from lms.core.messages import PluralSentence, Said, Sentence
from lms.courses.queries import Outline, course_by_id, outline
from lms.courses.queries.identities import course_revisions
from lms.enrolment.queries import counts
from lms.packages.checking import examine_package
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package
from lms.progress.rules import CourseRule, add_up


@dataclass(frozen=True, slots=True)
class Examined:
    """What the check says of the whole draft. `outline` is what would be published; None, as `rule` is, where
    course.yaml can't be read."""

    mistakes: list[Problem]
    remarks: list[Problem]
    outline: Outline | None = None
    rule: CourseRule | None = None
    source_language: str = ""


def examined_draft(course: StudioCourse) -> Examined:
    """Two statements; a large course takes up to a second the first time."""
    return _examined(course, draft_package(course.id, course.slug))


def _examined(course: StudioCourse, package: Package) -> Examined:
    try:
        checked = examine_package(package)
    except BadPackage as bad:
        return Examined(bad.problems, [])
    content = checked.content
    steps, rule = outline_of(checked, draft_files(course.id))
    return Examined(content.mistakes, content.remarks, steps, rule, content.source_language)


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """`changes` are empty before the first publication (`is_first`) and when nothing differs; `overtaken`
    tells of a package that was imported meanwhile."""

    changes: list[Change]
    differs: bool
    is_first: bool
    examined: Examined
    meaning: list[Said]
    overtaken: Overtaken | None


def publication_page(course: StudioCourse) -> PublicationPage:
    """A constant number of statements; checking a large course takes up to a second the first time."""
    package = draft_package(course.id, course.slug)
    revisions = {revision.id: revision for revision in course_revisions(course.id)}
    current = revisions.get(course.revision_id or 0)
    now = State(current.id, current.number) if current else None
    differs = current is None or current.digest != package.digest
    examined = _examined(course, package)
    is_told = differs and examined.outline is not None
    return PublicationPage(
        changes=changes(course, now, DRAFT) if is_told else [],
        differs=differs,
        is_first=current is None,
        examined=examined,
        meaning=_meaning(course, examined.outline, examined.rule) if now and is_told else [],
        overtaken=overtaken(course, differs=differs),
    )


def _meaning(course: StudioCourse, steps: Outline | None, rule: CourseRule | None) -> list[Said]:
    """For the people in the course."""
    facts = course_by_id(course.id)
    learning = counts(course.id).learners
    if facts is None or steps is None or rule is None or not learning:
        return []
    before = outline(facts.revision_id)
    needed_before = add_up(before.items, (), CourseRule(facts.required_items, facts.final_quiz)).needed
    needed_after = add_up(steps.items, (), rule).needed
    removed = {item.key for item in before.items} - {item.key for item in steps.items}
    return [*_people(learning, going_on(course.id)), *_counted(needed_before, needed_after, len(removed))]


def _people(learning: int, open_work: GoingOn) -> list[Said]:
    said: list[Said] = [
        PluralSentence("%(count)s person learns in this course.", "%(count)s people learn in this course.", learning)
    ]
    if open_work.attempts:
        said.append(
            PluralSentence(
                "%(count)s quiz attempt is open. It stays on the questions it began with.",
                "%(count)s quiz attempts are open. They stay on the questions they began with.",
                open_work.attempts,
            )
        )
    if open_work.works:
        said.append(
            PluralSentence(
                "%(count)s piece of work is not graded yet. It stays on the rubric it began with.",
                "%(count)s pieces of work are not graded yet. They stay on the rubric they began with.",
                open_work.works,
            )
        )
    return said


def _counted(before: int, after: int, removed: int) -> list[Said]:
    said: list[Said] = []
    if removed:
        said.append(
            PluralSentence(
                "%(count)s step goes. What people achieved in it is kept; it counts towards the course no longer.",
                "%(count)s steps go. What people achieved in them is kept; they count towards the course no longer.",
                removed,
            )
        )
    if after != before:
        what: dict[str, object] = {"before": before, "after": after}
        said.append(
            Sentence("The course then needs %(after)s steps instead of %(before)s. Percentages are counted anew.", what)
        )
    if after > before:
        said.append(Sentence("So percentages may go down. Whoever has completed the course has still completed it."))
    if after < before:
        said.append(Sentence("Whoever has done all that is needed then completes the course at once."))
    return said
