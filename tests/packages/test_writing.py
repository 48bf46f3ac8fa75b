"""What is written is read back as it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.packages.pages import split_page, write_page
from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml

_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="\x85\u2028\u2029\ufeff"
)
TEXTS = st.text(_CHARACTERS, max_size=60)
KEYS = st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,4})?\Z")
SCALARS = (
    TEXTS
    | st.booleans()
    | st.integers(min_value=-(10**15), max_value=10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["yes", "no", "012", "1:30", "12e3", "1.0", "-4", "null", "~", "", "2026-11-24", "=", "<<", ".inf"]
    )
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


def _read(text: str) -> Any:
    problems: list[Any] = []
    document = read_yaml("x.yaml", text, problems)
    assert document is not None, problems
    return document.value


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_what_is_written_is_read_as_it_was(value: dict[str, Any]) -> None:
    assert _read(write_yaml(value)) == value


@pytest.mark.parametrize(
    "text", ["one\ntwo\n", "one\n\n  two", " begins with a space\nand goes on", "\nbegins empty", "ends: here #x\n- y"]
)
def test_texts_of_several_lines_are_read_as_they_were(text: str) -> None:
    assert _read(write_yaml({"text": text})) == {"text": text}


def test_a_text_of_several_lines_is_a_block_that_people_can_read() -> None:
    assert write_yaml({"prompt": "One line.\nAnother."}) == "prompt: |-\n  One line.\n  Another.\n"


def test_a_page_is_its_title_and_its_text() -> None:
    assert write_page("Duty: 5 %", "\nBegin.\r\nEnd.\n\n") == "---\ntitle: 'Duty: 5 %'\n---\nBegin.\nEnd.\n"


@given(st.from_regex(r"\A[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]{1,30}\Z"), TEXTS)
def test_title_and_text_of_a_page_are_read_as_they_were(title: str, text: str) -> None:
    assert split_page(write_page(title, text)) == (title, text.strip("\n") + "\n")


def test_a_file_without_front_matter_has_no_title() -> None:
    assert split_page("Only text.\n") == ("", "Only text.\n")


def test_what_stands_in_two_places_is_written_out_twice() -> None:
    shared = ["a", "b"]
    assert write_yaml({"one": shared, "other": shared}).count("- a") == 2
