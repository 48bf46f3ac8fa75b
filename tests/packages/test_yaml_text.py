"""YAML with fewer surprises (C10)."""

import time

import pytest

from lms.packages.problems import Problem
from lms.packages.yaml_text import Document, read_yaml


def read(text: str) -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml("f.yaml", text, problems), problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("012", "012"), ("0x1F", "0x1F"), ("1:30", "1:30"),
        ("1_000", "1_000"), ("2026-03-01", "2026-03-01"), ("12", 12), ("-3", -3), ("1.50", 1.5), ("1e3", 1000.0),
        ("true", True),
        ("false", False), ("null", None), ("~", None), ("'12'", "12"), ('"true"', "true"), ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_scalars_mean_what_they_look_like(written: str, meant: object) -> None:
    document, problems = read(f"a: {written}\n")
    assert problems == []
    assert document is not None and document.value == {"a": meant}
    assert type(document.value["a"]) is type(meant)


@pytest.mark.parametrize("written", ["\ufeffa: |\n  x\n  y\nb: z\n", "\ufeffa: |\r\n  x\r\n  y\r\nb: z\r\n"])
def test_a_byte_order_mark_and_line_ends_of_other_systems_are_no_part_of_it(written: str) -> None:
    document, problems = read(written)
    assert problems == []
    assert document is not None and document.value == {"a": "x\ny\n", "b": "z"} and document.line("b") == 4


def test_keys_are_texts() -> None:
    document, _ = read("true: a\n6109: b\nno: c\n")
    assert document is not None and document.value == {"true": "a", "6109": "b", "no": "c"}


def test_lines_are_kept_for_keys_list_entries_and_blocks() -> None:
    document, _ = read("a:\n  - x\n  - b: |\n      one\n      two\n    c: {d: 1}\n")
    assert document is not None
    assert [document.line(*place) for place in (("a",), ("a", 0), ("a", 1, "b"), ("a", 1, "c", "d"))] == [1, 2, 3, 6]
    assert document.text_line("a", 1, "b") == 4
    assert document.line("a", 1, "b", "not", "there") == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x [1]\nb: *x", "f.yaml:1: anchors and aliases"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "f.yaml:4: c stands here twice"),
        (
            "a: !!python/object/apply:os.system [ls]",
            "f.yaml:1: the tag tag:yaml.org,2002:python/object/apply:os.system",
        ),
        ("a: !include /etc/passwd", "f.yaml:1: the tag !include is not allowed"),
        ("a: 1\n---\nb: 2", "f.yaml:2: a second document begins here"),
        ("? [a, b]\n: c", "f.yaml:1: a key must be a word"),
        ("a: 1e400", "f.yaml:1: 1e400 is too large a number"),
        ("a: -.INF", "f.yaml:1: -.INF is not a number"),
        ("a: b: c", "f.yaml:1: this is not YAML"),
        ("", "f.yaml:1: the file is empty"),
        ("# only a comment", "f.yaml:1: the file is empty"),
    ],
)
def test_c10_what_is_odd_is_told_with_its_line(text: str, told: str) -> None:
    document, problems = read(text)
    assert document is None
    assert str(problems[0]).startswith(told)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a: [" + "1, " * 300_000 + "]",
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(9)),
        "a: " + "9" * 100_000,
        "? " * 50_000,
    ],
)
def test_c10_depth_and_length_are_bounded(text: str) -> None:
    began = time.process_time()
    document, problems = read(text)
    assert document is None and len(problems) == 1
    assert time.process_time() - began < 3
