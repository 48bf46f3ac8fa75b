"""What a publication changes, in words."""

from typing import Any

import pytest

from lms.authoring.rules.changes import Change, Side, describe
from lms.authoring.services.files import digest_of
from lms.core.messages import PluralSentence, Sentence
from lms.packages.pages import split_page, write_page
from lms.packages.writing import write_yaml

FILES: dict[str, Any] = {
    "course.yaml": {
        "format": 1,
        "course": "x",
        "level": "basic",
        "hours": 4,
        "source_language": "en",
        "languages": ["en", "ru"],
        "enrolment": {"mode": "open"},
        "completion": {"required_items": "all"},
        "modules": [
            {"key": "first", "items": [
                {"key": "a", "kind": "reading", "minutes": 5}, {"key": "b", "kind": "quiz", "minutes": 10}]},
            {"key": "second", "items": [{"key": "c", "kind": "reading", "minutes": 5}]},
        ],
    },
    "course.en.yaml": {"title": "Parcels", "summary": "About parcels.", "modules": {"first": "One", "second": "Two"}},
    "course.ru.yaml": {"title": "Посылки", "summary": "", "modules": {"first": "Раз", "second": "Два"}},
    "items/a.en.md": write_page("Alpha", "Some words to read."),
    "items/a.ru.md": write_page("Альфа", "Несколько слов."),
    "items/b.en.md": write_page("Beta", "Answer these."),
    "items/b.yaml": {"questions": [{"bank": "bank", "draw": 1}], "pass_percent": 70},
    "items/c.en.md": write_page("Gamma", "More words."),
    "questions/bank.yaml": [{"key": "q", "kind": "true_false", "answer": True}],
    "questions/bank.en.yaml": {"q": {"prompt": "Is a parcel a letter?"}},
    "questions/bank.ru.yaml": {"q": {"prompt": "Посылка – письмо?"}},
    "media/a.svg": "<svg/>",
}  # fmt: skip


def _side(files: dict[str, Any]) -> Side:
    texts = {path: value if isinstance(value, str) else write_yaml(value) for path, value in files.items()}
    titles = {path[6:].split(".")[0]: split_page(texts[path])[0] for path in texts if path.endswith(".en.md")}
    return Side({path: digest_of(text) for path, text in texts.items()}, texts, titles)


def _course(**changes: Any) -> dict[str, Any]:
    return {**FILES["course.yaml"], **changes}


def _changes(changed: dict[str, Any]) -> list[Change]:
    after = {path: value for path, value in {**FILES, **changed}.items() if value is not None}
    return describe(_side(FILES), _side(after))


def _said(change: Change) -> str:
    if isinstance(change.said, PluralSentence):
        return change.said.many % {**change.said.values, "count": change.said.count}
    return change.said.text % change.said.values if isinstance(change.said, Sentence) else str(change.said)


def _modules(*modules: tuple[str, list[str]], **of_item: Any) -> dict[str, Any]:
    known = {item["key"]: item for module in FILES["course.yaml"]["modules"] for item in module["items"]}
    known["new"] = {"key": "new", "kind": "assignment", "minutes": 60}
    made = [{"key": key, "items": [{**known[item], **of_item} for item in items]} for key, items in modules]
    return {"course.yaml": _course(modules=made)}


def test_equal_states_have_no_changes() -> None:
    assert _changes({}) == []
    assert _changes({"course.yaml": write_yaml(FILES["course.yaml"])}) == []


def test_other_spellings_of_the_same_yaml_are_no_changes() -> None:
    assert _changes({"items/b.yaml": "pass_percent: 70\nquestions:\n- bank: bank\n  draw: 1\n"}) == []


@pytest.mark.parametrize(
    ("changed", "group", "said"),
    [
        ({**_modules(("first", ["a", "b"]), ("second", ["c", "new"])), "items/new.en.md": write_page("Claim", "x")},
         "outline", "New assignment: “Claim”"),
        ({**_modules(("first", ["a", "b"]), ("second", [])), "items/c.en.md": None},
         "outline", "Removed: “Gamma”. What people achieved in it is kept."),
        (_modules(("first", ["b"]), ("second", ["c", "a"])), "outline", "“Alpha” moved to the module “Two”"),
        (_modules(("first", ["b", "a"]), ("second", ["c"])), "outline", "The items of “One” are in another order"),
        (_modules(("second", ["c"]), ("first", ["a", "b"])), "outline", "The modules are in another order"),
        ({**_modules(("first", ["a", "b"]), ("second", ["c"]), ("third", [])),
          "course.en.yaml": {**FILES["course.en.yaml"],
                             "modules": {"first": "One", "second": "Two", "third": "Three"}}},
         "outline", "New module: “Three”"),
        ({"course.en.yaml": {**FILES["course.en.yaml"], "modules": {"first": "Uno", "second": "Two"}}},
         "outline", "Module renamed: “One” is now “Uno”"),
        ({"items/a.en.md": write_page("Aleph", "Some words to read.")}, "outline", "Renamed: “Alpha” is now “Aleph”"),
        ({"items/a.en.md": write_page("Alpha", "Some more words to read.")}, "texts", "The text of “Alpha”"),
        ({"items/a.ru.md": write_page("Альфа", "Иные слова.")}, "translations", "The translation of “Alpha”"),
        ({"items/c.ru.md": write_page("Гамма", "Ещё.")}, "translations", "“Gamma” is translated"),
        ({"items/a.ru.md": None}, "translations", "The translation of “Alpha” is removed"),
        ({"questions/bank.en.yaml": {"q": {"prompt": "Is it?"}}}, "questions", "Question changed: “Is it?”"),
        ({"questions/bank.yaml": [{"key": "q", "kind": "true_false", "answer": False}]}, "questions",
         "Question changed: “q”"),
        ({"questions/bank.ru.yaml": {"q": {"prompt": "Письмо?"}}}, "translations",
         "The translation of 1 questions of the bank bank"),
        ({"media/a.svg": "<svg></svg>"}, "media", "File replaced: a.svg"),
        ({"media/a.svg": None}, "media", "File removed: a.svg"),
        ({"media/b.svg": "<svg/>"}, "media", "New file: b.svg"),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_in_a_sentence(changed: dict[str, Any], group: str, said: str) -> None:
    found = [(change.group, _said(change)) for change in _changes(changed)]
    assert (group, said) in found
    assert len(found) == 1


@pytest.mark.parametrize(
    ("changed", "name", "before", "after"),
    [
        ({"course.yaml": _course(level="advanced")}, "level", "Basic", "Advanced"),
        ({"course.yaml": _course(languages=["en", "ru", "zh"])}, "languages", "en, ru", "en, ru, zh"),
        ({"course.yaml": _course(completion={"required_items": 2})}, "required_items", "all required items", "2"),
        ({"course.yaml": _course(enrolment={"mode": "open", "capacity": 30})}, "capacity", "", "30"),
        ({"items/b.yaml": {**FILES["items/b.yaml"], "pass_percent": 80}}, "pass_percent", "70", "80"),
        (
            {"course.yaml": _course(enrolment={"mode": "code"})},
            "mode",
            "Anyone may enrol",
            "Whoever knows the code may enrol",
        ),
        (_modules(("first", ["a", "b"]), ("second", ["c"]), required=False), "required", "yes", "no"),
    ],
)
def test_a_setting_is_told_with_its_value_before_and_after(
    changed: dict[str, Any], name: str, before: str, after: str
) -> None:
    found = _changes(changed)
    assert {(change.group, change.name) for change in found} == {("settings", name)}
    values = [value.text if isinstance(value, Sentence) else value for value in (found[0].before, found[0].after)]
    assert values == [before, after]


def test_a_question_that_came_and_one_that_went_are_told() -> None:
    found = _changes({
        "questions/bank.yaml": [{"key": "r", "kind": "true_false", "answer": False}],
        "questions/bank.en.yaml": {"r": {"prompt": "Is a letter a parcel?"}},
    })  # fmt: skip
    assert [_said(change) for change in found] == [
        "New question: “Is a letter a parcel?”", "Question removed: “Is a parcel a letter?”",
    ]  # fmt: skip


def test_an_edited_text_says_how_many_words_changed() -> None:
    (change,) = _changes({"items/a.en.md": write_page("Alpha", "Some more good words to read.")})
    assert change.words is not None and (change.words.added, change.words.removed) == (2, 0)


def test_each_change_names_the_file_that_shows_it() -> None:
    (change,) = _changes({"items/a.ru.md": write_page("Альфа", "Иные слова.")})
    assert (change.paths, change.language) == (("items/a.ru.md",), "ru")


def test_a_course_yaml_that_cannot_be_read_breaks_nothing() -> None:
    assert _changes({"course.yaml": "a: ["})
