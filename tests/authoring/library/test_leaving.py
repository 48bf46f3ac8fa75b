"""Pieces that part with the library, are taken back, copied along or archived."""

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files, draft_package
from lms.authoring.queries.library.uses import library_marks
from lms.authoring.services.courses import delete_course
from lms.authoring.services.drafts import copy_course
from lms.authoring.services.files import Stale
from lms.authoring.services.history import take_back
from lms.authoring.services.library.entries import archive_entry, restore_entry, update_library
from lms.authoring.services.library.taking import detach, use_entry
from lms.core.errors import Refused
from tests.authoring.library.deeds import MODULE, READING, a_shared, entry_of, the_page
from tests.factories import authoring
from tests.factories.authoring import NOW


def test_what_is_detached_is_offered_nothing_more(me: int, first: StudioCourse, second: StudioCourse) -> None:
    of = a_shared(me, first, second, READING)
    detach(second.id, of)
    assert library_marks(second.id) == {} and "items/what-is-in-it-2.en.md" in draft_files(second.id)
    with pytest.raises(Stale):
        detach(second.id, of)


def test_taking_the_first_step_back_ends_the_use(me: int, first: StudioCourse, second: StudioCourse) -> None:
    before = draft_package(second.id, second.slug)
    added = use_entry(second.id, entry_of(first, MODULE, me), "", by=me, now=NOW)
    assert added.change_id is not None
    take_back(second.id, added.change_id, by=me, now=NOW)
    assert library_marks(second.id) == {} and draft_package(second.id, second.slug).digest == before.digest


def test_a_copy_of_a_course_uses_the_same_and_a_deleted_one_nothing(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    copy_course(second.id, "copied", "Copied", subject="x", by=me, now=NOW)
    copied = authoring.the_course("copied")
    assert library_marks(copied.id) == library_marks(second.id)
    page = the_page(copied, of)
    assert not page.has_own
    delete_course(copied.id, by=me, now=NOW)
    assert library_marks(copied.id) == {} and of in library_marks(second.id)


def test_what_is_archived_is_offered_to_no_further_course(me: int, first: StudioCourse, second: StudioCourse) -> None:
    entry = entry_of(first, READING, me)
    archive_entry(entry, now=NOW)
    with pytest.raises(Refused, match="archived"):
        archive_entry(entry, now=NOW)
    with pytest.raises(Refused, match="offered to no further course"):
        use_entry(second.id, entry, "send", by=me, now=NOW)
    with pytest.raises(Refused, match="archived in the library"):
        update_library(first.id, READING, seen=1, note="", by=me, now=NOW)
    restore_entry(entry)
    assert use_entry(second.id, entry, "send", by=me, now=NOW).of == "item:what-is-in-it-2"
