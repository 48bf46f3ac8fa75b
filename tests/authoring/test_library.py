"""The library: a piece kept once, used in several courses, offered anew when it changes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.files import draft_files, draft_package, draft_texts
from lms.authoring.queries.library.entries import library_entry, versions_of
from lms.authoring.queries.library.pieces import source_of
from lms.authoring.queries.library.uses import library_marks, use_of, use_page
from lms.authoring.rules.library.cutting import cut
from lms.authoring.rules.library.names import extended, inverted, medium_called, no_names, with_media_called
from lms.authoring.rules.library.renaming import renamed, things_in
from lms.authoring.rules.outline import item_keys, item_of, module_keys, order_of
from lms.authoring.services import outline
from lms.authoring.services.courses import delete_course
from lms.authoring.services.drafts import copy_course
from lms.authoring.services.files import Stale, change_files
from lms.authoring.services.history import take_back
from lms.authoring.services.library.entries import archive_entry, put_into_library, restore_entry, update_library
from lms.authoring.services.library.taking import detach, stay_on_version, take_version, use_entry
from lms.authoring.services.publishing import publish_draft
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.courses.queries import published_course
from lms.packages.checking import examine_package
from lms.packages.pages import write_page
from lms.packages.writing import write_yaml
from lms.progress.queries import completed_item_ids
from tests.enrolment.test_races import all_at_once
from tests.factories import authoring, progress
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


def _publish(course: StudioCourse, me: int) -> None:
    seq = authoring.the_course(course.slug).draft_seq
    assert seq is not None
    publish_draft(course.id, course.slug, seq=seq, by=me, now=NOW)


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


def test_what_comes_in_has_names_that_are_free_and_that_lead_to_each_other(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    use_entry(second.id, _put(first, MODULE, me), "", by=me, now=NOW)
    files = draft_files(second.id)
    assert {"items/quiz-send-2.yaml", "questions/parcels-2.ru.yaml", "media/parcel-2.ru.svg"} <= set(files)
    values = yaml_files(second.id, ["items/quiz-send-2.yaml", "items/packing-film-2.yaml", "questions/parcels-2.yaml"])
    assert values["items/quiz-send-2.yaml"].value["questions"] == [{"bank": "parcels-2", "tag": "basics"}]
    assert values["items/packing-film-2.yaml"].value["captions"]["ru"] == "film-2.ru.vtt"
    assert [q["key"] for q in values["questions/parcels-2.yaml"].value] == ["which-label-2", "what-belongs-2"]
    assert "../media/parcel-2.svg" in _page(second, "what-is-in-it-2")
    course = course_files(second.id)
    assert item_of(course.course, "quiz-send-2")["after"] == "what-is-in-it-2"
    assert course.words["ru"]["modules"]["send-2"] == course.words["ru"]["modules"]["send"]


def test_only_the_questions_that_a_quiz_can_draw_come_along(me: int, first: StudioCourse, second: StudioCourse) -> None:
    use_entry(second.id, _put(first, QUIZ, me), "receive", by=me, now=NOW)
    own, brought = (draft_files(second.id)[f"questions/{bank}.yaml"].facts for bank in ("parcels", "parcels-2"))
    assert (own["questions"], brought["questions"]) == (8, 2)


def test_a_piece_comes_in_the_languages_of_the_course_alone(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me)
    module = outline.add_module(other.id, "Mine", by=me, now=NOW)
    use_entry(other.id, _put(first, "item:packing-film", me), module, by=me, now=NOW)
    assert {path for path in draft_files(other.id) if not path.startswith("course")} == {
        "items/packing-film.yaml", "items/packing-film.en.md", "media/film.webm", "media/film.en.vtt",
    }  # fmt: skip
    assert [m for m in _mistakes(other) if not m.startswith("course.en.yaml")] == []


def test_a_course_in_a_language_that_a_piece_lacks_does_not_get_it(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me, source_language="zh")
    module = outline.add_module(other.id, "Mine", by=me, now=NOW)
    with pytest.raises(Refused, match="not wholly written in zh"):
        use_entry(other.id, _put(first, QUIZ, me), module, by=me, now=NOW)


def test_a_course_written_in_a_translation_of_the_piece_gets_it(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me, source_language="ru")
    added = use_entry(other.id, _put(first, MODULE, me), "", by=me, now=NOW)
    assert added.of == "module:send" and "items/quiz-send.ru.md" in draft_files(other.id)
    assert [m for m in _mistakes(other) if not m.startswith("course.ru.yaml")] == []
    assert course_files(other.id).words["ru"]["modules"]["send"]


def test_what_has_mistakes_is_not_kept_for_others(me: int, first: StudioCourse) -> None:
    _edit(first, "items/what-is-in-it.en.md", write_page("What", "![](../media/none.svg)"), me)
    with pytest.raises(Refused, match="mistakes"):
        put_into_library(first.id, READING, note="", by=me, now=NOW)
    module = outline.add_module(first.id, "Empty", by=me, now=NOW)
    with pytest.raises(Refused, match="An empty module"):
        put_into_library(first.id, f"module:{module}", note="", by=me, now=NOW)


def test_the_same_thing_is_put_in_once(me: int, first: StudioCourse) -> None:
    _put(first, READING, me)
    with pytest.raises(Refused, match="in the library already"):
        put_into_library(first.id, READING, note="", by=me, now=NOW)
    with pytest.raises(Stale):
        put_into_library(first.id, "item:no-such", note="", by=me, now=NOW)


# versions


def _shared(me: int, first: StudioCourse, second: StudioCourse, of: str) -> str:
    """`of` of the first course, used in the second; returns what it is called there."""
    return use_entry(second.id, _put(first, of, me), "receive", by=me, now=NOW).of


def test_a_change_is_offered_to_each_course_and_taken_where_its_authors_want_it(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    third = authoring.a_sample_draft(me)
    use = use_of(second.id, of)
    assert use is not None
    there = use_entry(third.id, use.entry.id, "send", by=me, now=NOW).of
    _edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    assert _update(first, READING, me) == 2
    assert not library_marks(first.id)[READING].is_offered
    assert library_marks(second.id)[of].is_offered and library_marks(third.id)[there].is_offered
    use = use_of(second.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None
    renamed_to: dict[str, object] = {"before": "What is in it", "title": "What is inside"}
    assert page.news.changes[0].said == Sentence("Renamed: “%(before)s” is now “%(title)s”", renamed_to)
    _take(second, of, me)
    assert "New words." in _page(second, "what-is-in-it-2") and "New words." not in _page(third, "what-is-in-it-2")
    assert not library_marks(second.id)[of].is_offered
    stay_on_version(third.id, there, number=2)
    assert not library_marks(third.id)[there].is_offered
    _edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "Newer words."), me)
    _update(first, READING, me)
    assert library_marks(third.id)[there].is_offered
    _take(third, there, me)
    assert "Newer words." in _page(third, "what-is-in-it-2") and _mistakes(third) == []


def test_an_item_keeps_its_key_so_progress_survives_a_new_version(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    _publish(second, me)
    before = published_course(second.slug)
    assert before is not None
    place = progress.a_learner(a_person(), before, "what-is-in-it-2", now=NOW)
    _edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    _update(first, READING, me)
    _take(second, of, me)
    _publish(second, me)
    after = published_course(second.slug)
    assert after is not None and after.revision_number == 2
    old, new = (progress.the_item(course, "what-is-in-it-2") for course in (before, after))
    assert old.id == new.id and old.version_id != new.version_id
    assert new.id in completed_item_ids([place.id])[place.id]


def test_what_a_course_changed_by_itself_is_replaced_only_when_it_says_so(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    _edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Our words."), me)
    _edit(first, "items/what-is-in-it.en.md", write_page("Theirs", "Their words."), me)
    _update(first, READING, me)
    use = use_of(second.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None and page.has_own and page.own.changes and page.news.changes
    with pytest.raises(Refused, match="has changed its copy"):
        _take(second, of, me)
    assert "Our words." in _page(second, "what-is-in-it-2")
    step = _take(second, of, me, replaces_own=True)
    assert "Their words." in _page(second, "what-is-in-it-2")
    assert step is not None
    take_back(second.id, step, by=me, now=NOW)
    assert "Our words." in _page(second, "what-is-in-it-2")
    use = use_of(second.id, of)
    assert use is not None and (use.number, use.is_offered) == (1, True)


def test_a_decision_about_what_has_changed_meanwhile_is_refused(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    _edit(first, "items/what-is-in-it.en.md", write_page("A", "Two."), me)
    _update(first, READING, me)
    with pytest.raises(Refused, match="There is a newer version"):
        _take(second, of, me, number=1)
    use = use_of(second.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None
    _edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Just now."), me)
    with pytest.raises(Stale):
        _take(second, of, me, seen=page.seen, replaces_own=True)
    with pytest.raises(Refused, match="There is a newer version"):
        update_library(second.id, of, seen=1, note="", by=me, now=NOW)
    assert "Just now." in _page(second, "what-is-in-it-2")


def test_any_using_course_of_its_owner_can_make_the_next_version_under_the_librarys_names(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, QUIZ)
    path = "questions/parcels-2.yaml"
    bank = yaml_files(second.id, [path])[path].value
    new = {"key": "gift-is-enough-2", "kind": "true_false", "answer": True, "tags": ["basics"]}
    words = yaml_files(second.id, ["questions/parcels-2.en.yaml"])["questions/parcels-2.en.yaml"].value
    words["gift-is-enough-2"] = {"prompt": "Is it?", "feedback": {"true": "Y", "false": "N"}, "explanation": "E"}
    changes = {path: write_yaml([*bank, new]), "questions/parcels-2.en.yaml": write_yaml(words)}
    change_files(second.id, changes, kind="add-question", subject="x", by=me, now=NOW)
    assert _update(second, of, me) == 2
    _take(first, QUIZ, me)
    assert _mistakes(first) == [] and _mistakes(second) == []
    questions = yaml_files(first.id, ["questions/parcels.yaml"])["questions/parcels.yaml"].value
    assert len(questions) == 9 and [q["key"] for q in questions][:2] == ["which-label", "what-belongs"]
    assert questions[-1] == {**new, "key": "gift-is-enough-2"}
    with pytest.raises(Refused, match="just as this course has it"):
        _update(first, QUIZ, me)


def test_a_question_that_left_goes_unless_another_quiz_draws_it(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, QUIZ)
    for language in ("en", "ru"):
        path = f"questions/parcels-2.{language}.yaml"
        words = yaml_files(second.id, [path])[path].value
        _edit(second, path, write_yaml({key: words[key] for key in words if key != "what-belongs-2"}), me)
    bank = yaml_files(second.id, ["questions/parcels-2.yaml"])["questions/parcels-2.yaml"].value
    _edit(second, "questions/parcels-2.yaml", write_yaml(bank[:1]), me)
    _update(second, of, me)
    third = authoring.a_sample_draft(me)
    use = use_of(second.id, of)
    assert use is not None
    _take(first, QUIZ, me)
    keys = [q["key"] for q in yaml_files(first.id, ["questions/parcels.yaml"])["questions/parcels.yaml"].value]
    assert "what-belongs" in keys and len(keys) == 8  # the final quiz draws from the whole bank
    there = use_entry(third.id, use.entry.id, "send", by=me, now=NOW)
    assert draft_files(third.id)["questions/parcels-2.yaml"].facts["questions"] == 1
    assert _mistakes(first) == [] and _mistakes(third) == [] and there.of == "item:quiz-send-2"


def test_a_module_brings_new_items_takes_old_ones_away_and_leaves_the_courses_own(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, MODULE)
    own = outline.add_item(second.id, "send-2", "reading", "Our own", by=me, now=NOW)
    _edit(second, f"items/{own}.en.md", write_page("Our own", "Ours."), me)
    outline.change_item(second.id, "what-is-in-it-2", {"required": False}, subject="x", by=me, now=NOW)
    outline.delete_item(first.id, "more-to-read", subject="x", by=me, now=NOW)
    new = outline.add_item(first.id, "send", "reading", "At the door", before="packing-film", by=me, now=NOW)
    for language in ("en", "ru"):
        _edit(first, f"items/{new}.{language}.md", write_page("At the door", "A door."), me)
    _update(first, MODULE, me)
    use = use_of(second.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None and not page.has_own
    _take(second, of, me)
    items = dict(order_of(course_files(second.id).course))["send-2"]
    assert items == ["what-is-in-it-2", "at-the-door-2", "packing-film-2", "quiz-send-2", own]
    assert item_of(course_files(second.id).course, "what-is-in-it-2")["required"] is False
    assert "items/more-to-read-2.ru.md" not in draft_files(second.id)
    assert _mistakes(second) == []


def test_a_translation_that_the_library_does_not_have_stays(me: int, first: StudioCourse, second: StudioCourse) -> None:
    of = _shared(me, first, second, QUIZ)
    files = course_files(second.id)
    words = yaml_files(second.id, ["questions/parcels-2.en.yaml"])["questions/parcels-2.en.yaml"].value
    changes = {
        "course.yaml": write_yaml({**files.course, "languages": ["en", "ru", "zh"]}),
        "items/quiz-send-2.zh.md": write_page("测验", "文字。"),
        "questions/parcels-2.zh.yaml": write_yaml(words),
    }
    change_files(second.id, changes, kind="languages", subject="zh", by=me, now=NOW)
    _edit(first, "items/quiz-send.en.md", write_page("Test yourself", "Go."), me)
    _update(first, QUIZ, me)
    _take(second, of, me)
    assert "测验" in _page(second, "quiz-send-2", "zh") and "Go." in _page(second, "quiz-send-2")
    assert "questions/parcels-2.zh.yaml" in draft_files(second.id)


def test_an_item_that_was_deleted_in_the_course_is_used_no_more_and_its_key_stays_free(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    use = use_of(second.id, of)
    assert use is not None
    outline.delete_item(second.id, "what-is-in-it-2", subject="x", by=me, now=NOW)
    assert use_page(use) is None
    assert outline.add_item(second.id, "send", "reading", "What is in it 2", by=me, now=NOW) == "what-is-in-it-2-2"
    with pytest.raises(Stale):
        take_version(second.id, of, number=1, seen="0" * 64, replaces_own=True, by=me, now=NOW)


def test_an_item_of_a_module_that_was_deleted_comes_back_with_a_new_version_under_its_own_key(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, MODULE)
    outline.delete_item(second.id, "what-is-in-it-2", subject="x", by=me, now=NOW)
    assert outline.add_item(second.id, "receive", "reading", "What is in it 2", by=me, now=NOW) == "what-is-in-it-2-2"
    _edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    _update(first, MODULE, me)
    with pytest.raises(Refused, match="has changed its copy"):
        _take(second, of, me)
    _take(second, of, me, replaces_own=True)
    assert dict(order_of(course_files(second.id).course))["send-2"][0] == "what-is-in-it-2"
    assert "New words." in _page(second, "what-is-in-it-2")


def test_of_two_new_versions_made_at_once_one_is_kept_and_the_other_told(live_app: Flask) -> None:
    with live_app.app_context():
        me = a_person().id
        first, second = authoring.a_sample_draft(me), authoring.a_sample_draft(me)
        of = _shared(me, first, second, READING)
        for course, key in ((first, "what-is-in-it"), (second, "what-is-in-it-2")):
            _edit(course, f"items/{key}.en.md", write_page("Changed", f"In {key}."), me)
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
    assert sorted(all_at_once(live_app, deeds)) == [
        "There is a newer version in the library. Look at it first.", "version 2",
    ]  # fmt: skip
    with live_app.app_context():
        assert [version.number for version in versions_of(entry.entry.id)] == [2, 1]


# leaving


def test_what_is_detached_is_offered_nothing_more(me: int, first: StudioCourse, second: StudioCourse) -> None:
    of = _shared(me, first, second, READING)
    detach(second.id, of)
    assert library_marks(second.id) == {} and "items/what-is-in-it-2.en.md" in draft_files(second.id)
    with pytest.raises(Stale):
        detach(second.id, of)


def test_taking_the_first_step_back_ends_the_use(me: int, first: StudioCourse, second: StudioCourse) -> None:
    before = draft_package(second.id, second.slug)
    added = use_entry(second.id, _put(first, MODULE, me), "", by=me, now=NOW)
    assert added.change_id is not None
    take_back(second.id, added.change_id, by=me, now=NOW)
    assert library_marks(second.id) == {} and draft_package(second.id, second.slug).digest == before.digest


def test_a_copy_of_a_course_uses_the_same_and_a_deleted_one_nothing(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = _shared(me, first, second, READING)
    copy_course(second.id, "copied", "Copied", subject="x", by=me, now=NOW)
    copied = authoring.the_course("copied")
    assert library_marks(copied.id) == library_marks(second.id)
    use = use_of(copied.id, of)
    assert use is not None
    page = use_page(use)
    assert page is not None and not page.has_own
    delete_course(copied.id, by=me, now=NOW)
    assert library_marks(copied.id) == {} and of in library_marks(second.id)


def test_what_is_archived_is_offered_to_no_further_course(me: int, first: StudioCourse, second: StudioCourse) -> None:
    entry = _put(first, READING, me)
    archive_entry(entry, now=NOW)
    with pytest.raises(Refused, match="archived"):
        archive_entry(entry, now=NOW)
    with pytest.raises(Refused, match="offered to no further course"):
        use_entry(second.id, entry, "send", by=me, now=NOW)
    with pytest.raises(Refused, match="archived in the library"):
        update_library(first.id, READING, seen=1, note="", by=me, now=NOW)
    restore_entry(entry)
    assert use_entry(second.id, entry, "send", by=me, now=NOW).of == "item:what-is-in-it-2"


# names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("parcel.svg", "box.svg"),
        ("parcel.ru.svg", "box.ru.svg"),
        ("parcel.zh-Hans.svg", "box.zh-Hans.svg"),
        ("parcel.png", "parcel.png"),
        ("parcels.svg", "parcels.svg"),
        ("..", ".."),
    ],
)
def test_a_medium_takes_its_other_name_in_every_language(name: str, found: str) -> None:
    assert medium_called(name, {"parcel.svg": "box.svg"}) == found


def test_pictures_of_a_text_take_their_other_names_and_nothing_else_does() -> None:
    media = {"parcel.svg": "box.svg"}
    text = "parcel.svg ![a](../media/parcel.svg 'T') ![b](../media/parcel.ru.svg) ../media/parcels.svg"
    assert with_media_called({"a": [text, 1, True, None]}, media) == {
        "a": ["parcel.svg ![a](../media/box.svg 'T') ![b](../media/box.ru.svg) ../media/parcels.svg", 1, True, None]
    }


def test_a_name_that_is_taken_gets_a_number_and_stays_within_its_length() -> None:
    long = "x" * 64
    names = extended(no_names(), {"items": ["a", "b", long]}, {"items": {"a", "a-2", long}})
    assert names["items"] == {"a": "a-3", "b": "b", long: f"{'x' * 62}-2"}
    again = extended(names, {"items": ["a", "a-3"]}, {"items": {"a"}})
    assert (again["items"]["a"], again["items"]["a-3"]) == ("a-3", "a-3-2")


def test_a_piece_that_was_renamed_and_named_back_is_the_same(first: StudioCourse) -> None:
    for of in (READING, QUIZ, MODULE, "item:packing-film", "item:write-a-claim"):
        piece = cut(source_of(first.id, of), of)
        names = extended(no_names(), things_in(piece), things_in(piece))
        other = renamed(piece, names)
        assert not set(other.media) & set(piece.media)
        assert renamed(other, inverted(names)) == piece
