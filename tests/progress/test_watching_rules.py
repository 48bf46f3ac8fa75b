"""How much of a film was watched, by cases and by properties that hold for any film."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.progress.rules import (
    believable,
    merge,
    seconds_watched,
    watched_percent,
)

unhurried = settings(deadline=None)  # a busy machine is not a failure


def test_intervals_are_sorted_merged_and_cut_to_the_film() -> None:
    assert merge([[50, 60], [-5, 10], [8, 20], [95, 400]], 100) == [(0.0, 20), (50, 60), (95, 100.0)]


@pytest.mark.parametrize(
    "nonsense", [[math.nan, 10], [10, math.inf], [10, 10], [20, 10], [1], [], [1, 2, 3], [200, 300], [-9, -1]]
)
def test_nonsense_is_dropped(nonsense: list[float]) -> None:
    assert merge([nonsense], 100) == []


def test_the_watched_share_is_never_rounded_up() -> None:
    assert watched_percent([(0.0, 79.9999)], 100) == 79.99
    assert watched_percent([(0.0, 100.0)], 100) == 100.0
    assert watched_percent([(0.0, 1.0)], 3) == 33.33
    assert watched_percent([], 0) == 0.0


def test_f13_more_than_there_was_time_for_is_not_believed() -> None:
    assert believable([], [[0, 100]], duration_seconds=100, seconds_since_opened=10) == [(0, 20.0)]
    assert believable([], [[0, 100]], duration_seconds=100, seconds_since_opened=0) == []
    assert believable([], [[0, 100]], duration_seconds=100, seconds_since_opened=-60) == []


def test_watching_at_twice_the_speed_counts_in_full() -> None:
    assert believable([], [[0, 100]], duration_seconds=100, seconds_since_opened=50) == [(0, 100.0)]


def test_watching_the_same_part_again_costs_nothing() -> None:
    known = [[0, 20], [30, 40]]
    assert believable(known, [[0, 50]], duration_seconds=100, seconds_since_opened=25) == [(0, 50)]


second = st.one_of(st.floats(-50, 400), st.sampled_from([math.nan, math.inf, -math.inf]))
intervals = st.lists(st.tuples(second, second), max_size=8)


@unhurried
@given(intervals)
def test_merged_intervals_lie_in_the_film_in_order_and_apart(reported: list[tuple[float, float]]) -> None:
    merged = merge(reported, 300)
    edges = [edge for interval in merged for edge in interval]
    assert edges == sorted(set(edges)) and all(0 <= edge <= 300 for edge in edges)
    assert merge(merged, 300) == merged
    assert 0 <= watched_percent(merged, 300) <= 100


@unhurried
@given(intervals, intervals, st.floats(0, 1000))
def test_belief_grows_but_never_beyond_the_time_there_was(
    known: list[tuple[float, float]], reported: list[tuple[float, float]], seconds: float
) -> None:
    before = merge(known, 300)
    after = believable(known, reported, duration_seconds=300, seconds_since_opened=seconds)
    gained = seconds_watched(after) - seconds_watched(before)
    assert gained >= -1e-6
    assert seconds_watched(after) <= max(seconds_watched(before), 2 * seconds) + 1e-6
    union = merge([*known, *reported], 300)
    assert seconds_watched(merge([*after, *union], 300)) == pytest.approx(seconds_watched(union))
