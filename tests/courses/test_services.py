from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.core.cache import forget_all
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses import queries
from lms.courses.models import Course, ItemVersion, Revision, SearchTerm
from lms.courses.services import publish_revision
from lms.courses.signals import revision_published
from tests.factories import courses
from tests.statements import Statements

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_a_published_course_says_what_it_is(app: Flask) -> None:
    course = courses.a_course(slug="selling", hours=3, required_items=2)
    assert queries.published_course("selling") == course
    assert queries.course_by_id(course.id) == course
    assert (course.revision_number, course.hours, course.required_items) == (1, 3, 2)
    assert (course.item_count, course.minutes) == (3, 15)
    assert queries.published_course("buying") is None


def test_the_same_draft_again_changes_nothing(app: Flask) -> None:
    draft = courses.a_draft()
    first = publish_revision(draft, now=NOW)
    second = publish_revision(draft, now=NOW)
    assert first.is_new and not second.is_new
    assert second.item_versions == first.item_versions
    assert (second.revision_id, second.number) == (first.revision_id, 1)
    assert db.session.scalar(select(func.count(Revision.id))) == 1


def test_items_keep_their_identity_in_a_new_revision(app: Flask) -> None:
    draft = courses.a_draft(courses.a_module("one", courses.a_reading("a"), courses.a_reading("b")), slug="x")
    first = publish_revision(draft, now=NOW)
    changed = courses.a_draft(courses.a_module("one", courses.a_reading("b"), courses.a_reading("c")), slug="x")
    second = publish_revision(changed, now=NOW)
    before, after = queries.outline(first.revision_id), queries.outline(second.revision_id)
    assert second.number == 2
    kept, now = before.item("b"), after.item("b")
    assert kept is not None and now is not None
    assert kept.id == now.id and kept.version_id != now.version_id
    assert after.item("a") is None
    assert [item.key for item in after.items] == ["b", "c"]


def test_an_item_cannot_become_another_kind(app: Flask) -> None:
    courses.a_course(courses.a_module("one", courses.a_reading("step")), slug="x")
    with pytest.raises(Refused, match="step was a reading"):
        courses.a_course(courses.a_module("one", courses.a_video_item("step")), slug="x")


def test_publishing_is_announced_once(app: Flask) -> None:
    seen: list[dict[str, Any]] = []

    def notice(_sender: object, **news: Any) -> None:
        seen.append(news)

    draft = courses.a_draft()
    with revision_published.connected_to(notice):
        made = publish_revision(draft, now=NOW)
        publish_revision(draft, now=NOW)
    assert seen == [{"course_id": made.course_id, "revision_id": made.revision_id, "now": NOW}]


def test_a_new_revision_replaces_the_search_terms(app: Flask) -> None:
    courses.a_course(slug="x", title="Parcels")
    courses.a_course(slug="x", title="Invoices")
    terms = set(db.session.scalars(select(SearchTerm.term)))
    assert "invoices" in terms
    assert "parcels" not in terms


def test_what_was_read_of_a_revision_that_was_rolled_back_is_forgotten(app: Flask) -> None:
    def read(_sender: object, revision_id: int, **_news: Any) -> None:
        queries.outline(revision_id)

    with revision_published.connected_to(read):
        lost = publish_revision(courses.a_draft(courses.a_module("one", courses.a_reading("lost"))), now=NOW)
        db.session.rollback()
    assert queries.outline(lost.revision_id).items == ()


def test_the_outline_knows_modules_items_and_media(app: Flask, statements: Statements) -> None:
    picture = courses.a_media_file("map.svg", b"<svg/>")
    course = courses.a_course(
        courses.a_module("one", courses.a_reading("a", media=(picture,))),
        courses.a_module("two", courses.a_reading("b", required=False, after="a"), after="one"),
    )
    forget_all()
    with statements as seen:
        outline = queries.outline(course.revision_id)
    assert seen.count == 1
    a, b = outline.items
    assert (a.media_names, b.after, b.required, a.position, b.position) == (("map.svg",), "a", False, 1, 2)
    assert outline.module_of(b).after == "one"
    assert outline.item_by_id(a.id) is a
    with statements as seen:
        assert queries.outline(course.revision_id) is outline
    assert seen.count == 0
    kept = queries.media(a.version_id, "map.svg")
    assert kept is not None and kept.digest == picture.digest
    assert queries.media(b.version_id, "map.svg") is None


def test_words_come_in_the_first_wanted_language_there_is(app: Flask) -> None:
    course = courses.a_course()
    item = queries.outline(course.revision_id).items[0]
    for wanted, language in ((["kk", "ru-RU", "en"], "ru"), (["kk"], "en")):
        words = queries.item_text(item.version_id, wanted)
        assert words is not None and words.language == language
    assert queries.course_text(course.revision_id, ["kk", "ru"]).title.startswith("Курс")
    assert queries.course_text(course.revision_id, ["kk"]).language == "en"
    assert queries.course_titles([course.id], ["ru"])[course.id].language == "ru"
    assert queries.course_titles([course.id], ["kk"])[course.id].language == "en"
    assert queries.item_text(0, ["en"]) is None


def test_titles_of_many_courses_cost_one_statement(app: Flask, statements: Statements) -> None:
    ids = [courses.a_course().id for _ in range(3)]
    with statements as seen:
        assert set(queries.course_titles(ids, ["ru", "en"])) == set(ids)
    assert seen.count == 1


def test_an_archived_course_keeps_its_title_and_says_that_it_is_not_published(app: Flask) -> None:
    kept, archived = courses.a_course(), courses.a_course()
    db.session.execute(update(Course).where(Course.id == archived.id).values(state="archived"))
    titles = queries.course_titles([kept.id, archived.id], ["en"])
    assert (titles[kept.id].is_published, titles[archived.id].is_published) == (True, False)


def test_ids_by_slug_know_only_what_exists(app: Flask) -> None:
    course = courses.a_course()
    assert queries.course_ids_by_slug([course.slug, "nothing"]) == {course.slug: course.id}


def test_old_revisions_keep_their_rows(app: Flask) -> None:
    first = courses.a_course(slug="x", title="One")
    courses.a_course(slug="x", title="Two")
    kept = db.session.scalar(select(func.count(ItemVersion.id)).where(ItemVersion.revision_id == first.revision_id))
    assert kept == 3
    assert queries.course_text(first.revision_id, ["en"]).title == "One"
