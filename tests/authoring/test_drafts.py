"""A draft is a package in the database: it begins, changes, is published, goes back."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.authoring.models import DraftChange, DraftFile
from lms.authoring.queries.courses import studio_course, studio_courses
from lms.authoring.queries.files import draft_files, draft_package, draft_texts, texts_like
from lms.authoring.services.courses import archive_course, delete_course, restore_course
from lms.authoring.services.drafts import open_draft, roll_back
from lms.authoring.services.files import Blob, Stale, change_files, digest_of
from lms.authoring.services.publishing import publish_draft
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries import published_course, published_course_ids
from lms.courses.queries.identities import course_revisions
from lms.packages.importing import import_package
from lms.packages.problems import BadPackage
from lms.packages.reading import read_package
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.courses import SAMPLE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PAGE = "items/what-is-in-it.en.md"


def _text(course_id: int, path: str) -> str:
    return draft_texts(course_id, [path])[path].text


def _edit(course_id: int, by: int, text: str, now: datetime = NOW, path: str = PAGE) -> None:
    change_files(course_id, {path: text}, kind="edit-item", subject="What is in it", by=by, now=now)


def test_a_new_course_is_seen_by_nobody_but_its_authors(app: Flask) -> None:
    course = authoring.an_empty_draft(a_person().id, slug="new-course", title="A new course")
    assert (course.state, course.revision_number, course.draft_seq) == ("draft", None, 1)
    assert set(draft_files(course.id)) == {"course.yaml", "course.en.yaml"}
    assert published_course("new-course") is None


def test_two_courses_cannot_have_one_address(app: Flask) -> None:
    me = a_person().id
    authoring.an_empty_draft(me, slug="new-course")
    with pytest.raises(Refused, match="at this address already"):
        authoring.an_empty_draft(me, slug="new-course")


def test_a_draft_from_a_package_holds_its_files_byte_for_byte(app: Flask) -> None:
    course = authoring.a_sample_draft(a_person().id, slug="sample-parcels")
    assert draft_package(course.id, course.slug).digest == read_package(SAMPLE).digest


def test_a_published_course_opens_as_the_files_of_its_revision(app: Flask) -> None:
    made = import_package(read_package(SAMPLE), now=NOW)
    for _again in range(2):
        open_draft(made.course_id, made.revision_id, now=NOW)
    assert draft_package(made.course_id, made.slug).digest == read_package(SAMPLE).digest
    assert db.session.scalar(select(func.count(DraftChange.id))) == 1


def test_publishing_freezes_the_draft_and_trainees_see_it(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    done = publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    seen = published_course(course.slug)
    assert (done.number, done.is_new) == (1, True)
    assert seen is not None and seen.revision_id == done.revision_id
    again = studio_course(course.slug)
    assert again is not None and again.base_revision_id == done.revision_id


def test_publishing_a_draft_that_changed_since_it_was_seen_is_refused(app: Flask) -> None:
    me, other = a_person().id, a_person().id
    course = authoring.a_sample_draft(me)
    _edit(course.id, other, "---\ntitle: New\n---\nNew words.\n")
    with pytest.raises(Stale) as caught:
        publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    assert caught.value.by == other


def test_a_draft_with_mistakes_is_not_published_and_all_are_told(app: Flask) -> None:
    me = a_person().id
    course = authoring.an_empty_draft(me)
    with pytest.raises(BadPackage) as caught:
        publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    told = "\n".join(map(str, caught.value.problems))
    assert "course.yaml" in told and "the course has no modules" in told and "summary is empty" in told
    assert course_revisions(course.id) == []


def test_a_change_that_expected_another_text_is_refused_and_says_who_was_faster(app: Flask) -> None:
    me, other = a_person().id, a_person().id
    course = authoring.a_sample_draft(me)
    mine = draft_texts(course.id, [PAGE])[PAGE].digest
    _edit(course.id, other, "---\ntitle: Theirs\n---\nTheirs.\n", NOW + timedelta(minutes=1))
    with pytest.raises(Stale) as caught:
        change_files(course.id, {PAGE: "mine"}, kind="edit-item", subject="x", by=me, now=NOW, expected={PAGE: mine})
    assert (caught.value.by, caught.value.at) == (other, NOW + timedelta(minutes=1))
    assert "Theirs" in _text(course.id, PAGE)


def test_a_save_whose_answer_was_lost_is_no_conflict_with_itself(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    seen = draft_texts(course.id, [PAGE])[PAGE].digest
    first, again = (
        change_files(course.id, {PAGE: "mine"}, kind="edit-item", subject="x", by=me, now=NOW, expected={PAGE: seen})
        for _try in range(2)
    )
    assert first.digests == again.digests == {PAGE: digest_of("mine")}
    assert first.change_id is not None and again.change_id is None


def test_a_file_that_should_be_new_but_is_there_is_not_overwritten(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    with pytest.raises(Stale):
        change_files(course.id, {PAGE: "x"}, kind="add-item", subject="x", by=me, now=NOW, expected={PAGE: None})


def test_saves_of_one_person_in_one_text_within_ten_minutes_are_one_step(app: Flask) -> None:
    me, other = a_person().id, a_person().id
    course = authoring.a_sample_draft(me)
    before = _text(course.id, PAGE)
    for minute, by in ((1, me), (2, me), (9, me), (10, other), (11, me), (30, me)):
        _edit(course.id, by, f"---\ntitle: T\n---\nMinute {minute}.\n", NOW + timedelta(minutes=minute))
    steps = db.session.execute(
        select(DraftChange.changed_by, DraftChange.began_at, DraftChange.changed_at)
        .where(DraftChange.kind == "edit-item")
        .order_by(DraftChange.id)
    ).all()
    assert [(step.changed_by, (step.changed_at - step.began_at).seconds // 60) for step in steps] == [
        (me, 8), (other, 0), (me, 0), (me, 0),
    ]  # fmt: skip
    assert before != _text(course.id, PAGE)


def test_a_save_that_changes_nothing_is_no_step(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    change_files(course.id, {PAGE: _text(course.id, PAGE)}, kind="edit-item", subject="x", by=me, now=NOW)
    again = studio_course(course.slug)
    assert again is not None and again.draft_seq == 1


@pytest.mark.parametrize(
    "path", ["../x.md", "items/../x.md", "items/Ü.en.md", "/etc/passwd", "items/deep/x.md", "x\x00.md"]
)
def test_c12_a_name_that_no_package_may_hold_is_refused(app: Flask, path: str) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    with pytest.raises(Refused, match="cannot be called"):
        change_files(course.id, {path: "x"}, kind="edit-item", subject="x", by=me, now=NOW)


def test_a_text_larger_than_the_format_allows_is_refused(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    with pytest.raises(Refused, match="longer than 1 MB"):
        _edit(course.id, me, "x" * (1024 * 1024 + 1))


def test_rolling_back_makes_an_old_revision_the_draft_and_publishing_makes_it_a_new_one(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    first = publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    old = _text(course.id, PAGE)
    _edit(course.id, me, "---\ntitle: New\n---\nNew words.\n")
    publish_draft(course.id, course.slug, seq=2, by=me, now=NOW)
    roll_back(course.id, first.revision_id, 1, by=me, now=NOW)
    assert _text(course.id, PAGE) == old
    third = publish_draft(course.id, course.slug, seq=3, by=me, now=NOW)
    assert (third.number, third.is_new) == (3, True)
    assert [revision.number for revision in course_revisions(course.id)] == [3, 2, 1]


def test_an_import_is_followed_by_a_draft_that_nobody_changed(app: Flask, tmp_path: object) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me, slug="sample-parcels")
    done = publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    change_files(course.id, {"media/extra.vtt": Blob("a" * 64, 3)}, kind="add-media", subject="x", by=me, now=NOW)
    assert done.number == 1
    package = read_package(SAMPLE)
    import_package(package, now=NOW)  # the same digest: nothing new, the changed draft stays
    assert "media/extra.vtt" in draft_files(course.id)


def test_a_course_that_was_never_published_can_be_deleted_with_its_draft(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    delete_course(course.id, by=me, now=NOW)
    assert studio_course(course.slug) is None
    assert db.session.scalar(select(func.count(DraftFile.path))) == 0


def test_a_course_that_was_published_is_archived_instead(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    with pytest.raises(Refused, match="archive it instead"):
        delete_course(course.id, by=me, now=NOW)
    db.session.rollback()


def test_an_archived_course_leaves_the_catalogue_and_comes_back(app: Flask) -> None:
    me = a_person().id
    course = authoring.a_sample_draft(me)
    publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    archive_course(course.id, by=me, now=NOW)
    found = published_course(course.slug)  # those who have a place go on
    assert found is not None and found.is_archived
    assert course.id not in published_course_ids()
    restore_course(course.id, by=me, now=NOW)
    assert course.id in published_course_ids()


def test_the_list_shows_what_was_changed_last_first(app: Flask) -> None:
    me = a_person().id
    first = authoring.an_empty_draft(me, now=NOW)
    second = authoring.an_empty_draft(me, now=NOW + timedelta(hours=1))
    assert [course.slug for course in studio_courses([first.id, second.id])] == [second.slug, first.slug]


def test_texts_of_a_folder_come_without_media_and_other_folders(app: Flask) -> None:
    course = authoring.a_sample_draft(a_person().id)
    assert set(texts_like(course.id, "questions/")) == {
        "questions/parcels.en.yaml", "questions/parcels.ru.yaml", "questions/parcels.yaml",
    }  # fmt: skip


def test_facts_of_a_page_are_its_title_and_its_words(app: Flask) -> None:
    course = authoring.a_sample_draft(a_person().id)
    _edit(course.id, a_person().id, "---\ntitle: 'Duty: free'\n---\nThree short words.\n")
    facts = draft_files(course.id)[PAGE].facts
    assert facts == {"title": "Duty: free", "words": 3}
    assert digest_of(_text(course.id, PAGE)) == draft_files(course.id)[PAGE].digest
