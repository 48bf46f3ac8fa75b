"""The library: a piece kept once, used in several courses, offered anew when it changes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_package, draft_texts
from lms.authoring.queries.library.entries import library_entry
from lms.authoring.queries.library.uses import library_marks, use_of, use_page
from lms.authoring.rules.outline import item_keys, module_keys, order_of
from lms.authoring.services.files import change_files
from lms.authoring.services.library.entries import put_into_library, update_library
from lms.authoring.services.library.taking import take_version, use_entry
from lms.packages.checking import examine_package
from tests.factories import authoring
from tests.factories.accounts import a_person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
READING, QUIZ, MODULE = "item:what-is-in-it", "item:quiz-send", "module:send"


@pytest.fixture
def me(app: Flask) -> int:
    return a_person().id


@pytest.fixture
def first(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


@pytest.fixture
def second(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


def _put(course: StudioCourse, of: str, me: int) -> int:
    entry = library_entry(put_into_library(course.id, of, note="", by=me, now=NOW))
    assert entry is not None
    return entry.id


def _mistakes(course: StudioCourse) -> list[str]:
    return [str(mistake) for mistake in examine_package(draft_package(course.id, course.slug)).content.mistakes]


def _edit(course: StudioCourse, path: str, text: str, by: int) -> None:
    change_files(course.id, {path: text}, kind="edit-item", subject="x", by=by, now=NOW)


def _page(course: StudioCourse, key: str, language: str = "en") -> str:
    path = f"items/{key}.{language}.md"
    return draft_texts(course.id, [path])[path].text


def _take(course: StudioCourse, of: str, me: int, **more: Any) -> int | None:
    use = use_of(course.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None
    asked = {"number": use.entry.newest, "seen": page.seen, "replaces_own": False, **more}
    return take_version(course.id, of, **asked, by=me, now=NOW)


def _update(course: StudioCourse, of: str, me: int, note: str = "Better") -> int:
    use = use_of(course.id, of)
    assert use is not None
    return update_library(course.id, of, seen=use.entry.newest, note=note, by=me, now=NOW)


# putting in and using


@pytest.mark.parametrize("of", [READING, QUIZ, MODULE, "item:packing-film", "item:write-a-claim", "item:final-quiz"])
def test_a_piece_of_one_course_is_used_in_another_that_stays_without_mistakes(
    me: int, first: StudioCourse, second: StudioCourse, of: str
) -> None:
    entry = _put(first, of, me)
    before = order_of(course_files(second.id).course)
    added = use_entry(second.id, entry, "receive", by=me, now=NOW).of
    assert _mistakes(second) == [] and _mistakes(first) == []
    course = course_files(second.id).course
    sort, key = added.split(":")
    assert key not in dict(before) and all(key not in items for _module, items in before)
    assert key in (module_keys(course) if sort == "module" else item_keys(course))
    assert library_marks(second.id)[added].number == 1 and not library_marks(second.id)[added].is_offered
    use = use_of(second.id, added)
    assert use is not None
    page = use_page(use)
    assert page is not None and not page.has_own and not page.news
