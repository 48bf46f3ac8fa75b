"""What authors do with the library in its tests, by the person's id."""

import re
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_package, draft_texts
from lms.authoring.queries.library.entries import library_entry
from lms.authoring.queries.library.uses import UseFacts, UsePage, use_of, use_page
from lms.authoring.services.files import change_files
from lms.authoring.services.library.entries import put_into_library, update_library
from lms.authoring.services.library.taking import take_version, use_entry
from lms.authoring.services.publishing import publish_draft
from lms.packages.checking import examine_package
from lms.packages.pages import write_page
from tests.factories import authoring
from tests.factories.authoring import NOW

READING, QUIZ, MODULE = "item:what-is-in-it", "item:quiz-send", "module:send"
HERE = "item:what-is-in-it-2"  # the reading of the sample where another course has taken it


def put_in(course: StudioCourse, of: str, me: int, note: str = "For beginners") -> str:
    """Keeps it in the library; the entry's public id."""
    return put_into_library(course.id, of, note=note, by=me, now=NOW)


def id_of(public_id: str) -> int:
    entry = library_entry(public_id)
    assert entry is not None
    return entry.id


def entry_of(course: StudioCourse, of: str, me: int) -> int:
    """Keeps it in the library; the entry's id."""
    return id_of(put_in(course, of, me))


def mistakes_of(course: StudioCourse) -> list[str]:
    return [str(mistake) for mistake in examine_package(draft_package(course.id, course.slug)).content.mistakes]


def edit(course: StudioCourse, path: str, text: str, by: int) -> None:
    change_files(course.id, {path: text}, kind="edit-item", subject="x", by=by, now=NOW)


def page_of(course: StudioCourse, key: str, language: str = "en") -> str:
    path = f"items/{key}.{language}.md"
    return draft_texts(course.id, [path])[path].text


def the_use(course: StudioCourse, of: str) -> UseFacts:
    use = use_of(course.id, of)
    assert use is not None
    return use


def the_page(course: StudioCourse, of: str) -> UsePage:
    """How the course's copy stands."""
    page = use_page(the_use(course, of))
    assert page is not None
    return page


def publish(course: StudioCourse, me: int) -> None:
    seq = authoring.the_course(course.slug).draft_seq
    assert seq is not None
    publish_draft(course.id, course.slug, seq=seq, by=me, now=NOW)


def take(course: StudioCourse, of: str, me: int, **more: Any) -> int | None:
    page = the_page(course, of)
    asked = {"number": page.use.entry.newest, "seen": page.seen, "replaces_own": False, **more}
    return take_version(course.id, of, **asked, by=me, now=NOW)


def update(course: StudioCourse, of: str, me: int, note: str = "Better") -> int:
    return update_library(course.id, of, seen=the_use(course, of).entry.newest, note=note, by=me, now=NOW)


def a_shared(me: int, first: StudioCourse, second: StudioCourse, of: str) -> str:
    """`of` of the first course, used in the second; returns what it is called there."""
    return use_entry(second.id, entry_of(first, of, me), "receive", by=me, now=NOW).of


def an_offer(me: int, first: StudioCourse) -> StudioCourse:
    """A course that has version 1 of the first course's reading while the library has version 2."""
    second = authoring.a_sample_draft(me)
    use_entry(second.id, entry_of(first, READING, me), "receive", by=me, now=NOW)
    edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "Three *new* facts."), me)
    update_library(first.id, READING, seen=1, note="Shorter", by=me, now=NOW)
    return second


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    (body,) = re.findall(rf'<form[^>]+action="[^"]*{action}"[^>]*>(.*?)</form>', page, re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
