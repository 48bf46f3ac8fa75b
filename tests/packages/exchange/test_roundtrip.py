"""What is written comes back: everything in CSV and Moodle XML, in GIFT all that it has a sign for."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.core.paths import content_folder
from lms.packages.exchange import ExchangedQuestion, read_questions, write_questions
from lms.packages.yaml_text import read_yaml
from tests.factories import courses
from tests.packages.exchange.conftest import said

# Letters of many scripts, and every sign that means something in one of the formats.
LETTERS = st.sampled_from(
    list("abzяЖ电商فا١ëI09 ~=#{}:\\/%->[]()*_<>&\"',;|`.!?@+$^\n") + ["->", "####", "[html]", "\\n"]
)
PLAIN = st.lists(LETTERS, min_size=1, max_size=24).map("".join).map(lambda text: " ".join(text.split()))
WORDS = PLAIN.filter(lambda text: any(letter.isalnum() for letter in text))
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=3).map(float))


@st.composite
def markdown(draw: st.DrawFn, *, lines: bool = True) -> str:
    """Text that is sound Markdown of ours, plain or with marks."""
    parts = [
        st.sampled_from(["A *b* c", "**B** `code: {x}`", "[WCO](https://www.wcoomd.org/)", "5 > 3 & 2 < 4", "电商"]),
        st.from_regex(r"[A-Za-zА-я0-9,.:;~=#{}%|@$^&'\"-]{1,8}( [A-Za-zА-я0-9:~={}%|$^&'\"]{1,8}){0,3}", fullmatch=True)
        .map(lambda text: f"x {text} x"),
    ]  # fmt: skip
    chosen = draw(st.lists(st.one_of(*parts), min_size=1, max_size=3))
    return (draw(st.sampled_from([" ", "\n", "\n\n", "  \n"])) if lines else " ").join(chosen).strip()


PHRASES = markdown(lines=False)


@st.composite
def questions(draw: st.DrawFn) -> ExchangedQuestion:
    kind = draw(st.sampled_from(
        ["single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering", "calculated"]
    ))  # fmt: skip
    entry: dict[str, Any] = {"key": draw(KEYS), "kind": kind}
    words: dict[str, Any] = {"prompt": draw(markdown())}
    keys = st.lists(KEYS, min_size=2, max_size=6, unique=True)
    if kind in ("single", "multiple"):
        options = draw(keys)
        entry["options"] = options
        right = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
        entry["answer"] = right[0] if kind == "single" else [key for key in options if key in right]
        words["options"] = {key: draw(PHRASES) for key in options}
        words |= draw_feedback(draw, options)
    elif kind == "true_false":
        entry["answer"] = draw(st.booleans())
        words |= draw_feedback(draw, ["true", "false"])
    elif kind == "numeric":
        entry["answer"] = draw(NUMBERS)
        if tolerance := draw(st.sampled_from([0, 0.5, 3])):
            entry["tolerance"] = tolerance
    elif kind == "short_text":
        words["accepted"] = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    elif kind == "matching":
        left, right = draw(keys), draw(keys)
        entry |= {"left": left, "right": right}
        entry["answer"] = {key: draw(st.sampled_from(right)) for key in left}
        words["left"] = dict(zip(left, draw_different(draw, len(left)), strict=True))
        words["right"] = dict(zip(right, draw_different(draw, len(right)), strict=True))
    elif kind == "ordering":
        entry["order"] = draw(keys)
        words["items"] = dict(zip(entry["order"], draw_different(draw, len(entry["order"])), strict=True))
    else:
        entry["variables"] = {
            "price": {"min": draw(st.integers(1, 50)), "max": 60, "step": draw(st.sampled_from([0.25, 1, 2.5]))},
            "duty": {"min": 5, "max": 15, "step": 0.1},
        }
        entry["formula"] = draw(st.sampled_from(["price * (1 + duty / 100)", "round(price**2 % 7, 1)+max(duty,3)"]))
        entry["decimals"] = draw(st.integers(0, 6))
        if margin := draw(st.sampled_from([{}, {"tolerance": 0.01}, {"tolerance_percent": 1.5}])):
            entry |= margin
        words["prompt"] = "x {price}, {duty} %. y"
    if kind not in ("calculated",) and draw(st.booleans()):
        words["explanation"] = draw(markdown())
    return ExchangedQuestion(entry["key"], draw(st.sampled_from(["customs", "vat-and-duty"])), entry, words)


def draw_feedback(draw: st.DrawFn, keys: list[str]) -> dict[str, Any]:
    feedback = {key: draw(PHRASES) for key in keys if draw(st.booleans())}
    return {"feedback": feedback} if feedback else {}


def draw_different(draw: st.DrawFn, count: int) -> list[str]:
    return draw(st.lists(WORDS, min_size=count, max_size=count, unique=True))


# Texts that begin as weights and formats of GIFT do.
LOOKS_LIKE_A_TAG = ExchangedQuestion(
    "a",
    "customs",
    {"key": "a", "kind": "ordering", "order": ["a", "b"]},
    {"prompt": "Which first?", "items": {"a": "a", "b": "<a"}, "explanation": "5 > 3"},
)
PERCENT = ExchangedQuestion(
    "duty",
    "vat",
    {"key": "duty", "kind": "single", "options": ["a", "b"], "answer": "a"},
    {"prompt": "x", "options": {"a": "%5% duty", "b": "%7% duty"}, "feedback": {"b": "[html] is a word"}},
)
BANKS = st.lists(questions(), min_size=1, max_size=4, unique_by=lambda question: question.key)


@pytest.mark.parametrize("file_format", ["csv", "moodle-xml"])
@settings(max_examples=40, deadline=None)
@given(
    bank=BANKS,
    points=st.integers(1, 100),
    tags=st.lists(KEYS, max_size=3, unique=True),
    unit=st.sampled_from(["", "USD", "%"]),
)
def test_a_bank_comes_back_whole(
    file_format: str, bank: list[ExchangedQuestion], points: int, tags: list[str], unit: str
) -> None:
    for question in bank:
        question.entry.update(({"points": points} if points > 1 else {}) | ({"tags": tags} if tags else {}))
        if question.entry["kind"] in ("numeric", "calculated") and unit:
            question.entry["unit"] = unit
    written = write_questions(bank, file_format, "en")
    exchange = read_questions(written.data, filename="x", language="en")
    assert [row for row in exchange.rows if row.outcome == "refused"] == []
    assert sorted(exchange.questions, key=lambda question: question.key) == sorted(bank, key=lambda q: q.key)


@settings(max_examples=50, deadline=None)
@given(bank=BANKS)
@example(bank=[PERCENT])
@example(bank=[LOOKS_LIKE_A_TAG])
def test_gift_brings_back_all_that_it_can_say(bank: list[ExchangedQuestion]) -> None:
    written = write_questions(bank, "gift", "en")
    told = {row.name: row.outcome for row in written.rows}
    whole = [question for question in bank if question.key not in told]
    assert {question.key for question in bank if question.entry["kind"] == "calculated"} == {
        key for key, outcome in told.items() if outcome == "refused"
    }
    if len(told) == len(bank) and set(told.values()) == {"refused"}:
        return
    exchange = read_questions(written.data, filename="x", language="en")
    assert [row for row in exchange.rows if row.outcome == "refused"] == []
    back = {question.key: question for question in exchange.questions}
    assert [back[question.key] for question in whole] == whole


def bank_of(path: Path, language: str) -> list[ExchangedQuestion]:
    entries = read_yaml("x", path.read_text(encoding="utf-8"), [])
    words = read_yaml("x", path.with_suffix(f".{language}.yaml").read_text(encoding="utf-8"), [])
    assert entries and words
    return [ExchangedQuestion(entry["key"], path.stem, entry, words.value[entry["key"]]) for entry in entries.value]


def usual(question: ExchangedQuestion) -> ExchangedQuestion:
    """Without what says the same: spaces around texts, points and tolerances that are the usual ones."""
    words = {name: text.strip() if isinstance(text, str) else text for name, text in question.words.items()}
    entry = {
        name: value for name, value in question.entry.items() if (name, value) not in (("points", 1), ("tolerance", 0))
    }
    if entry["kind"] == "calculated":
        entry.setdefault("decimals", 2)
    return ExchangedQuestion(question.key, question.category, entry, words)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("file_format", ["csv", "moodle-xml"])
def test_the_banks_of_the_programme_come_back_whole(file_format: str, language: str) -> None:
    roots = (
        content_folder() / "customs-vat-landed-cost",
        content_folder() / "digital-trade-foundations",
        courses.SAMPLE,
    )
    paths = [
        path
        for root in roots
        for path in sorted((root / "questions").glob("*.yaml"))
        if "." not in path.stem
    ]  # fmt: skip
    assert len(paths) > 8
    for path in paths:
        bank = [usual(question) for question in bank_of(path, language)]
        media = {file.name: file.read_bytes() for file in (path.parent.parent / "media").glob("*.*")}
        written = write_questions(bank, file_format, language, media=media)
        exchange = read_questions(written.data, filename="x", language=language)
        assert not [said(row) for row in exchange.rows if row.outcome == "refused"]
        assert [usual(question) for question in exchange.questions] == bank


def test_pictures_travel_in_moodle_xml() -> None:
    bank = bank_of(courses.SAMPLE / "questions" / "parcels.yaml", "en")
    media = {name: (courses.SAMPLE / "media" / name).read_bytes() for name in ("parcel.en.svg", "parcel.ru.svg")}
    written = write_questions(bank, "moodle-xml", "en", media=media)
    exchange = read_questions(written.data, filename="x", language="en")
    assert (written.rows, exchange.media) == ((), {"parcel.svg": media["parcel.en.svg"]})
    lacking = write_questions(bank, "moodle-xml", "en")
    assert [said(row) for row in lacking.rows] == [["The picture parcel.svg is not in the file: add it there."]]


def test_what_gift_cant_say_is_told() -> None:
    bank = bank_of(courses.SAMPLE / "questions" / "parcels.yaml", "en")
    rows = {row.name: (row.outcome, said(row)[0]) for row in write_questions(bank, "gift", "en").rows}
    assert rows == {
        "which-label": ("changed", "Its pictures are not in the file: this format carries none."),
        "what-belongs": ("changed", "GIFT knows no points: it counts as one there."),
        "total-value": ("changed", "GIFT knows no units: USD was left out."),
        "landed-price": ("refused", "GIFT has no questions with drawn numbers: write it as Moodle XML or CSV."),
    }


def test_a_format_that_is_none_of_ours_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="qti"):
        write_questions([], "qti", "en")
