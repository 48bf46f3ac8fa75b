"""What differs between any two states of a course, and the ways back."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_package, draft_texts
from lms.authoring.queries.history import revision_lines
from lms.courses.queries import published_course
from lms.courses.queries.identities import course_revisions
from lms.web.sending import attachment
from tests.authoring.publications import PAGE
from tests.authoring.revisions.pages import edit, page_of, press_publish
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.progress import a_learner


def test_the_list_tells_what_each_revision_changed_and_how_many_learned_with_it(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    facts = published_course(course.slug)
    assert facts is not None
    first = course_revisions(course.id)[0].published_at
    for began in (first - timedelta(days=9), first, first):
        a_learner(a_person(), facts, "what-is-in-it", now=began)
    edit(course, me.id)
    press_publish(client, course)
    second = course_revisions(course.id)[0].published_at
    a_learner(a_person(), facts, "what-is-in-it", now=second)
    lines, total = revision_lines(authoring.the_course(course.slug), 1)
    assert [(line.revision.number, line.by, line.learned) for line in lines] == [(2, "Aigerim", 1), (1, "Aigerim", 3)]
    assert total == 2 and lines[1].changes is None and [c.group for c in lines[0].changes or []] == ["texts"]
    page = page_of(client, course, "revisions")
    assert "3 people learned with it" in page and "Trainees see this" in page


def test_any_two_states_are_compared_text_by_text(client: Any, me: Any, course: StudioCourse) -> None:
    press_publish(client, course)
    edit(course, me.id, "Other words.")
    press_publish(client, course)
    edit(course, me.id, "Other words again.")
    page = page_of(client, course, "revisions/compare?from=1&to=2")
    assert "<ins>" in page and "<del>" in page and "added:" in page and "removed:" in page
    assert "Nothing differs" in page_of(client, course, "revisions/compare?from=2&to=2")
    assert "again" in page_of(client, course, f"revisions/compare?from=2&to=draft&path={PAGE}")
    assert "Nothing differs" in page_of(client, course, "revisions/compare?from=2&to=draft&path=items/nothing.en.md")
    for wrong in ("from=9", "from=1&to=9", "from=x", "from=1&to=-1"):
        page_of(client, course, f"revisions/compare?{wrong}", 404)


def test_a_page_of_differences_stays_small_and_each_long_one_has_its_own(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    long = "".join(f"Paragraph {n} of a long text.\n\n" for n in range(4000))
    edit(course, me.id, long)
    page = page_of(client, course, "revisions/compare")
    assert "Long: its differences stand on a page of their own" in page and len(page) < 60_000
    assert "Paragraph 3999 of a long text." in page_of(client, course, f"revisions/compare?path={PAGE}")


def test_going_back_makes_an_old_revision_the_draft_and_can_be_undone(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    before = draft_texts(course.id, [PAGE])[PAGE].text
    edit(course, me.id)
    press_publish(client, course)
    assert "The draft would change so:" in page_of(client, course, "revisions/1")
    answer = client.post(f"/studio/{course.slug}/revisions/1/take", follow_redirects=True)
    assert "The draft is now as revision 1 was." in answer.text
    assert draft_texts(course.id, [PAGE])[PAGE].text == before
    assert "The draft is like this revision." in page_of(client, course, "revisions/1")
    change = re.search(r'name="change" value="(\d+)"', answer.text)
    assert change
    client.post(f"/studio/{course.slug}/outline/take-back", data={"change": change[1]})
    assert "Other words." in draft_texts(course.id, [PAGE])[PAGE].text
    assert "Revision 3 is published" not in page_of(client, course, "revisions")


def test_a_revision_is_carried_home_as_the_package_it_was(client: Any, course: StudioCourse) -> None:
    package = draft_package(course.id, course.slug)
    press_publish(client, course)
    answer = client.get(f"/studio/{course.slug}/revisions/1/package")
    assert answer.headers["Content-Disposition"] == attachment(f"{course.slug}-1.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path: file.read() for path, file in package.files.items()
        }
    page_of(client, course, "revisions/2/package", 404)
