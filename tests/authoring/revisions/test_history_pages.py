"""Who did what to the draft when, how it read, and the way back."""

from datetime import timedelta
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_texts
from lms.authoring.queries.history import steps
from lms.authoring.services.files import change_files
from lms.authoring.services.outline import delete_item
from lms.core.db import db
from tests.authoring.publications import PAGE
from tests.authoring.revisions.pages import edit, page_of
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.authoring import NOW


def test_the_history_tells_who_did_what_and_shows_how_it_read(client: Any, me: Any, course: StudioCourse) -> None:
    edit(course, me.id, now=NOW + timedelta(hours=1))
    page = page_of(client, course, "history")
    assert "Edited “What is in it”" in page and "Aigerim" in page
    found, more = steps(course.id)
    assert not more
    step = page_of(client, course, f"history/{found[0].id}")
    assert "Other words." in step and "<ins>" in step and "Take back" in step
    answer = client.post(f"/studio/{course.slug}/history/{found[0].id}/take-back", follow_redirects=True)
    assert "The step is taken back." in answer.text
    assert "Other words." not in draft_texts(course.id, [PAGE])[PAGE].text


def test_a_step_over_which_somebody_has_written_since_is_not_taken_back(
    client: Any, me: Any, course: StudioCourse
) -> None:
    edit(course, me.id, now=NOW + timedelta(hours=1))
    step = steps(course.id)[0][0]
    other = a_person(printed_name="Timur").id
    edit(course, other, "Theirs.", now=NOW + timedelta(hours=2))
    answer = client.post(f"/studio/{course.slug}/history/{step.id}/take-back", follow_redirects=True)
    assert "Timur changed this" in answer.text
    assert "Theirs." in draft_texts(course.id, [PAGE])[PAGE].text


def test_the_history_of_an_item_has_its_steps_only_also_when_it_is_gone(
    client: Any, me: Any, course: StudioCourse
) -> None:
    edit(course, me.id, now=NOW + timedelta(hours=1))
    change_files(course.id, {"items/at-the-door.en.md": "---\ntitle: At the door\n---\nX.\n"},
                 kind="edit-item", subject="At the door", by=me.id, now=NOW + timedelta(hours=2))  # fmt: skip
    delete_item(course.id, "more-to-read", subject="More to read", by=me.id, now=NOW + timedelta(hours=3))
    db.session.commit()
    page = page_of(client, course, "what-is-in-it/history")
    assert "Edited “What is in it”" in page and "At the door" not in page
    assert "Deleted “More to read”" in page_of(client, course, "more-to-read/history")
    page_of(client, course, "no-such-item/history", 404)


def test_a_step_of_another_course_is_404(client: Any, me: Any, course: StudioCourse) -> None:
    other = authoring.a_sample_draft(a_person().id)
    step = steps(other.id)[0][0]
    page_of(client, course, f"history/{step.id}", 404)
    client.post(f"/studio/{course.slug}/history/{step.id}/take-back")
    assert len(steps(other.id)[0]) == 1


def test_a_long_history_has_pages(client: Any, me: Any, course: StudioCourse) -> None:
    for n in range(45):
        edit(course, me.id, f"Version {n}.", now=NOW + timedelta(hours=n + 1))
    newest, more = steps(course.id)
    assert more and len(newest) == 40
    page = page_of(client, course, "history")
    assert f"?before={newest[-1].id}" in page
    older, more = steps(course.id, before=newest[-1].id)
    assert not more and len(older) == 6
    assert "Brought in a package" in page_of(client, course, f"history?before={newest[-1].id}")
