"""A package that a command imports while the studio has a draft of the course."""

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.publication import publication_page
from lms.authoring.services.drafts import roll_back
from lms.authoring.services.files import change_files
from lms.courses.queries.identities import course_revisions
from lms.packages.importing import import_package
from tests.authoring.publications import PAGE, package_with, publish
from tests.factories import authoring

NOW = authoring.NOW


def test_a_package_imported_over_a_changed_draft_is_told_and_can_be_taken(me: int, course: StudioCourse) -> None:
    package = package_with(course, "---\ntitle: T\n---\nBy command.\n")
    change_files(course.id, {"items/more-to-read.en.md": "---\ntitle: T\n---\nMine.\n"},
                 kind="edit-item", subject="x", by=me, now=NOW)  # fmt: skip
    made = import_package(package, now=NOW)
    page = publication_page(authoring.the_course(course.slug))
    assert page.overtaken is not None and page.overtaken.by.number == 2
    assert page.overtaken.base is not None and page.overtaken.base.number == 1
    roll_back(course.id, made.revision_id, 2, by=me, now=NOW, is_current=True)
    page = publication_page(authoring.the_course(course.slug))
    assert page.overtaken is None and not page.differs
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine again.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    assert publication_page(authoring.the_course(course.slug)).overtaken is None


def test_going_back_to_an_older_revision_is_not_told_as_a_package_that_came_in_between(
    me: int, course: StudioCourse
) -> None:
    first = course_revisions(course.id)[0]
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    publish(course, me)
    roll_back(course.id, first.id, 1, by=me, now=NOW)
    page = publication_page(authoring.the_course(course.slug))
    assert page.differs and page.overtaken is None
    assert [change.group for change in page.changes] == ["outline", "texts"]
