"""Files as other systems and people really write them, from the first byte to a course package that takes them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from lms.packages.checking import check_package
from lms.packages.exchange import Exchange, read_questions
from lms.packages.reading import read_package
from tests.factories import courses
from tests.packages.exchange.conftest import SAMPLES, said

ReadSample = Callable[[str], Exchange]


def outcomes(exchange: Exchange) -> dict[str, str]:
    return {row.name: row.outcome for row in exchange.rows}


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_a_course_takes_what_comes_in(name: str, read_sample: ReadSample, tmp_path: Path) -> None:
    """The questions as a bank of a real package, with their pictures and a quiz that draws from it."""
    exchange = read_sample(name)
    assert len(exchange.questions) >= 3
    package = Path(shutil.copytree(courses.SAMPLE, tmp_path / "sample"))
    for picture, data in exchange.media.items():
        (package / "media" / picture).write_bytes(data)
    entries = [question.entry for question in exchange.questions]
    words: dict[str, Any] = {question.key: question.words for question in exchange.questions}
    for path, value in (("new.yaml", entries), ("new.en.yaml", words), ("new.ru.yaml", words)):
        (package / "questions" / path).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    quiz = package / "items/quiz-send.yaml"
    text = quiz.read_text(encoding="utf-8")
    quiz.write_text(text.replace("questions:\n", "questions:\n  - {bank: new}\n", 1), encoding="utf-8")
    checked = check_package(read_package(package))
    assert set(words) <= set(checked.banks.drafts)
    for question in exchange.questions:
        assert checked.banks.drafts[question.key].texts["en"]["prompt"]


def test_an_export_of_moodle_4_as_gift(read_sample: ReadSample) -> None:
    exchange = read_sample("export-of-moodle-4.gift")
    assert exchange.format == "gift"
    assert outcomes(exchange) == {
        "Heading of a T-shirt": "taken",
        "What belongs on a CN 22": "taken",
        "De minimis": "taken",
        "Value": "changed",
        "Form": "changed",
        "Who pays duty": "taken",
        "Write": "refused",
        "Before you begin": "refused",
    }
    shirt, label, *_ = exchange.questions
    assert shirt.category == "default-for-ecom-7"
    assert shirt.entry == {
        "key": "t-shirt", "kind": "single", "options": ["a", "b", "c"], "answer": "b",
        "tags": ["duty-tax", "basics", "week-2"],
    }  # fmt: skip
    assert shirt.words == {
        "prompt": "Which **heading** is right for a knitted cotton T-shirt?",
        "options": {"a": "6105", "b": "6109", "c": "6205"},
        "feedback": {"a": "6105 is for shirts.", "b": "Right: knitted T-shirts."},
        "explanation": "The heading follows the {material} and the make.",
    }
    assert (label.entry["kind"], label.entry["answer"]) == ("multiple", ["a", "b"])
    assert [row.line for row in exchange.rows] == [7, 16, 25, 29, 36, 44, 52, 56]


def test_a_teachers_own_gift(read_sample: ReadSample) -> None:
    exchange = read_sample("by-hand.gift")
    assert [row.outcome for row in exchange.rows].count("taken") == 11
    refused = {row.name: said(row)[0] for row in exchange.rows if row.outcome == "refused"}
    assert list(refused) == ["Not closed", "Just a remark without any answers."]
    assert refused["Not closed"].startswith("A brace is missing")
    words = {question.key: question.words for question in exchange.questions}
    assert words["two"] == {"prompt": "Two plus two equals", "accepted": ["four", "4"]}
    assert words["the-wco-sits-in"]["prompt"] == "The WCO sits in \\_\\_\\_\\_\\_."
    assert words["which-equals-5"]["options"] == {"a": "= 2 + 2", "b": "= 2 + 3", "c": "= 2 + 4"}
    assert words["which-is-right"]["options"]["a"] == "**This**"
    numbers = [question.entry for question in exchange.questions if question.entry["kind"] == "numeric"]
    assert [(entry["answer"], entry.get("tolerance", 0)) for entry in numbers] == [
        (1952, 0), (3.1415, 0.0005), (3.1415, 0.0005),
    ]  # fmt: skip


def test_an_export_of_moodle_3_as_xml(read_sample: ReadSample) -> None:
    exchange = read_sample("export-of-moodle-3.xml")
    assert exchange.format == "moodle-xml"
    assert list(outcomes(exchange).values()) == ["changed", "taken", "changed", "taken", "refused"]
    label, gifts, weight, pays = exchange.questions
    assert label.entry == {
        "key": "label-1", "kind": "single", "options": ["a", "b"], "answer": "a", "points": 2,
        "tags": ["duty-and-tax", "week-2"],
    }  # fmt: skip
    assert label.words["prompt"] == (
        "What does this **label** show?\n\n![A label with three lines](../media/my-label.png)"
    )
    assert label.words["explanation"] == "Look at the [UPU](https://www.upu.int/)."
    assert exchange.media["my-label.png"].startswith(b"\x89PNG")
    assert (gifts.entry["answer"], gifts.words["feedback"]) == (False, {"true": "Many gifts do."})
    assert (weight.entry["answer"], weight.entry["unit"]) == (2, "kg")
    assert pays.words["right"] == {"a": "The buyer", "b": "The seller", "c": "The post"}
    assert [row.line for row in exchange.rows] == [15, 63, 92, 130, 176]


def test_an_export_of_moodle_5_as_xml(read_sample: ReadSample) -> None:
    exchange = read_sample("export-of-moodle-5.xml")
    steps, cost, gap = exchange.questions
    assert steps.words["items"] == {"a": "Declare", "b": "Assess", "c": "Pay"}
    assert cost.entry["variables"] == {
        "price": {"min": 20, "max": 60, "step": 0.01},
        "duty": {"min": 5, "max": 15, "step": 1},
    }
    assert (cost.entry["formula"], cost.entry["unit"]) == ("price * (1 + duty/100)", "EUR")
    assert cost.words["prompt"] == "Price {price} EUR, duty {duty} %. What does it cost?"
    assert (gap.words["accepted"], gap.entry["points"]) == (["Brussels"], 2)
    assert {row.name: said(row)[0].partition(":")[0] for row in exchange.rows if row.outcome == "refused"} == {
        "Two gaps": "It has 2 gaps in one text",
        "Deleted long ago": "It is hidden in the other system, so it was deleted or replaced",
        "Drag words": "It fills several gaps of one text",
    }


def test_xml_that_a_script_made(read_sample: ReadSample) -> None:
    """Empty lines before the declaration, HTML without CDATA, no name, no format, texts without <text>."""
    exchange = read_sample("by-a-script.xml")
    terms, codes, plain = exchange.questions
    assert terms.words["prompt"] == "Match **them**."
    assert terms.words["right"] == {"a": "buyer", "b": "seller", "c": "post"}
    assert (codes.key, codes.words["accepted"]) == ("who-sets-codes", ["WCO"])
    assert plain.words["prompt"] == "Which is plain?"
    assert [row.line for row in exchange.rows] == [5, 6, 7]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_gift_file_may_have_any_encoding_and_line_end(encoding: str, line_end: str) -> None:
    text = "// Quiz about customs and duty\n::Пошлина::Кто платит пошлину?{=Покупатель\n~Почта}\n"
    data = text.replace("\n", line_end).encode(encoding)
    exchange = read_questions(data, filename="вопросы.gift", language="ru")
    (question,) = exchange.questions
    assert question.words["options"] == {"a": "Покупатель", "b": "Почта"}
    assert (question.key, question.category) == ("poshlina", "voprosy")
    guessed = [said(row)[0] for row in exchange.rows if row.number == 0]
    assert guessed == (
        ["It is not UTF-8 and was read as Windows-1251: look at its letters."] if encoding == "cp1251" else []
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_xml_may_have_any_encoding_that_it_declares(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><quiz><question type="truefalse"><name><text>Пошлина</text></name>'
        "<questiontext><text>Подарок без пошлины.</text></questiontext>"
        '<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>'
        "</question></quiz>"
    )
    (question,) = read_questions(text.encode(encoding), filename="a.xml", language="ru").questions
    assert question.words["prompt"] == "Подарок без пошлины."
