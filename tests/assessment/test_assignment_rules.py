"""Assignments without an application: dates, points, paragraphs, and who reviews whom."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules.allotment import MOST_TIMES, Pair, Work, allot, is_time_to_allot
from lms.assessment.rules.assignments import (
    Criterion,
    check_assignment,
    closing_moment,
    days_late,
    due_moment,
    is_closed,
    is_whole,
    late_deduction,
    paragraphs,
    peers_percent,
    place_comments,
    quote_of,
    read_assignment,
    rubric_percent,
)
from lms.assessment.rules.work_files import WorkScope, read_scope

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("settings", "due", "closes"),
    [
        ({}, None, None),
        ({"due": {"days": 7}}, NOW + 7 * DAY, None),
        ({"due": {"at": "2026-12-01T18:00+05:00"}}, datetime(2026, 12, 1, 13, tzinfo=UTC), None),
        ({"due": {"days": 7}, "late": {"policy": "refuse"}}, NOW + 7 * DAY, NOW + 7 * DAY),
        ({"due": {"days": 7}, "late": {"policy": "accept", "closes_after_days": 3}}, NOW + 7 * DAY, NOW + 10 * DAY),
    ],
)
def test_when_work_is_due_and_when_it_closes(
    settings: dict[str, object], due: datetime | None, closes: datetime | None
) -> None:
    read = read_assignment({"pass_percent": 60, **settings})
    assert due_moment(read, NOW) == due
    assert closing_moment(read, due_moment(read, NOW)) == closes


@pytest.mark.parametrize(("late", "days"), [(-1, 0), (0, 0), (10, 0), (11, 1), (86400, 1), (86411, 2)])
def test_a_begun_day_is_a_day_late_after_the_grace_of_the_network(late: int, days: int) -> None:
    assert days_late(NOW, NOW + timedelta(seconds=late)) == days
    assert is_closed(NOW, NOW + timedelta(seconds=late)) == (late > 10)


def test_being_late_costs_what_the_policy_says_and_never_more_than_all() -> None:
    minus = read_assignment({"pass_percent": 60, "late": {"policy": "minus", "percent_a_day": 30}})
    assert [late_deduction(minus, days) for days in (0, 1, 3, 4, 99)] == [0, 30, 90, 100, 100]
    assert late_deduction(read_assignment({"pass_percent": 60}), 5) == 0


def test_a_rubric_becomes_a_percentage_of_its_most() -> None:
    rubric = (Criterion("a", {"x": 0, "y": 5}), Criterion("b", {"x": 1, "y": 2}))
    assert rubric_percent(rubric, {"a": "y", "b": "x"}) == Decimal("85.71")
    assert is_whole(rubric, {"a": "y", "b": "x"})
    assert not is_whole(rubric, {"a": "y"}) and not is_whole(rubric, {"a": "y", "b": "z"})


def test_reviews_come_together_by_median_or_mean() -> None:
    percents = [Decimal(0), Decimal(90), Decimal(100)]
    assert peers_percent("median", percents) == 90 and peers_percent("mean", percents) == Decimal("63.33")
    assert peers_percent("none", percents) is None and peers_percent("mean", []) is None


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"submission": {"text": False}}, "neither a text nor files"),
        ({"submission": {"files": 1}}, "files of no kind"),
        ({"due": {"at": "2027-03-01T18:00"}}, "no moment"),
        ({"late": {"policy": "accept"}}, "there is none"),
        ({"due": {"days": 1}, "late": {"policy": "minus"}}, "percent_a_day is missing"),
        ({"due": {"days": 1}, "late": {"policy": "refuse", "percent_a_day": 5}}, "belongs to the policy minus"),
        ({"peer_review": {"reviews": 2, "days": 3}}, "needs a rubric"),
        ({"rubric": [{"key": "a", "levels": [{"key": "x", "points": 0}, {"key": "x", "points": 0}]}]}, "same key"),
    ],
)
def test_a_mistake_in_the_settings_is_told(settings: dict[str, object], told: str) -> None:
    assert any(told in problem for problem in check_assignment({"pass_percent": 60, **settings}))


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("One\r\nmore\r\n\r\n  \r\nTwo\n\n\n\nThree\n") == ["One\nmore", "Two", "Three"]
    assert paragraphs(" \n \n") == []


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=6), st.integers(0, 9))
def test_a_comment_finds_its_paragraph_again_or_says_what_it_was_about(texts: list[str], number: int) -> None:
    parts = paragraphs("\n\n".join(texts))
    for place, part in enumerate(parts, 1):
        comment = {"paragraph": number, "quote": quote_of(part), "text": "!"}
        (found,) = place_comments(parts, [comment])
        assert found and quote_of(parts[found - 1]) == quote_of(part), place
    assert list(place_comments(parts, [{"paragraph": 1, "quote": "not \n\n there", "text": "!"}])) == [0]


@pytest.mark.parametrize("text", ["", "1", "1.2.3", "-1.2", "1.x", "٣.٤", f"1.{'9' * 19}", "1. 2"])
def test_f08_a_scope_that_no_page_says_is_none(text: str) -> None:
    assert read_scope(text) is None
    assert read_scope(str(WorkScope(12, 3))) == WorkScope(12, 3)


def works(count: int, first: int = 0) -> list[Work]:
    return [Work(number, 1000 + number) for number in range(first, first + count)]


def check(pool: list[Work], pairs: list[Pair], reviews: int) -> tuple[Counter[int], Counter[int]]:
    """What holds always: nobody reviews themselves, nobody the same work twice, every work has its number."""
    author = {work.id: work.author for work in pool}
    assert all(pair.reviewer != author[pair.work] for pair in pairs)
    assert len({(pair.reviewer, pair.work) for pair in pairs}) == len(pairs)
    got = Counter(pair.work for pair in pairs if pair.counts)
    gives = Counter(pair.reviewer for pair in pairs)
    share = min(reviews, len([work for work in pool if work.takes_part]) - 1)
    for work in pool:
        if work.takes_part:
            assert got[work.id] >= share
            assert gives[work.author] >= share
    return got, gives


@given(st.integers(0, 60), st.integers(1, 6), st.integers())
def test_all_at_once_everybody_gives_and_gets_exactly_the_same(count: int, reviews: int, seed: int) -> None:
    pool = works(count)
    pairs = allot(pool, [], reviews, seed=seed)
    if count < 2:
        assert pairs == []
        return
    got, gives = check(pool, pairs, reviews)
    assert set(got.values()) == set(gives.values()) == {min(reviews, count - 1)}


@given(st.lists(st.integers(1, 8), min_size=1, max_size=8), st.integers(1, 5), st.integers())
def test_whoever_comes_late_breaks_nothing(arrivals: list[int], reviews: int, seed: int) -> None:
    pool: list[Work] = []
    pairs: list[Pair] = []
    for count in arrivals:
        pool += works(count, len(pool))
        new = allot(pool, pairs, reviews, seed=seed)
        pairs += new
        if len(pool) > 1:
            _got, gives = check(pool, pairs, reviews)
            assert max(gives.values()) <= MOST_TIMES * reviews
    assert allot(pool, pairs, reviews, seed=seed) == []


@given(st.integers(4, 20), st.integers(1, 3), st.data())
def test_whoever_leaves_is_replaced_and_asked_for_nothing_more(count: int, reviews: int, data: st.DataObject) -> None:
    pool = works(count)
    pairs = allot(pool, [], reviews, seed=1)
    gone = data.draw(st.sampled_from(pool))
    pool = [Work(work.id, work.author, takes_part=work != gone) for work in pool]
    pairs = [Pair(pair.reviewer, pair.work, pair.reviewer != gone.author) for pair in pairs]
    new = allot(pool, pairs, reviews, seed=2)
    check(pool, [*pairs, *new], reviews)
    assert all(pair.reviewer != gone.author and pair.work != gone.id for pair in new)


@given(st.integers(3, 15), st.integers(1, 3), st.sets(st.integers(0, 200), max_size=40), st.integers())
def test_whoever_lets_others_down_leaves_no_one_with_more_than_twice_the_share(
    count: int, reviews: int, lapsed: set[int], seed: int
) -> None:
    pool = works(count)
    pairs = [Pair(p.reviewer, p.work, n not in lapsed) for n, p in enumerate(allot(pool, [], reviews, seed=seed))]
    new = allot(pool, pairs, reviews, seed=seed)
    both = [*pairs, *new]
    assert len({(pair.reviewer, pair.work) for pair in both}) == len(both), "nobody is asked for the same twice"
    assert max(Counter(pair.reviewer for pair in both).values()) <= MOST_TIMES * reviews


def test_reviews_are_asked_for_at_the_due_moment_when_a_round_is_full_or_when_somebody_waited_long() -> None:
    def asks(waiting: int, *, over: bool = False, due: bool = False, waited: timedelta = DAY) -> bool:
        since = [NOW - waited] * waiting
        return is_time_to_allot(since, 2, is_due_over=over, has_due=due, patience=7 * DAY, now=NOW)

    assert not asks(0) and not asks(2) and asks(3) and asks(1, waited=7 * DAY)
    assert not asks(50, due=True) and asks(1, due=True, over=True)
