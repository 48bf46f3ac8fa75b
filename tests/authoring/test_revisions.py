"""The pages around a publication: before it, after it, what differs between any two states, and the ways back."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_package, draft_texts
from lms.authoring.queries.history import revision_lines, steps
from lms.authoring.services.files import change_files
from lms.authoring.services.outline import delete_item
from lms.core.db import db
from lms.courses.queries import published_course
from lms.courses.queries.identities import course_revisions
from lms.packages.importing import import_package
from lms.packages.reading import Package, SourceFile
from lms.web.sending import attachment
from tests.factories import authoring
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import NOW
from tests.factories.progress import a_learner

PAGE = "items/what-is-in-it.en.md"


@pytest.fixture
def me(app: Flask) -> Any:
    return a_person(printed_name="Aigerim")


@pytest.fixture
def course(me: Any, client: Any) -> StudioCourse:
    course = authoring.a_sample_draft(me.id)
    db.session.commit()
    client.sign_in(me)
    return course


def _edit(course: StudioCourse, by: int, text: str = "Other words.", path: str = PAGE, now: Any = NOW) -> None:
    page = f"---\ntitle: What is in it\n---\n{text}\n"
    change_files(course.id, {path: page}, kind="edit-item", subject="What is in it", by=by, now=now)
    db.session.commit()


def _publish(client: Any, course: StudioCourse) -> Any:
    page = client.get(f"/studio/{course.slug}/publish").text
    seen = re.search(r'name="seq" value="(\d+)"', page)
    assert seen, page
    return client.post(f"/studio/{course.slug}/publish", data={"seq": seen[1]}, follow_redirects=True)


def _page(client: Any, course: StudioCourse, path: str, status: int = 200) -> str:
    answer = client.get(f"/studio/{course.slug}/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return str(answer.text)


def test_the_first_publication_leads_to_the_page_of_its_revision(client: Any, course: StudioCourse) -> None:
    assert "This is the first publication" in _page(client, course, "publish")
    answer = _publish(client, course)
    assert "Revision 1 is published. This is what trainees see now." in answer.text
    assert f'href="/courses/{course.slug}/"' in answer.text
    assert published_course(course.slug) is not None
    assert "Trainees see exactly this already" in _page(client, course, "publish")


def test_what_changes_is_told_before_it_is_published(client: Any, me: Any, course: StudioCourse) -> None:
    _publish(client, course)
    _edit(course, me.id)
    delete_item(course.id, "more-to-read", subject="More to read", by=me.id, now=NOW)
    page = _page(client, course, "publish")
    assert "The text of “What is in it”" in page and "words: 2 added" in page
    assert "What people achieved in it is kept." in page
    assert f"/studio/{course.slug}/revisions/compare?from=1&amp;to=draft&amp;path={PAGE.replace('/', '/')}" in page


def test_a_draft_with_mistakes_cannot_be_published_and_each_leads_to_what_mends_it(
    client: Any, me: Any, course: StudioCourse
) -> None:
    change_files(course.id, {PAGE: "no front matter"}, kind="edit-item", subject="x", by=me.id, now=NOW)
    db.session.commit()
    page = _page(client, course, "publish")
    assert "1 mistake: the course cannot be published with it" in page
    assert f'href="/studio/{course.slug}/what-is-in-it/"' in page
    assert 'name="seq"' not in page
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": authoring.the_course(course.slug).draft_seq})
    assert answer.status_code == 422 and "1 mistake" in answer.text
    assert course_revisions(course.id) == []


def test_a_draft_that_somebody_changed_meanwhile_is_shown_again_before_it_is_published(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    _edit(course, me.id)
    seen = authoring.the_course(course.slug).draft_seq
    _edit(course, a_person().id, "Theirs.")
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": seen})
    assert answer.status_code == 409 and "Somebody else changed this in the meantime" in answer.text
    assert "Publish now" in answer.text and len(course_revisions(course.id)) == 1
    assert "Revision 2 is published" in _publish(client, course).text


def test_publishing_the_same_a_second_time_is_told(client: Any, course: StudioCourse) -> None:
    _publish(client, course)
    answer = client.post(f"/studio/{course.slug}/publish", data={"seq": 1}, follow_redirects=True)
    assert "This is published already, as revision 1." in answer.text


def test_a_package_that_was_imported_over_a_changed_draft_is_told_on_the_page(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    files = dict(draft_package(course.id, course.slug).files)
    text = b"---\ntitle: What is in it\n---\nBy command.\n"
    import hashlib

    files[PAGE] = SourceFile(PAGE, len(text), hashlib.sha256(text).hexdigest(), lambda: text)
    _edit(course, me.id, path="items/more-to-read.en.md")
    import_package(Package(course.slug, files), now=NOW)
    db.session.commit()
    assert "Revision 2 came from a package" in _page(client, course, "")
    page = _page(client, course, "publish")
    assert "Revision 2 came from a package while this draft had changes" in page
    assert f"/studio/{course.slug}/revisions/compare?from=1&amp;to=2" in page
    answer = client.post(f"/studio/{course.slug}/revisions/2/take", follow_redirects=True)
    assert "The draft is now as revision 2 was." in answer.text and "Undo" in answer.text
    assert "Trainees see exactly this already" in answer.text
    assert "By command." in draft_texts(course.id, [PAGE])[PAGE].text


def test_the_list_tells_what_each_revision_changed_and_how_many_learned_with_it(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    facts = published_course(course.slug)
    assert facts is not None
    first = course_revisions(course.id)[0].published_at
    for began in (first - timedelta(days=9), first, first):
        a_learner(a_person(), facts, "what-is-in-it", now=began)
    _edit(course, me.id)
    _publish(client, course)
    second = course_revisions(course.id)[0].published_at
    a_learner(a_person(), facts, "what-is-in-it", now=second)
    lines, total = revision_lines(authoring.the_course(course.slug), 1)
    assert [(line.revision.number, line.by, line.learned) for line in lines] == [(2, "Aigerim", 1), (1, "Aigerim", 3)]
    assert total == 2 and lines[1].changes is None and [c.group for c in lines[0].changes or []] == ["texts"]
    page = _page(client, course, "revisions")
    assert "3 people learned with it" in page and "Trainees see this" in page


def test_any_two_states_are_compared_text_by_text(client: Any, me: Any, course: StudioCourse) -> None:
    _publish(client, course)
    _edit(course, me.id, "Other words.")
    _publish(client, course)
    _edit(course, me.id, "Other words again.")
    page = _page(client, course, "revisions/compare?from=1&to=2")
    assert "<ins>" in page and "<del>" in page and "added:" in page and "removed:" in page
    assert "Nothing differs" in _page(client, course, "revisions/compare?from=2&to=2")
    assert "again" in _page(client, course, f"revisions/compare?from=2&to=draft&path={PAGE}")
    assert "Nothing differs" in _page(client, course, "revisions/compare?from=2&to=draft&path=items/nothing.en.md")
    for wrong in ("from=9", "from=1&to=9", "from=x", "from=1&to=-1"):
        _page(client, course, f"revisions/compare?{wrong}", 404)


def test_a_page_of_differences_stays_small_and_each_long_one_has_its_own(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    long = "".join(f"Paragraph {n} of a long text.\n\n" for n in range(4000))
    _edit(course, me.id, long)
    page = _page(client, course, "revisions/compare")
    assert "Long: its differences stand on a page of their own" in page and len(page) < 60_000
    assert "Paragraph 3999 of a long text." in _page(client, course, f"revisions/compare?path={PAGE}")


def test_going_back_makes_an_old_revision_the_draft_and_can_be_undone(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    before = draft_texts(course.id, [PAGE])[PAGE].text
    _edit(course, me.id)
    _publish(client, course)
    assert "The draft would change so:" in _page(client, course, "revisions/1")
    answer = client.post(f"/studio/{course.slug}/revisions/1/take", follow_redirects=True)
    assert "The draft is now as revision 1 was." in answer.text
    assert draft_texts(course.id, [PAGE])[PAGE].text == before
    assert "The draft is like this revision." in _page(client, course, "revisions/1")
    change = re.search(r'name="change" value="(\d+)"', answer.text)
    assert change
    client.post(f"/studio/{course.slug}/outline/take-back", data={"change": change[1]})
    assert "Other words." in draft_texts(course.id, [PAGE])[PAGE].text
    assert "Revision 3 is published" not in _page(client, course, "revisions")


def test_a_revision_is_carried_home_as_the_package_it_was(client: Any, course: StudioCourse) -> None:
    package = draft_package(course.id, course.slug)
    _publish(client, course)
    answer = client.get(f"/studio/{course.slug}/revisions/1/package")
    assert answer.headers["Content-Disposition"] == attachment(f"{course.slug}-1.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path: file.read() for path, file in package.files.items()
        }
    _page(client, course, "revisions/2/package", 404)


def test_the_history_tells_who_did_what_and_shows_how_it_read(client: Any, me: Any, course: StudioCourse) -> None:
    _edit(course, me.id, now=NOW + timedelta(hours=1))
    page = _page(client, course, "history")
    assert "Edited “What is in it”" in page and "Aigerim" in page
    found, more = steps(course.id)
    assert not more
    step = _page(client, course, f"history/{found[0].id}")
    assert "Other words." in step and "<ins>" in step and "Take back" in step
    answer = client.post(f"/studio/{course.slug}/history/{found[0].id}/take-back", follow_redirects=True)
    assert "The step is taken back." in answer.text
    assert "Other words." not in draft_texts(course.id, [PAGE])[PAGE].text


def test_a_step_over_which_somebody_has_written_since_is_not_taken_back(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _edit(course, me.id, now=NOW + timedelta(hours=1))
    step = steps(course.id)[0][0]
    other = a_person(printed_name="Timur").id
    _edit(course, other, "Theirs.", now=NOW + timedelta(hours=2))
    answer = client.post(f"/studio/{course.slug}/history/{step.id}/take-back", follow_redirects=True)
    assert "Timur changed this" in answer.text
    assert "Theirs." in draft_texts(course.id, [PAGE])[PAGE].text


def test_the_history_of_an_item_has_its_steps_only_also_when_it_is_gone(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _edit(course, me.id, now=NOW + timedelta(hours=1))
    change_files(course.id, {"items/at-the-door.en.md": "---\ntitle: At the door\n---\nX.\n"},
                 kind="edit-item", subject="At the door", by=me.id, now=NOW + timedelta(hours=2))  # fmt: skip
    delete_item(course.id, "more-to-read", subject="More to read", by=me.id, now=NOW + timedelta(hours=3))
    db.session.commit()
    page = _page(client, course, "what-is-in-it/history")
    assert "Edited “What is in it”" in page and "At the door" not in page
    assert "Deleted “More to read”" in _page(client, course, "more-to-read/history")
    _page(client, course, "no-such-item/history", 404)


def test_a_step_of_another_course_is_404(client: Any, me: Any, course: StudioCourse) -> None:
    other = authoring.a_sample_draft(a_person().id)
    step = steps(other.id)[0][0]
    _page(client, course, f"history/{step.id}", 404)
    client.post(f"/studio/{course.slug}/history/{step.id}/take-back")
    assert len(steps(other.id)[0]) == 1


def test_a_long_history_has_pages(client: Any, me: Any, course: StudioCourse) -> None:
    for n in range(45):
        _edit(course, me.id, f"Version {n}.", now=NOW + timedelta(hours=n + 1))
    newest, more = steps(course.id)
    assert more and len(newest) == 40
    page = _page(client, course, "history")
    assert f"?before={newest[-1].id}" in page
    older, more = steps(course.id, before=newest[-1].id)
    assert not more and len(older) == 6
    assert "Began" in _page(client, course, f"history?before={newest[-1].id}") or older


def test_an_assistant_reads_and_changes_nothing(app: Flask, course: StudioCourse, client: Any) -> None:
    _publish(client, course)
    assistant: Any = app.test_client()
    assistant.sign_in(an_instructor(course, "assistant"))
    step = steps(course.id)[0][0]
    for path in ("preview/", "revisions", "revisions/1", "revisions/compare", "history", f"history/{step.id}"):
        page = _page(assistant, course, path)
        assert "Take back" not in page and "Make it the draft" not in page
    for path in ("publish", "revisions/1/take", f"history/{step.id}/take-back"):
        assert assistant.post(f"/studio/{course.slug}/{path}", data={"seq": "1"}).status_code == 404
    _page(assistant, course, "publish", 404)


def test_b01_hostile_words_stay_inert_in_changes_differences_and_history(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _publish(client, course)
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b data-xss=1>"
    change_files(course.id, {PAGE: f"---\ntitle: '{attack.replace(chr(39), '')}'\n---\n{attack}\n"},
                 kind="edit-item", subject=attack, by=me.id, now=NOW + timedelta(hours=1))  # fmt: skip
    db.session.commit()
    step = steps(course.id)[0][0]
    for path in ("publish", "revisions", "revisions/1", "revisions/compare", "history", f"history/{step.id}",
                 "what-is-in-it/history", f"revisions/compare?path={PAGE}"):  # fmt: skip
        page = _page(client, course, path)
        assert "<script>alert" not in page and "<img src=x" not in page and "<b data-xss" not in page, path


PAGES = (
    "publish",
    "revisions",
    "revisions/1",
    "revisions/compare",
    "history",
    "history/{step}",
    "what-is-in-it/history",
)


def test_each_page_costs_a_fixed_number_of_statements(
    client: Any, me: Any, course: StudioCourse, statements: Any
) -> None:
    def cost() -> dict[str, int]:
        step = steps(course.id)[0][0].id
        counted = {}
        for path in PAGES:
            _page(client, course, path.format(step=step))  # what never changes is remembered
            with statements as seen:
                _page(client, course, path.format(step=step))
            counted[path] = len(seen.texts)
        return counted

    for n in range(2):
        _edit(course, me.id, f"Version {n}.", now=NOW + timedelta(hours=n))
        _publish(client, course)
    _edit(course, me.id, "A draft.", now=NOW + timedelta(hours=9))
    few = cost()
    facts = published_course(course.slug)
    assert facts is not None
    for n in range(12):
        a_learner(a_person(), facts, "what-is-in-it", now=NOW + timedelta(hours=n))
        _edit(course, a_person().id, f"Another version {n}.", now=NOW + timedelta(hours=n + 10))
        _publish(client, course)
    _edit(course, me.id, "A draft again.", now=NOW + timedelta(hours=99))
    many = cost()
    assert {path: many[path] - few[path] for path in PAGES if path != "publish"} == dict.fromkeys(PAGES[1:], 0)
    assert many["publish"] - few["publish"] <= 3  # what is asked only where people learn
    assert max(many.values()) <= 18, many
