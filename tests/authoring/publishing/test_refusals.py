"""What is not published, and says why."""

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_package
from lms.authoring.services.courses import begin_with_files
from lms.authoring.services.drafts import open_draft, roll_back
from lms.authoring.services.files import Blob, Content, Stale, change_files
from lms.authoring.services.publishing import look_at_draft, publish_draft
from lms.core.errors import Refused
from lms.courses.queries import published_course
from lms.courses.queries.identities import course_revisions
from lms.courses.services.standing import archive_course
from lms.packages.writing import write_yaml
from tests.authoring.publications import PAGE, publish
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.courses import a_course

NOW = authoring.NOW


def test_what_was_looked_at_is_published_only_while_the_draft_is_the_same(me: int, course: StudioCourse) -> None:
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    seen = authoring.the_course(course.slug)
    looked = look_at_draft(course.id, course.slug)
    other = a_person().id
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nTheirs.\n"}, kind="edit-item", subject="x", by=other, now=NOW)
    with pytest.raises(Stale) as caught:
        publish_draft(course.id, course.slug, seq=seen.draft_seq or 0, by=me, now=NOW, looked=looked)
    assert caught.value.by == other
    assert len(course_revisions(course.id)) == 1


def test_an_archived_course_is_brought_back_before_it_is_published(me: int, course: StudioCourse) -> None:
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    archive_course(course.id)
    with pytest.raises(Refused, match="archived"):
        publish(course, me)


def test_a_draft_whose_course_yaml_names_another_course_is_not_published(me: int, course: StudioCourse) -> None:
    files = course_files(course.id)
    change_files(course.id, {"course.yaml": write_yaml({**files.course, "course": "another"})},
                 kind="settings", subject="", by=me, now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="names another course"):
        publish(course, me)
    assert published_course("another") is None


def test_a_course_made_from_no_package_has_no_way_back(app: Flask, me: int) -> None:
    facts = a_course()
    open_draft(facts.id, facts.revision_id, now=NOW)
    with pytest.raises(Refused, match="not made from a package"):
        roll_back(facts.id, facts.revision_id, 1, by=me, now=NOW)


def test_a08_a_draft_with_the_very_files_of_another_course_publishes_nothing(course: StudioCourse, me: int) -> None:
    """They are published already, but as that course: neither becomes the other."""
    files: dict[str, Content] = {
        path: text if (text := file.read().decode(errors="ignore")) and not path.startswith("media/")
        else Blob(file.digest, file.size_bytes)
        for path, file in draft_package(course.id, course.slug).files.items()
    }  # fmt: skip
    begin_with_files("look-alike", files, kind="import", subject="x", by=me, now=NOW)
    alike = authoring.the_course("look-alike")
    with pytest.raises(Refused, match="names another course"):
        publish_draft(alike.id, alike.slug, seq=1, by=me, now=NOW)
    after = authoring.the_course("look-alike")
    assert (after.state, after.revision_id, after.base_revision_id) == ("draft", None, None)
    published = published_course(course.slug)
    assert published is not None and published.revision_number == 1
