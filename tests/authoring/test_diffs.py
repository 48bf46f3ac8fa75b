"""What differs between two texts: readable, complete, and bounded work whatever the texts are."""

import time
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.rules.diffs import Block, WordCount, compare_texts, count_changed_words, shortened
from lms.authoring.rules.readable import differences_in, file_in_words, parts_of

TEXTS = st.text(alphabet="ab \n关税ö-", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_comparison(before: str, after: str) -> None:
    blocks = compare_texts(before, after)
    assert "".join(block.before for block in blocks) == before
    assert "".join(block.after for block in blocks) == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(block.kind == "same" for block in compare_texts(text, text))
    assert count_changed_words(text, text) == WordCount(0, 0)


@given(TEXTS, TEXTS)
def test_what_is_left_out_is_counted_and_is_as_before(before: str, after: str) -> None:
    blocks = compare_texts(before, after)
    short = shortened(blocks)
    assert [b for b in short if b.kind not in ("same", "skipped")] == [b for b in blocks if b.kind != "same"]
    assert sum(b.count if b.kind == "skipped" else 1 for b in short) == len(blocks)


def test_a_changed_paragraph_shows_which_of_its_words_changed() -> None:
    (block,) = compare_texts("The duty is 12 percent of the value.", "The duty is 15 percent of the customs value.")
    assert block == Block(
        "changed",
        (
            ("same", "The duty is "), ("removed", "12"), ("added", "15"), ("same", " percent of the"),
            ("added", " customs"), ("same", " value."),
        ),
    )  # fmt: skip


def test_a_paragraph_of_which_hardly_a_word_stayed_is_shown_as_a_whole() -> None:
    (block,) = compare_texts("Parcels need a label of their sender.", "Nobody asks customs for advice, a pity.")
    assert [kind for kind, _text in block.pieces] == ["removed", "added"]


def test_a_paragraph_between_others_is_added_alone() -> None:
    blocks = compare_texts("One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n")
    assert [block.kind for block in blocks if block.kind != "same"] == ["added", "added"]


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("", "Three short words", 3, 0),
        ("关税是百分之十二", "关税是百分之十五", 1, 1),
        ("a b c", "a c", 0, 1),
        ("Same words.\n", "Same words.\n\n", 0, 0),
        ("سلام دنیا", "سلام جهان", 1, 1),
    ],
)
def test_words_that_came_and_went_are_counted(before: str, after: str, added: int, removed: int) -> None:
    assert count_changed_words(before, after) == WordCount(added, removed)


HARD = {
    "one long line": "a " * 500_000,
    "another long line": "b " * 500_000,
    "equal lines": "a\n" * 500_000,
    "two kinds of lines": "".join("ab"[i * i % 7 % 2] + "\n" for i in range(9_000)),
    "two kinds in another order": "".join("ab"[i * i % 5 % 2] + "\n" for i in range(9_000)),
    "numbers": "".join(f"{i}\n" for i in range(9_900)),
    "numbers backwards": "".join(f"{i}\n" for i in range(9_900, 0, -1)),
    "long lines": "".join(f"{'x ' * 90}{i}\n" for i in range(5_000)),
    "other long lines": "".join(f"{'x ' * 90}{-i}\n" for i in range(5_000)),
}


@pytest.mark.parametrize(("before", "after"), product(HARD, HARD))
def test_g13_no_text_of_the_largest_size_takes_long_to_compare(before: str, after: str) -> None:
    started = time.process_time()
    compare_texts(HARD[before], HARD[after])
    assert time.process_time() - started < 1.5


def test_a_page_has_a_title_and_a_text() -> None:
    found = differences_in("items/x.en.md", "---\ntitle: Old\n---\nSame.\n", "---\ntitle: New\n---\nSame.\n")
    assert [difference.label for difference in found] == [("title",)]


def test_a_yaml_file_is_compared_by_what_it_says() -> None:
    before = "- {key: q, kind: single, options: [a, b], answer: a}\n"
    after = "- key: q\n  kind: single\n  options: [a, b]\n  answer: b\n"
    (difference,) = differences_in("questions/x.yaml", before, after)
    assert difference.label == ("q", "answer")
    assert [(block.before, block.after) for block in difference.blocks] == [("a\n", "b\n")]


def test_a_file_that_came_or_went_shows_all_its_text() -> None:
    (came,) = differences_in("items/x.en.md", None, "Words.\n")
    (went,) = differences_in("items/x.en.md", "Words.\n", None)
    assert [block.kind for block in (*came.blocks, *went.blocks)] == ["added", "removed"]


def test_yaml_that_cannot_be_read_is_compared_as_a_text() -> None:
    assert parts_of("course.yaml", "a: [") == {(): "a: ["}


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("course.yaml", "Structure and settings of the course", ""),
        ("course.ru.yaml", "The words about the course", "ru"),
        ("items/x.zh.md", "“%(title)s”", "zh"),
        ("items/x.yaml", "Settings of “%(title)s”", ""),
        ("items/x.en.yaml", "Words of the rubric of “%(title)s”", "en"),
        ("questions/b.yaml", "Questions of the bank %(bank)s", ""),
        ("questions/b.en.yaml", "Questions of the bank %(bank)s", "en"),
        ("media/a.svg", "File %(name)s", ""),
    ],
)
def test_a_file_has_a_name_that_its_authors_know(path: str, text: str, language: str) -> None:
    name, found = file_in_words(path, {"x": "A title"})
    assert (name.text, found) == (text, language)
    assert name.values.get("title", "A title") == "A title"


def _knotted(seed: int) -> str:
    """A megabyte of paragraphs in which many short pieces, all alike, stand between words that hold them in place."""
    chosen = Random(seed)
    lines = [[f"u{number}{''.join(chosen.choices('.,', k=95))}" for number in range(190)] for _ in range(52)]
    return "".join(f"{''.join(line)}\n" for line in lines)


def test_g13_a_megabyte_of_knots_is_compared_in_bounded_time() -> None:
    before, after = _knotted(1), _knotted(2)
    began = time.process_time()
    blocks = compare_texts(before, after)
    assert time.process_time() - began < 4  # seconds; without a bound it were eight times as many as with it
    assert "".join(block.before for block in blocks) == before
    assert "".join(block.after for block in blocks) == after
