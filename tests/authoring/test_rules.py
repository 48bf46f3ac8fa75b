"""Keys and the outline: pure decisions of the studio."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.rules import outline
from lms.authoring.rules.facts import reading_minutes
from lms.authoring.rules.keys import key_from


def _course(**changes: Any) -> dict[str, Any]:
    def item(key: str, kind: str = "reading", **more: Any) -> dict[str, Any]:
        return {"key": key, "kind": kind, "minutes": 5, **more}

    course = {
        "course": "c",
        "completion": {"required_items": "all", "final_quiz": "quiz"},
        "modules": [
            {"key": "one", "items": [item("a"), item("b"), item("c", after="a")]},
            {"key": "two", "after": "one", "items": [item("d"), item("quiz", "quiz", after="d")]},
            {"key": "three", "items": []},
        ],
    }
    return {**course, **changes}


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("What a border sees", "what-a-border-sees"),
        ("Таможня и НДС", "tamozhnya-i-nds"),
        ("关税", "guanshui"),
        ("گمرک", "gmrk"),
        ("Oʻzbekiston savdosi: 2026!", "ozbekiston-savdosi-2026"),
        ("???", "item"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_key_says_in_latin_letters_what_the_title_says(title: str, key: str) -> None:
    assert key_from(title, frozenset(), "item") == key


@given(st.text(max_size=200), st.integers(min_value=0, max_value=12))
def test_a_key_is_always_allowed_and_never_taken(title: str, times: int) -> None:
    taken: set[str] = set()
    for _time in range(times + 1):
        key = key_from(title, taken, "item")
        assert key not in taken and len(key) <= 64
        assert all(part and set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789") for part in key.split("-"))
        taken.add(key)


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [
        ("a", 1, [["b", "a", "c"], ["d", "quiz"], []]),
        ("a", -1, [["a", "b", "c"], ["d", "quiz"], []]),  # the first of all stays
        ("c", 1, [["a", "b"], ["c", "d", "quiz"], []]),  # over the edge into the next module
        ("d", -1, [["a", "b", "c", "d"], ["quiz"], []]),
        ("quiz", 1, [["a", "b", "c"], ["d"], ["quiz"]]),  # into an empty one
    ],
)
def test_an_item_moves_by_one_place_and_over_the_edge_of_its_module(key: str, steps: int, order: list[Any]) -> None:
    assert [items for _m, items in outline.order_of(outline.move_item(_course(), key, steps=steps))] == order


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [("one", 1, ["two", "one", "three"]), ("one", -1, ["one", "two", "three"]), ("one", 9, ["two", "three", "one"])],
)
def test_a_module_moves_and_stops_at_the_ends(key: str, steps: int, order: list[str]) -> None:
    assert outline.module_keys(outline.move_module(_course(), key, steps=steps)) == order


def test_an_item_goes_into_another_module_before_the_one_that_is_named() -> None:
    changed = outline.put_item(_course(), "a", "two", before="quiz")
    assert outline.order_of(changed) == [("one", ["b", "c"]), ("two", ["d", "a", "quiz"]), ("three", [])]


def test_before_itself_means_at_the_end() -> None:
    assert outline.order_of(outline.put_item(_course(), "a", "one", before="a"))[0] == ("one", ["b", "c", "a"])


def test_what_is_deleted_leaves_no_reference_behind() -> None:
    without_a = outline.delete_item(_course(), "a")
    assert "after" not in outline.item_of(without_a, "c")
    without_two = outline.delete_module(_course(), "two")
    assert without_two["completion"] == {"required_items": "all"}
    assert "after" not in outline.module_of(outline.delete_module(_course(), "one"), "two")


def test_a_count_that_can_no_longer_be_reached_becomes_all() -> None:
    course = _course(completion={"required_items": 5})
    assert outline.delete_item(course, "a")["completion"]["required_items"] == "all"


@pytest.mark.parametrize(
    "order",
    [
        [("one", ["a", "b", "c"]), ("two", ["d", "quiz"])],  # a module is missing
        [("one", ["a", "b"]), ("two", ["d", "quiz"]), ("three", [])],  # an item is missing
        [("one", ["a", "a", "c"]), ("two", ["d", "quiz"]), ("three", [])],  # twice
        [("one", ["a", "b", "c", "x"]), ("two", ["d", "quiz"]), ("three", [])],  # unknown
    ],
)
def test_an_order_that_would_lose_or_double_something_is_refused(order: outline.Order) -> None:
    with pytest.raises(KeyError):
        outline.arrange(_course(), order)


@given(st.permutations(["a", "b", "c", "d", "quiz"]), st.permutations(["one", "two", "three"]), st.data())
def test_any_arrangement_keeps_every_item_as_it_was(items: list[str], modules: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, 5), min_size=2, max_size=2)))
    parts = [items[: cuts[0]], items[cuts[0] : cuts[1]], items[cuts[1] :]]
    order = list(zip(modules, parts, strict=True))
    course = _course()
    changed = outline.arrange(course, order)
    assert outline.order_of(changed) == order
    assert {key: outline.item_of(changed, key) for key in items} == {key: outline.item_of(course, key) for key in items}
    assert course == _course()


def test_a_key_that_is_not_there_is_told() -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: outline.delete_item(_course(), "x"),
        lambda: outline.put_item(_course(), "a", "x"),
        lambda: outline.put_item(_course(), "a", "one", before="x"),
        lambda: outline.edit_item(_course(), "x", minutes=3),
    )
    for change in changes:
        with pytest.raises(KeyError):
            change()


def test_editing_sets_what_is_given_and_removes_none() -> None:
    changed = outline.edit_item(_course(), "c", minutes=9, after=None)
    assert outline.item_of(changed, "c") == {"key": "c", "kind": "reading", "minutes": 9}


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (90, 1), (200, 1), (500, 2), (900, 4)])
def test_reading_time_is_whole_minutes_at_200_words(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
