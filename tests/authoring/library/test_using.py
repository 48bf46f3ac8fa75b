"""Pieces that are put into the library and used in other courses."""

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.library.uses import library_marks
from lms.authoring.rules.outline import item_keys, item_of, module_keys, order_of
from lms.authoring.services import outline
from lms.authoring.services.files import Stale
from lms.authoring.services.library.entries import put_into_library
from lms.authoring.services.library.taking import use_entry
from lms.core.errors import Refused
from lms.packages.pages import write_page
from tests.authoring.library.deeds import MODULE, QUIZ, READING, edit, entry_of, mistakes_of, page_of, the_page
from tests.factories import authoring
from tests.factories.authoring import NOW


@pytest.mark.parametrize("of", [READING, QUIZ, MODULE, "item:packing-film", "item:write-a-claim", "item:final-quiz"])
def test_a_piece_of_one_course_is_used_in_another_that_stays_without_mistakes(
    me: int, first: StudioCourse, second: StudioCourse, of: str
) -> None:
    entry = entry_of(first, of, me)
    before = order_of(course_files(second.id).course)
    added = use_entry(second.id, entry, "receive", by=me, now=NOW).of
    assert mistakes_of(second) == [] and mistakes_of(first) == []
    course = course_files(second.id).course
    sort, key = added.split(":")
    assert key not in dict(before) and all(key not in items for _module, items in before)
    assert key in (module_keys(course) if sort == "module" else item_keys(course))
    assert library_marks(second.id)[added].number == 1 and not library_marks(second.id)[added].is_offered
    page = the_page(second, added)
    assert not page.has_own and not page.news


def test_what_comes_in_has_names_that_are_free_and_that_lead_to_each_other(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    use_entry(second.id, entry_of(first, MODULE, me), "", by=me, now=NOW)
    files = draft_files(second.id)
    assert {"items/quiz-send-2.yaml", "questions/parcels-2.ru.yaml", "media/parcel-2.ru.svg"} <= set(files)
    values = yaml_files(second.id, ["items/quiz-send-2.yaml", "items/packing-film-2.yaml", "questions/parcels-2.yaml"])
    assert values["items/quiz-send-2.yaml"].value["questions"] == [{"bank": "parcels-2", "tag": "basics"}]
    assert values["items/packing-film-2.yaml"].value["captions"]["ru"] == "film-2.ru.vtt"
    assert [q["key"] for q in values["questions/parcels-2.yaml"].value] == ["which-label-2", "what-belongs-2"]
    assert "../media/parcel-2.svg" in page_of(second, "what-is-in-it-2")
    course = course_files(second.id)
    assert item_of(course.course, "quiz-send-2")["after"] == "what-is-in-it-2"
    assert course.words["ru"]["modules"]["send-2"] == course.words["ru"]["modules"]["send"]


def test_only_the_questions_that_a_quiz_can_draw_come_along(me: int, first: StudioCourse, second: StudioCourse) -> None:
    use_entry(second.id, entry_of(first, QUIZ, me), "receive", by=me, now=NOW)
    own, brought = (draft_files(second.id)[f"questions/{bank}.yaml"].facts for bank in ("parcels", "parcels-2"))
    assert (own["questions"], brought["questions"]) == (8, 2)


def test_a_piece_comes_in_the_languages_of_the_course_alone(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me)
    module = outline.add_module(other.id, "Mine", by=me, now=NOW)
    use_entry(other.id, entry_of(first, "item:packing-film", me), module, by=me, now=NOW)
    assert {path for path in draft_files(other.id) if not path.startswith("course")} == {
        "items/packing-film.yaml", "items/packing-film.en.md", "media/film.webm", "media/film.en.vtt",
    }  # fmt: skip
    assert [m for m in mistakes_of(other) if not m.startswith("course.en.yaml")] == []


def test_a_course_in_a_language_that_a_piece_lacks_does_not_get_it(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me, source_language="zh")
    module = outline.add_module(other.id, "Mine", by=me, now=NOW)
    with pytest.raises(Refused, match="not wholly written in zh"):
        use_entry(other.id, entry_of(first, QUIZ, me), module, by=me, now=NOW)


def test_a_course_written_in_a_translation_of_the_piece_gets_it(me: int, first: StudioCourse) -> None:
    other = authoring.an_empty_draft(me, source_language="ru")
    added = use_entry(other.id, entry_of(first, MODULE, me), "", by=me, now=NOW)
    assert added.of == "module:send" and "items/quiz-send.ru.md" in draft_files(other.id)
    assert [m for m in mistakes_of(other) if not m.startswith("course.ru.yaml")] == []
    assert course_files(other.id).words["ru"]["modules"]["send"]


def test_what_has_mistakes_is_not_kept_for_others(me: int, first: StudioCourse) -> None:
    edit(first, "items/what-is-in-it.en.md", write_page("What", "![](../media/none.svg)"), me)
    with pytest.raises(Refused, match="mistakes"):
        put_into_library(first.id, READING, note="", by=me, now=NOW)
    module = outline.add_module(first.id, "Empty", by=me, now=NOW)
    with pytest.raises(Refused, match="An empty module"):
        put_into_library(first.id, f"module:{module}", note="", by=me, now=NOW)


def test_the_same_thing_is_put_in_once(me: int, first: StudioCourse) -> None:
    entry_of(first, READING, me)
    with pytest.raises(Refused, match="in the library already"):
        put_into_library(first.id, READING, note="", by=me, now=NOW)
    with pytest.raises(Stale):
        put_into_library(first.id, "item:no-such", note="", by=me, now=NOW)
