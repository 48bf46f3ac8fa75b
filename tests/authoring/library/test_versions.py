"""New versions of a piece: offered, taken, declined, made at the same moment."""

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.entries import versions_of
from lms.authoring.queries.library.uses import library_marks, use_of
from lms.authoring.services.files import Stale
from lms.authoring.services.history import take_back
from lms.authoring.services.library.entries import update_library
from lms.authoring.services.library.taking import stay_on_version, use_entry
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.courses.queries import published_course
from lms.packages.pages import write_page
from lms.progress.queries import completed_item_ids
from tests.authoring.library.deeds import (
    READING,
    a_shared,
    edit,
    mistakes_of,
    page_of,
    publish,
    take,
    the_page,
    the_use,
    update,
)
from tests.factories import authoring, progress
from tests.factories.accounts import a_person
from tests.factories.authoring import NOW
from tests.together import all_together


def test_a_change_is_offered_to_each_course_and_taken_where_its_authors_want_it(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    third = authoring.a_sample_draft(me)
    use = the_use(second, of)
    there = use_entry(third.id, use.entry.id, "send", by=me, now=NOW).of
    edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    assert update(first, READING, me) == 2
    assert not library_marks(first.id)[READING].is_offered
    assert library_marks(second.id)[of].is_offered and library_marks(third.id)[there].is_offered
    page = the_page(second, of)
    renamed_to: dict[str, object] = {"before": "What is in it", "title": "What is inside"}
    assert page.news.changes[0].said == Sentence("Renamed: “%(before)s” is now “%(title)s”", renamed_to)
    take(second, of, me)
    assert "New words." in page_of(second, "what-is-in-it-2") and "New words." not in page_of(third, "what-is-in-it-2")
    assert not library_marks(second.id)[of].is_offered
    stay_on_version(third.id, there, number=2)
    assert not library_marks(third.id)[there].is_offered
    edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "Newer words."), me)
    update(first, READING, me)
    assert library_marks(third.id)[there].is_offered
    take(third, there, me)
    assert "Newer words." in page_of(third, "what-is-in-it-2") and mistakes_of(third) == []


def test_an_item_keeps_its_key_so_progress_survives_a_new_version(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    publish(second, me)
    before = published_course(second.slug)
    assert before is not None
    place = progress.a_learner(a_person(), before, "what-is-in-it-2", now=NOW)
    edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    update(first, READING, me)
    take(second, of, me)
    publish(second, me)
    after = published_course(second.slug)
    assert after is not None and after.revision_number == 2
    old, new = (progress.the_item(course, "what-is-in-it-2") for course in (before, after))
    assert old.id == new.id and old.version_id != new.version_id
    assert new.id in completed_item_ids([place.id])[place.id]


def test_what_a_course_changed_by_itself_is_replaced_only_when_it_says_so(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Our words."), me)
    edit(first, "items/what-is-in-it.en.md", write_page("Theirs", "Their words."), me)
    update(first, READING, me)
    page = the_page(second, of)
    assert page.has_own and page.own.changes and page.news.changes
    with pytest.raises(Refused, match="has changed its copy"):
        take(second, of, me)
    assert "Our words." in page_of(second, "what-is-in-it-2")
    step = take(second, of, me, replaces_own=True)
    assert "Their words." in page_of(second, "what-is-in-it-2")
    assert step is not None
    take_back(second.id, step, by=me, now=NOW)
    assert "Our words." in page_of(second, "what-is-in-it-2")
    use = the_use(second, of)
    assert (use.number, use.is_offered) == (1, True)


def test_a_decision_about_what_has_changed_meanwhile_is_refused(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    edit(first, "items/what-is-in-it.en.md", write_page("A", "Two."), me)
    update(first, READING, me)
    with pytest.raises(Refused, match="There is a newer version"):
        take(second, of, me, number=1)
    page = the_page(second, of)
    edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Just now."), me)
    with pytest.raises(Stale):
        take(second, of, me, seen=page.seen, replaces_own=True)
    with pytest.raises(Refused, match="There is a newer version"):
        update_library(second.id, of, seen=1, note="", by=me, now=NOW)
    assert "Just now." in page_of(second, "what-is-in-it-2")


def test_of_two_new_versions_made_at_once_one_is_kept_and_the_other_told(live_app: Flask) -> None:
    with live_app.app_context():
        me = a_person().id
        first, second = authoring.a_sample_draft(me), authoring.a_sample_draft(me)
        of = a_shared(me, first, second, READING)
        for course, key in ((first, "what-is-in-it"), (second, "what-is-in-it-2")):
            edit(course, f"items/{key}.en.md", write_page("Changed", f"In {key}."), me)
        db.session.commit()
        entry = use_of(first.id, READING)
        assert entry is not None

    def make(course: StudioCourse, of: str) -> str:
        try:
            return f"version {update_library(course.id, of, seen=1, note='Mine', by=me, now=NOW)}"
        except Refused as refused:
            db.session.rollback()
            return refused.text

    deeds = [lambda: make(first, READING), lambda: make(second, of)]
    assert sorted(all_together(live_app, lambda n: deeds[n](), len(deeds))) == [
        "There is a newer version in the library. Look at it first.", "version 2",
    ]  # fmt: skip
    with live_app.app_context():
        assert [version.number for version in versions_of(entry.entry.id)] == [2, 1]
