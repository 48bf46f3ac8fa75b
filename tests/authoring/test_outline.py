"""Changes to the outline of a draft, and the way back."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.files import draft_files, draft_package, draft_texts
from lms.authoring.rules.outline import item_of, module_keys, order_of
from lms.authoring.services import outline
from lms.authoring.services.files import Stale, change_files
from lms.authoring.services.history import take_back
from lms.authoring.services.publishing import publish_draft
from lms.core.errors import Refused
from lms.packages.checking import examine_package
from tests.factories import authoring
from tests.factories.accounts import a_person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def me(app: Flask) -> int:
    return a_person().id


@pytest.fixture
def course(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


def _order(course: StudioCourse) -> list[tuple[str, list[str]]]:
    return order_of(course_files(course.id).course)


def _mistakes(course: StudioCourse) -> list[str]:
    return [str(mistake) for mistake in examine_package(draft_package(course.id, course.slug)).content.mistakes]


def test_a_course_is_made_from_nothing_to_publication(me: int) -> None:
    course = authoring.an_empty_draft(me, title="Trade")
    module = outline.add_module(course.id, "Первый модуль", by=me, now=NOW)
    item = outline.add_item(course.id, module, "reading", "What a border sees", by=me, now=NOW)
    assert (module, item) == ("pervyy-modul", "what-a-border-sees")
    path = f"items/{item}.en.md"
    change_files(course.id, {path: "---\ntitle: T\n---\nWords.\n"}, kind="edit-item", subject="T", by=me, now=NOW)
    words = {**course_files(course.id).words["en"], "summary": "S", "description": "D", "outcomes": ["O"]}
    from lms.packages.writing import write_yaml

    done = change_files(
        course.id, {"course.en.yaml": write_yaml(words)}, kind="course-words", subject="", by=me, now=NOW
    )
    assert _mistakes(course) == []
    assert publish_draft(course.id, course.slug, seq=done.seq, by=me, now=NOW).number == 1


@pytest.mark.parametrize("kind", ["reading", "video", "quiz", "assignment"])
def test_a_new_item_of_each_kind_is_unfinished_but_leaves_the_rest_readable(
    me: int, course: StudioCourse, kind: str
) -> None:
    outline.add_item(course.id, "receive", kind, "New one", by=me, now=NOW)
    assert all("new-one" in mistake for mistake in _mistakes(course)), _mistakes(course)
    assert _order(course)[1][1][-1] == "new-one"


def test_a_new_item_never_takes_the_key_of_one_that_was_published_and_deleted(me: int, course: StudioCourse) -> None:
    publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    outline.delete_item(course.id, "at-the-door", subject="x", by=me, now=NOW)
    assert outline.add_item(course.id, "receive", "reading", "At the door", by=me, now=NOW) == "at-the-door-2"


def test_an_order_made_from_an_older_outline_is_refused_and_loses_nothing(me: int, course: StudioCourse) -> None:
    other = a_person().id
    seen, order = course_files(course.id).digest, _order(course)
    outline.add_item(course.id, "receive", "reading", "New", by=other, now=NOW)
    with pytest.raises(Stale) as caught:
        outline.arrange(course.id, order, seen=seen, subject="x", by=me, now=NOW)
    assert caught.value.by == other
    assert "new" in _order(course)[1][1]


def test_an_order_whose_answer_was_lost_is_no_conflict_with_itself(me: int, course: StudioCourse) -> None:
    seen, order = course_files(course.id).digest, _order(course)[::-1]
    first, again = (outline.arrange(course.id, order, seen=seen, subject="x", by=me, now=NOW) for _try in range(2))
    assert first.digests == again.digests
    assert again.change_id is None
    assert _order(course) == order


def test_moving_what_somebody_deleted_is_refused(me: int, course: StudioCourse) -> None:
    outline.delete_item(course.id, "at-the-door", subject="x", by=me, now=NOW)
    with pytest.raises(Stale):
        outline.move(course.id, "at-the-door", steps=1, is_module=False, subject="x", by=me, now=NOW)


def test_a_copy_stands_below_its_original_with_all_its_texts(me: int, course: StudioCourse) -> None:
    before = _order(course)
    first = before[0][1][0]
    new = outline.copy_item(course.id, first, "A copy", by=me, now=NOW)
    assert _order(course)[0][1][:2] == [first, new]
    texts = draft_texts(course.id, [f"items/{new}.en.md", f"items/{new}.ru.md"])
    assert len(texts) == 2 and "title: A copy" in texts[f"items/{new}.en.md"].text
    assert _mistakes(course) == []


def test_a_copied_module_has_its_own_items(me: int, course: StudioCourse) -> None:
    new = outline.copy_module(course.id, "send", "Send again", by=me, now=NOW)
    order = dict(_order(course))
    assert module_keys(course_files(course.id).course) == ["send", new, "receive"]
    assert len(order[new]) == len(order["send"]) and not set(order[new]) & set(order["send"])
    assert course_files(course.id).words["ru"]["modules"][new] == course_files(course.id).words["ru"]["modules"]["send"]
    assert _mistakes(course) == []


def test_what_was_deleted_comes_back_with_its_files(me: int, course: StudioCourse) -> None:
    before, order = draft_package(course.id, course.slug), _order(course)
    step = outline.delete_item(course.id, "at-the-door", subject="At the door", by=me, now=NOW)
    assert step is not None
    take_back(course.id, step, by=me, now=NOW)
    assert set(draft_files(course.id)) == set(before.files)
    assert _order(course) == order


def test_a_deleted_module_comes_back_although_the_outline_changed_since(me: int, course: StudioCourse) -> None:
    step = outline.delete_module(course.id, "send", subject="Send", by=me, now=NOW)
    assert step is not None
    assert "final_quiz" in course_files(course.id).course["completion"]
    outline.add_item(course.id, "receive", "reading", "New", by=me, now=NOW)
    take_back(course.id, step, by=me, now=NOW)
    order = dict(_order(course))
    assert list(order) == ["send", "receive"] and order["receive"][-1] == "new"
    assert "send" in course_files(course.id).words["ru"]["modules"]
    assert "items/what-is-in-it.en.md" in draft_files(course.id)


def test_taking_back_an_edit_that_somebody_built_on_is_refused(me: int, course: StudioCourse) -> None:
    path = "items/at-the-door.en.md"
    other = a_person().id
    done = change_files(course.id, {path: "---\ntitle: A\n---\nMine.\n"}, kind="edit-item", subject="A", by=me, now=NOW)
    change_files(course.id, {path: "---\ntitle: A\n---\nTheirs.\n"}, kind="edit-item", subject="A", by=other, now=NOW)
    assert done.change_id is not None
    with pytest.raises(Stale):
        take_back(course.id, done.change_id, by=me, now=NOW)
    assert "Theirs" in draft_texts(course.id, [path])[path].text


def test_a_step_of_another_course_cannot_be_taken_back(me: int, course: StudioCourse) -> None:
    other = authoring.a_sample_draft(me)
    step = outline.delete_item(other.id, "at-the-door", subject="x", by=me, now=NOW)
    assert step is not None
    with pytest.raises(Refused, match="no longer there"):
        take_back(course.id, step, by=me, now=NOW)


def test_settings_of_an_item_change_and_none_removes_them(me: int, course: StudioCourse) -> None:
    values = {"minutes": 25, "required": False, "after": None}
    outline.change_item(course.id, "at-the-door", values, subject="x", by=me, now=NOW + timedelta(minutes=1))
    assert item_of(course_files(course.id).course, "at-the-door") == {
        "key": "at-the-door", "kind": "reading", "minutes": 25, "required": False,
    }  # fmt: skip


def test_a_quiz_file_reads_as_plain_values_and_an_absent_one_as_nothing(course: StudioCourse) -> None:
    files = yaml_files(course.id, ["items/final-quiz.yaml", "items/none.yaml"])
    assert files["items/final-quiz.yaml"].value["pass_percent"] > 0
    assert (files["items/none.yaml"].value, files["items/none.yaml"].digest) == (None, None)
