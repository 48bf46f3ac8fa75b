"""Importing packages: all of them or nothing, and nothing of one that is what is already published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lms.assessment.drafts import Section
from lms.assessment.services import store_assignment, store_questions, store_quiz
from lms.audit.services import record
from lms.core.messages import Told
from lms.core.runtime import current
from lms.core.storage import pieces_of
from lms.courses.queries import course_ids_by_slug, course_of_digest
from lms.courses.services import publish_revision
from lms.enrolment.services import open_offering
from lms.packages.building import build_questions, build_revision
from lms.packages.checking import CheckedPackage, check_package
from lms.packages.pictures import with_sizes
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package
from lms.packages.structure import day_of
from lms.packages.yaml_text import Document


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `is_new` says whether it published a revision.

    `needs` are the courses to complete first, by slug, each with what to tell when the site has no such course.
    """

    slug: str
    course_id: int
    revision_id: int
    number: int
    is_new: bool
    needs: dict[str, Problem] = field(default_factory=dict)


def import_package(package: Package, *, now: datetime, by: int | None = None) -> Imported:
    """Publishes the package in the caller's transaction; the caller commits.

    Raises `BadPackage` with every mistake, or `Refused` when an item changed its kind. Whoever changed the
    settings of enrolment on the site keeps them.
    """
    return take(look_at(package), now=now, by=by)


def import_packages(packages: Iterable[Package], *, now: datetime, by: int | None = None) -> list[Imported]:
    """Publishes the packages, as `import_package` does each, and answers in the order in which they came.

    Raises `BadPackage` also for a course to complete first that is neither on the site nor among them.
    """
    seen = [look_at(package) for package in packages]
    done: dict[int, Imported] = {}
    # Publishing locks a course until the transaction ends. By slug, whatever order was asked for, two imports of the
    # same courses take turns; each in its own order they could wait for each other in a ring.
    for place in sorted(range(len(seen)), key=lambda place: _slug(seen[place])):
        done[place] = take(seen[place], now=now, by=by)
    answers = [done[place] for place in range(len(seen))]
    _check_needs(answers)
    return answers


def look_at(package: Package) -> Imported | CheckedPackage:
    """What is published already, or the package without mistakes. Reads only: nothing is locked meanwhile.

    Raises `BadPackage` with every mistake.
    """
    course = course_of_digest(package.digest)
    if course is not None:
        return Imported(course.slug, course.id, course.revision_id, course.revision_number, is_new=False)
    return check_package(package)


def _slug(seen: Imported | CheckedPackage) -> str:
    return seen.slug if isinstance(seen, Imported) else str(seen.content.course.value["course"])


def take(seen: Imported | CheckedPackage, *, now: datetime, by: int | None) -> Imported:
    """Publishes what was looked at, in the caller's transaction. Raises `Refused` as `import_package` does."""
    return seen if isinstance(seen, Imported) else _publish(seen, now=now, by=by)


def _publish(checked: CheckedPackage, *, now: datetime, by: int | None) -> Imported:
    data = checked.content.course.value
    store_files(checked.content.package)
    made = publish_revision(with_sizes(checked, build_revision(checked)), now=now, by=by)
    if made.is_new:
        _store_tasks(checked, made.course_id, made.item_versions)
        record("course.published", f"course:{made.course_id}", by=by, now=now, revision=made.number)
    joining = data["enrolment"]
    open_offering(
        made.course_id,
        mode=joining["mode"],
        capacity=joining.get("capacity"),
        opens_on=day_of(joining, "opens_on"),
        closes_on=day_of(joining, "closes_on"),
    )
    needs = _needs(checked.content.course)
    return Imported(data["course"], made.course_id, made.revision_id, made.number, made.is_new, needs)


def _needs(course: Document) -> dict[str, Problem]:
    todo = Told("import that course first, or together with this one")
    return {
        slug: course.problem(
            ("prerequisites", place), Told("this site has no course %(slug)s to complete first", slug=slug), todo
        )
        for place, slug in enumerate(course.value.get("prerequisites", ()))
    }


def _check_needs(done: Iterable[Imported]) -> None:
    """Nobody could ever enrol where a course comes first that does not exist. Raises `BadPackage`.

    Asked once all of them are imported, so that their order does not matter.
    """
    needs = [need for imported in done for need in imported.needs.items()]
    known = course_ids_by_slug([slug for slug, _problem in needs]) if needs else {}
    if missing := [problem for slug, problem in needs if slug not in known]:
        raise BadPackage(missing)


def store_files(package: Package) -> None:
    """Blobs are kept by content and before the rows that name them: one without rows does no harm."""
    storage = current().storage
    for file in package.files.values():
        if storage.exists(file.digest):
            continue
        with file.open() as source:
            kept = storage.put_stream(pieces_of(source))
        if kept.digest != file.digest:
            todo = Told("import it again when nobody is writing to it")
            raise BadPackage([Problem(file.path, 1, Told("the file changed while it was read"), todo)])


def _store_tasks(checked: CheckedPackage, course_id: int, item_versions: dict[str, int]) -> None:
    versions = store_questions(course_id, build_questions(checked))
    for key, quiz in checked.quizzes.items():
        sections = [
            Section(draw, tuple(versions[question] for question in questions)) for draw, questions in quiz.sections
        ]
        store_quiz(item_versions[key], quiz.settings, sections)
    for key, work in checked.assignments.items():
        store_assignment(item_versions[key], work.settings, work.words)
