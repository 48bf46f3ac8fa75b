"""The page before a publication: what changes, what is wrong, and the deed."""

from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_texts
from lms.authoring.services.files import change_files
from lms.authoring.services.outline import delete_item
from lms.core.db import db
from lms.courses.queries import published_course
from lms.courses.queries.identities import course_revisions
from lms.packages.importing import import_package
from tests.authoring.publications import PAGE, package_with
from tests.authoring.revisions.pages import edit, page_of, press_publish
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.authoring import NOW


def test_the_first_publication_leads_to_the_page_of_its_revision(client: Any, course: StudioCourse) -> None:
    assert "This is the first publication" in page_of(client, course, "publish")
    answer = press_publish(client, course)
    assert "Revision 1 is published. This is what trainees see now." in answer.text
    assert f'href="/courses/{course.slug}/"' in answer.text
    assert published_course(course.slug) is not None
    assert "Trainees see exactly this already" in page_of(client, course, "publish")


def test_what_changes_is_told_before_it_is_published(client: Any, me: Any, course: StudioCourse) -> None:
    press_publish(client, course)
    edit(course, me.id)
    delete_item(course.id, "more-to-read", subject="More to read", by=me.id, now=NOW)
    page = page_of(client, course, "publish")
    assert "The text of “What is in it”" in page and "words: 2 added" in page
    assert "What people achieved in it is kept." in page
    assert f"/studio/{course.slug}/revisions/compare?from=1&amp;to=draft&amp;path={PAGE.replace('/', '/')}" in page


def test_a_draft_with_mistakes_cannot_be_published_and_each_leads_to_what_mends_it(
    client: Any, me: Any, course: StudioCourse
) -> None:
    change_files(course.id, {PAGE: "no front matter"}, kind="edit-item", subject="x", by=me.id, now=NOW)
    db.session.commit()
    page = page_of(client, course, "publish")
    assert "1 mistake: the course cannot be published with it" in page
    assert f'href="/studio/{course.slug}/what-is-in-it/"' in page
    assert 'name="seq"' not in page
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": authoring.the_course(course.slug).draft_seq})
    assert answer.status_code == 422 and "1 mistake" in answer.text
    assert course_revisions(course.id) == []


def test_a_draft_that_somebody_changed_meanwhile_is_shown_again_before_it_is_published(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    edit(course, me.id)
    seen = authoring.the_course(course.slug).draft_seq
    edit(course, a_person().id, "Theirs.")
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": seen})
    assert answer.status_code == 409 and "Somebody else changed this in the meantime" in answer.text
    assert "Publish now" in answer.text and len(course_revisions(course.id)) == 1
    assert "Revision 2 is published" in press_publish(client, course).text


def test_publishing_the_same_a_second_time_is_told(client: Any, course: StudioCourse) -> None:
    press_publish(client, course)
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": 1}, follow_redirects=True)
    assert "This is published already, as revision 1." in answer.text


def test_a_package_that_was_imported_over_a_changed_draft_is_told_on_the_page(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    package = package_with(course, "---\ntitle: What is in it\n---\nBy command.\n")
    edit(course, me.id, path="items/more-to-read.en.md")
    import_package(package, now=NOW)
    db.session.commit()
    assert "Revision 2 came from a package" in page_of(client, course, "")
    page = page_of(client, course, "publish")
    assert "Revision 2 came from a package while this draft had changes" in page
    assert f"/studio/{course.slug}/revisions/compare?from=1&amp;to=2" in page
    answer = client.post(f"/studio/{course.slug}/revisions/2/take", follow_redirects=True)
    assert "The draft is now as revision 2 was." in answer.text and "Undo" in answer.text
    assert "Trainees see exactly this already" in answer.text
    assert "By command." in draft_texts(course.id, [PAGE])[PAGE].text
