"""Translations of a draft: each remembers its source, and nobody's words are overwritten."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_texts
from lms.authoring.queries.translations import UnitTexts, outdated_items, translations_of, unit_texts
from lms.authoring.services import outline
from lms.authoring.services.files import Content, Stale, change_files
from lms.authoring.services.history import take_back
from lms.authoring.services.settings import add_language, remove_language
from lms.authoring.services.translations import keep_translation, save_translation
from lms.core.errors import Refused
from lms.packages.pages import split_page, write_page
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.statements import Statements

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ITEM = "item:what-is-in-it"
PAGE, RUSSIAN = "items/what-is-in-it.en.md", "items/what-is-in-it.ru.md"


@pytest.fixture
def me(app: Flask) -> int:
    return a_person().id


@pytest.fixture
def course(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


def state(course: StudioCourse, unit: str = ITEM, language: str = "ru") -> str:
    line = translations_of(course).line(unit)
    assert line is not None
    return line.states[language]


def texts(course: StudioCourse, unit: str = ITEM, language: str = "ru") -> UnitTexts:
    line = translations_of(course).line(unit)
    assert line is not None
    return unit_texts(course.id, line, language)


def write(course: StudioCourse, me: int, path: str, content: Content, kind: str = "edit-item") -> int | None:
    return change_files(course.id, {path: content}, kind=kind, subject="x", by=me, now=NOW).change_id


def save(
    course: StudioCourse, me: int, fields: dict[str, str], unit: str = ITEM, language: str = "ru", **more: object
) -> str:
    page = texts(course, unit, language)
    values: dict[str, object] = {"seen": page.seen, "source_seen": page.source_seen} | more
    return save_translation(course.id, language, unit, fields, by=me, now=NOW, **values)  # type: ignore[arg-type]


def test_the_translations_of_an_imported_package_are_done(course: StudioCourse) -> None:
    found = translations_of(course)
    assert {line.states["ru"] for line in found.lines} == {"done"}
    assert found.bars[0].percent == 100
    assert [line.unit for line in found.lines[:3]] == ["course", "module:send", ITEM]
    assert {line.kind for line in found.lines} == {"course", "module", "item", "rubric", "question"}


def test_a_changed_source_makes_its_translation_outdated_and_shows_what_it_was(course: StudioCourse, me: int) -> None:
    before = texts(course).source["text"]
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    write(course, me, PAGE, write_page("What is in it", "Something else again."))
    page = texts(course)
    assert page.state == "outdated"
    assert page.before is not None
    assert page.before["text"] == before
    assert page.source["text"] == "Something else again."
    assert outdated_items(course.id) == {"ru": {"what-is-in-it"}}
    assert {line.unit for line in translations_of(course).lines if line.states["ru"] != "done"} == {ITEM}


def test_a_source_that_is_as_it_was_again_has_a_good_translation(course: StudioCourse, me: int) -> None:
    old = draft_texts(course.id, [PAGE])[PAGE].text
    write(course, me, PAGE, write_page("Another title", "Words."))
    write(course, me, PAGE, old)
    assert state(course) == "done"
    assert outdated_items(course.id) == {}


def test_only_the_changed_question_of_a_bank_is_outdated(course: StudioCourse, me: int) -> None:
    path = "questions/parcels.en.yaml"
    text = draft_texts(course.id, [path])[path].text
    write(course, me, path, text.replace("Which form does a small parcel carry?", "Which form?"), "edit-question")
    assert state(course, "question:which-form") == "outdated"
    assert state(course, "question:who-pays") == "done"


def test_a_question_that_goes_to_another_bank_takes_its_translation_along(course: StudioCourse, me: int) -> None:
    from lms.authoring.queries.documents import yaml_files
    from lms.packages.writing import write_yaml

    write(course, me, "questions/parcels.en.yaml", draft_texts(course.id, ["questions/parcels.en.yaml"])[
        "questions/parcels.en.yaml"].text.replace("In which order?", "What comes first?"), "edit-question")  # fmt: skip
    assert state(course, "question:steps") == "outdated"
    changes: dict[str, Content] = {}
    for path, file in yaml_files(course.id, [f"questions/parcels.{tag}.yaml" for tag in ("en", "ru")]).items():
        rest = {key: words for key, words in file.value.items() if key != "steps"}
        changes[path] = write_yaml(rest)
        changes[path.replace("parcels", "other")] = write_yaml({"steps": file.value["steps"]})
    change_files(course.id, changes, kind="edit-question", subject="x", by=me, now=NOW)
    assert state(course, "question:steps") == "outdated"


def test_saving_a_translation_brings_it_up_to_date(course: StudioCourse, me: int) -> None:
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    save(course, me, {"title": "Что внутри", "text": "Нечто другое.\r\n\r\n* да"})
    assert state(course) == "done"
    assert split_page(draft_texts(course.id, [RUSSIAN])[RUSSIAN].text) == ("Что внутри", "Нечто другое.\n\n* да\n")


def test_what_was_translated_from_an_older_source_is_kept_and_stays_outdated(course: StudioCourse, me: int) -> None:
    page = texts(course)
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    save(course, me, {"text": "Перевод старого"}, source_seen=page.source_seen)
    after = texts(course)
    assert after.state == "outdated"
    assert after.target["text"] == "Перевод старого"
    assert after.before == page.source


def test_the_second_translator_is_told_and_overwrites_nothing(course: StudioCourse, me: int) -> None:
    page = texts(course)
    other = a_person().id
    save(course, other, {"text": "Первый"})
    with pytest.raises(Stale) as told:
        save(course, me, {"text": "Второй"}, seen=page.seen)
    assert told.value.by == other
    assert texts(course).target["text"] == "Первый"


def test_a_translation_whose_answer_was_lost_is_no_conflict_with_itself(course: StudioCourse, me: int) -> None:
    seen = texts(course).seen
    save(course, me, {"text": "Мой"}, seen=seen)
    save(course, me, {"text": "Мой"}, seen=seen)
    assert texts(course).target["text"] == "Мой"


def test_two_translators_in_one_bank_do_not_disturb_each_other(course: StudioCourse, me: int) -> None:
    seen = texts(course, "question:who-pays").seen
    save(course, me, {"prompt": "В каком порядке?!"}, unit="question:steps")
    save(course, me, {"prompt": "Кто платит?!"}, unit="question:who-pays", seen=seen)
    assert texts(course, "question:steps").target["prompt"] == "В каком порядке?!"


def test_still_right_makes_an_outdated_translation_good(course: StudioCourse, me: int) -> None:
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    seen = texts(course).source_seen
    keep_translation(course.id, "ru", ITEM, source_seen=seen)
    assert state(course) == "done"
    write(course, me, PAGE, write_page("What is in it", "And another thing."))
    with pytest.raises(Stale):
        keep_translation(course.id, "ru", ITEM, source_seen=seen)
    assert state(course) == "outdated"


def test_a_translation_can_ask_to_be_looked_at(course: StudioCourse, me: int) -> None:
    save(course, me, {"title": "Что внутри?"}, wants_review=True)
    assert state(course) == "review"
    save(course, me, {"title": "Что внутри"})
    assert state(course) == "done"


def test_taking_back_a_translation_asks_somebody_to_look(course: StudioCourse, me: int) -> None:
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    save(course, me, {"text": "Нечто другое."})
    step = change_files(course.id, {RUSSIAN: write_page("Ой", "Ой")}, kind="edit-item", subject="y", by=me, now=NOW)
    assert step.change_id is not None
    take_back(course.id, step.change_id, by=me, now=NOW)
    assert state(course) == "review"


def test_an_item_that_was_deleted_comes_back_as_outdated_as_it_was(course: StudioCourse, me: int) -> None:
    write(course, me, PAGE, write_page("What is in it", "Something else."))
    step = outline.delete_item(course.id, "what-is-in-it", subject="x", by=me, now=NOW)
    assert step is not None
    assert translations_of(course).line(ITEM) is None
    take_back(course.id, step, by=me, now=NOW)
    assert state(course) == "outdated"


def test_a_new_language_is_missing_everywhere_and_grows_text_by_text(course: StudioCourse, me: int) -> None:
    add_language(course.id, "fa", by=me, now=NOW)
    found = translations_of(course)
    assert {line.states["fa"] for line in found.lines} == {"missing"}
    save(course, me, {"title": "در بسته چیست"}, language="fa")
    assert state(course, language="fa") == "missing"  # its text is still to be translated
    save(course, me, {"text": "یک **پیراهن** نخی."}, language="fa")
    assert state(course, language="fa") == "done"
    save(course, me, {"title": "发送"}, unit="module:send", language="fa")
    save(course, me, {"facts.title": "事实"}, unit="rubric:write-a-claim", language="fa")
    assert texts(course, "module:send", "fa").target == {"title": "发送"}
    step = remove_language(course.id, "fa", by=me, now=NOW)
    assert step is not None
    take_back(course.id, step, by=me, now=NOW)
    assert state(course, language="fa") == "done"


def test_a_translation_that_is_emptied_leaves_no_file(course: StudioCourse, me: int) -> None:
    save(course, me, {"title": "", "text": " \n "})
    assert draft_texts(course.id, [RUSSIAN]) == {}
    assert state(course) == "missing"


@pytest.mark.parametrize(("language", "unit"), [("de", ITEM), ("en", ITEM), ("ru", "item:nowhere"), ("ru", "nonsense")])
def test_what_is_not_there_is_not_translated(course: StudioCourse, me: int, language: str, unit: str) -> None:
    with pytest.raises(Refused):
        save_translation(course.id, language, unit, {"title": "x"}, seen="", source_seen="", by=me, now=NOW)


def test_a_title_that_is_too_long_is_refused_and_one_line_stays_one_line(course: StudioCourse, me: int) -> None:
    with pytest.raises(Refused) as told:
        save(course, me, {"title": "я" * 161})
    assert told.value.field == "title"
    save(course, me, {"title": "Два\nслова\x07"})
    assert texts(course).target["title"] == "Два слова"


def test_a_file_that_cannot_be_read_is_not_overwritten(course: StudioCourse, me: int) -> None:
    write(course, me, "questions/parcels.ru.yaml", "which-label: [", "edit-question")
    with pytest.raises(Refused, match="can't be read"):
        save(course, me, {"prompt": "Что?"}, unit="question:steps")
    assert draft_texts(course.id, ["questions/parcels.ru.yaml"])["questions/parcels.ru.yaml"].text == "which-label: ["


def test_the_matrix_costs_the_same_whatever_the_course(course: StudioCourse, me: int, statements: Statements) -> None:
    with statements:
        translations_of(course)
    first = statements.count
    for number in range(10):
        outline.add_item(course.id, "send", "reading", f"Reading {number}", by=me, now=NOW)
    with statements:
        translations_of(course)
    assert statements.count <= first <= 6
    with statements:
        translations_of(course)
    assert statements.count == first - 1  # what the files say is known
