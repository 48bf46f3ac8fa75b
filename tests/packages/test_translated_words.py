"""Problems are English for the command line and the reader's language on a page; a translation may be unfinished."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from lms.assessment.rules import check_question
from lms.core.messages import Fault, LanguageTag, Told
from lms.packages.checking import check_package
from lms.packages.reading import read_package
from lms.translations.schemas import extract
from lms.web.language import say

SCHEMAS = Path(__file__).parents[2] / "lms" / "packages" / "schema"


def test_what_is_told_is_a_plain_english_string() -> None:
    told = Told("%(name)s has more than %(most)s values", name="price", most=1000)
    assert told == "price has more than 1000 values"
    assert {told, "price has more than 1000 values"} == {told}
    assert sorted([told, "a"]) == ["a", told]
    assert f"{told}!" == "price has more than 1000 values!"
    assert Told("50 % of it") == "50 % of it"


def test_what_is_told_is_said_with_its_values_in_the_readers_way(app: Flask) -> None:
    told = Told("%(name)s has more than %(most)s values", name="<b>", most=1000)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert say(told) == "<b> has more than 1,000 values"
        assert say(Told("write %(expected)s", expected=Told("a whole number"))) == "write a whole number"


def test_a_language_is_a_tag_on_the_command_line_and_a_name_on_a_page(app: Flask) -> None:
    told = Told("it is not translated into %(language)s", language=LanguageTag("zh"))
    assert told == "it is not translated into zh"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert say(told) == "it is not translated into 中文"


def test_a_fault_of_a_question_has_both_halves() -> None:
    (fault,) = check_question("single", {"options": ["a", "b"]})
    assert isinstance(fault, Fault)
    assert (fault.wrong, fault.todo) == ("answer is missing", "a single question needs it")
    assert str(fault) == "answer is missing: a single question needs it"
    (power,) = check_question("calculated", {"variables": {"x": {"min": 1, "max": 2, "step": 1}}, "formula": "x +"})
    assert power.wrong == "formula can't be read, it ends too early"
    assert isinstance(power.wrong.values["error"], Told)  # type: ignore[attr-defined]


def test_every_word_of_the_schemas_is_collected() -> None:
    found = set()
    for path in SCHEMAS.glob("*.json"):
        with path.open("rb") as file:
            found |= {text for _line, _function, text, _comments in extract(file, None, None, None)}
    assert {
        "one line of at most 160 characters",
        "lower-case letters, digits and hyphens, at most 64 characters",
    } <= found


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        ("items/what-is-in-it.ru.md", "title: Что внутри", "title: ''", "title is ''"),
        ("course.ru.yaml", "title: Посылки для небольшого магазина", "title: ''", "title is ''"),
        ("items/write-a-claim.ru.yaml", "  title: Тон\n", "", "tone.title is missing"),
    ],
)
def test_what_a_translation_still_lacks_is_a_remark(
    sample: Path, change: Callable[..., None], path: str, before: str, after: str, told: str
) -> None:
    change(path, before, after)
    checked = check_package(read_package(sample))
    assert any(remark.path == path and told in remark.wrong for remark in checked.content.remarks)


def test_a_half_translated_question_leaves_the_others_of_its_bank_translated(sample: Path) -> None:
    path = sample / "questions" / "parcels.ru.yaml"
    lines = path.read_text().splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith("steps:"))
    lines[start + 1] = ""  # its prompt
    path.write_text("".join(lines))
    drafts = check_package(read_package(sample)).banks.drafts
    assert "ru" not in drafts["steps"].texts
    assert "ru" in drafts["who-pays"].texts


def test_a_figure_that_is_not_translated_is_shown_as_it_is_in_the_source(sample: Path) -> None:
    (sample / "media" / "parcel.ru.svg").unlink()
    checked = check_package(read_package(sample))
    assert "media/parcel.en.svg" in checked.texts["what-is-in-it"]["ru"].html
    told = "media/parcel.svg is there in en but not in ru"
    assert told in [remark.wrong for remark in checked.content.remarks]
