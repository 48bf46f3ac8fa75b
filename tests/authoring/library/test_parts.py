"""What a new version does to items, questions and translations, those of the course among them."""

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.library.uses import use_page
from lms.authoring.rules.outline import item_of, order_of
from lms.authoring.services import outline
from lms.authoring.services.files import Stale, change_files
from lms.authoring.services.library.taking import take_version, use_entry
from lms.core.errors import Refused
from lms.packages.pages import write_page
from lms.packages.writing import write_yaml
from tests.authoring.library.deeds import (
    MODULE,
    QUIZ,
    READING,
    a_shared,
    edit,
    mistakes_of,
    page_of,
    take,
    the_page,
    the_use,
    update,
)
from tests.factories import authoring
from tests.factories.authoring import NOW


def test_any_using_course_of_its_owner_can_make_the_next_version_under_the_librarys_names(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, QUIZ)
    path = "questions/parcels-2.yaml"
    bank = yaml_files(second.id, [path])[path].value
    new = {"key": "gift-is-enough-2", "kind": "true_false", "answer": True, "tags": ["basics"]}
    words = yaml_files(second.id, ["questions/parcels-2.en.yaml"])["questions/parcels-2.en.yaml"].value
    words["gift-is-enough-2"] = {"prompt": "Is it?", "feedback": {"true": "Y", "false": "N"}, "explanation": "E"}
    changes = {path: write_yaml([*bank, new]), "questions/parcels-2.en.yaml": write_yaml(words)}
    change_files(second.id, changes, kind="add-question", subject="x", by=me, now=NOW)
    assert update(second, of, me) == 2
    take(first, QUIZ, me)
    assert mistakes_of(first) == [] and mistakes_of(second) == []
    questions = yaml_files(first.id, ["questions/parcels.yaml"])["questions/parcels.yaml"].value
    assert len(questions) == 9 and [q["key"] for q in questions][:2] == ["which-label", "what-belongs"]
    assert questions[-1] == {**new, "key": "gift-is-enough-2"}
    with pytest.raises(Refused, match="just as this course has it"):
        update(first, QUIZ, me)


def test_a_question_that_left_goes_unless_another_quiz_draws_it(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, QUIZ)
    for language in ("en", "ru"):
        path = f"questions/parcels-2.{language}.yaml"
        words = yaml_files(second.id, [path])[path].value
        edit(second, path, write_yaml({key: words[key] for key in words if key != "what-belongs-2"}), me)
    bank = yaml_files(second.id, ["questions/parcels-2.yaml"])["questions/parcels-2.yaml"].value
    edit(second, "questions/parcels-2.yaml", write_yaml(bank[:1]), me)
    update(second, of, me)
    third = authoring.a_sample_draft(me)
    use = the_use(second, of)
    take(first, QUIZ, me)
    keys = [q["key"] for q in yaml_files(first.id, ["questions/parcels.yaml"])["questions/parcels.yaml"].value]
    assert "what-belongs" in keys and len(keys) == 8  # the final quiz draws from the whole bank
    there = use_entry(third.id, use.entry.id, "send", by=me, now=NOW)
    assert draft_files(third.id)["questions/parcels-2.yaml"].facts["questions"] == 1
    assert mistakes_of(first) == [] and mistakes_of(third) == [] and there.of == "item:quiz-send-2"


def test_a_module_brings_new_items_takes_old_ones_away_and_leaves_the_courses_own(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, MODULE)
    own = outline.add_item(second.id, "send-2", "reading", "Our own", by=me, now=NOW)
    edit(second, f"items/{own}.en.md", write_page("Our own", "Ours."), me)
    outline.change_item(second.id, "what-is-in-it-2", {"required": False}, subject="x", by=me, now=NOW)
    outline.delete_item(first.id, "more-to-read", subject="x", by=me, now=NOW)
    new = outline.add_item(first.id, "send", "reading", "At the door", before="packing-film", by=me, now=NOW)
    for language in ("en", "ru"):
        edit(first, f"items/{new}.{language}.md", write_page("At the door", "A door."), me)
    update(first, MODULE, me)
    page = the_page(second, of)
    assert not page.has_own
    take(second, of, me)
    items = dict(order_of(course_files(second.id).course))["send-2"]
    assert items == ["what-is-in-it-2", "at-the-door-2", "packing-film-2", "quiz-send-2", own]
    assert item_of(course_files(second.id).course, "what-is-in-it-2")["required"] is False
    assert "items/more-to-read-2.ru.md" not in draft_files(second.id)
    assert mistakes_of(second) == []


def test_a_translation_that_the_library_does_not_have_stays(me: int, first: StudioCourse, second: StudioCourse) -> None:
    of = a_shared(me, first, second, QUIZ)
    files = course_files(second.id)
    words = yaml_files(second.id, ["questions/parcels-2.en.yaml"])["questions/parcels-2.en.yaml"].value
    changes = {
        "course.yaml": write_yaml({**files.course, "languages": ["en", "ru", "zh"]}),
        "items/quiz-send-2.zh.md": write_page("测验", "文字。"),
        "questions/parcels-2.zh.yaml": write_yaml(words),
    }
    change_files(second.id, changes, kind="languages", subject="zh", by=me, now=NOW)
    edit(first, "items/quiz-send.en.md", write_page("Test yourself", "Go."), me)
    update(first, QUIZ, me)
    take(second, of, me)
    assert "测验" in page_of(second, "quiz-send-2", "zh") and "Go." in page_of(second, "quiz-send-2")
    assert "questions/parcels-2.zh.yaml" in draft_files(second.id)


def test_an_item_that_was_deleted_in_the_course_is_used_no_more_and_its_key_stays_free(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, READING)
    use = the_use(second, of)
    outline.delete_item(second.id, "what-is-in-it-2", subject="x", by=me, now=NOW)
    assert use_page(use) is None
    assert outline.add_item(second.id, "send", "reading", "What is in it 2", by=me, now=NOW) == "what-is-in-it-2-2"
    with pytest.raises(Stale):
        take_version(second.id, of, number=1, seen="0" * 64, replaces_own=True, by=me, now=NOW)


def test_an_item_of_a_module_that_was_deleted_comes_back_with_a_new_version_under_its_own_key(
    me: int, first: StudioCourse, second: StudioCourse
) -> None:
    of = a_shared(me, first, second, MODULE)
    outline.delete_item(second.id, "what-is-in-it-2", subject="x", by=me, now=NOW)
    assert outline.add_item(second.id, "receive", "reading", "What is in it 2", by=me, now=NOW) == "what-is-in-it-2-2"
    edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "New words."), me)
    update(first, MODULE, me)
    with pytest.raises(Refused, match="has changed its copy"):
        take(second, of, me)
    take(second, of, me, replaces_own=True)
    assert dict(order_of(course_files(second.id).course))["send-2"][0] == "what-is-in-it-2"
    assert "New words." in page_of(second, "what-is-in-it-2")
