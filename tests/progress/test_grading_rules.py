"""How scores make a total: tables of cases, and what holds whatever the scores are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.rules.grading import SKIP, ZERO, Category, Grading, Scored, make_total, printed_result

QUIZZES, FINAL = Category("quizzes", 40), Category("final", 60)
ITEMS = (Scored(1, "quizzes"), Scored(2, "quizzes"), Scored(3, "quizzes"), Scored(9, "final"))


def _total(scores: dict[int, float], grading: Grading, items: Sequence[Scored] = ITEMS) -> float | None:
    return make_total(grading, items, scores).percent


@pytest.mark.parametrize(
    ("ungraded", "drop_lowest", "scores", "percent"),
    [
        (SKIP, 0, {}, None),
        (SKIP, 0, {1: 82, 2: 75}, 78.5),  # only one category has begun: it is the total
        (SKIP, 0, {1: 82, 2: 75, 9: 90}, 85.4),  # (40 x 78.5 + 60 x 90) / 100
        (SKIP, 0, {9: 90}, 90),
        (SKIP, 0, {1: 0, 9: 100}, 60),  # a zero is a score
        (SKIP, 1, {1: 82, 2: 75, 9: 90}, 86.8),  # 75 is dropped
        (SKIP, 1, {1: 82}, 82),  # the only score is never dropped
        (SKIP, 2, {1: 82, 2: 75, 3: 60, 9: 90}, 86.8),
        (SKIP, 5, {1: 82, 2: 75, 3: 60, 9: 90}, 86.8),
        (ZERO, 0, {}, 0),
        (ZERO, 0, {1: 90, 2: 90, 9: 80}, 72),  # (40 x 60 + 60 x 80) / 100
        (ZERO, 1, {1: 90, 2: 90, 9: 80}, 84),  # what is missing is the lowest
        (SKIP, 0, {1: 33.33, 2: 33.33, 3: 33.34}, 33.33),
        (SKIP, 0, {1: 0.01, 2: 0}, 0.01),  # half up
        (SKIP, 0, {7: 100}, None),  # a score of an item that is not in the course any more
    ],
)
def test_a_total_is_the_weighted_mean_of_what_there_is(
    ungraded: str, drop_lowest: int, scores: dict[int, float], percent: float | None
) -> None:
    grading = Grading(ungraded, (Category("quizzes", 40, drop_lowest), FINAL))
    assert _total(scores, grading) == percent


def test_where_nothing_is_configured_every_scored_item_weighs_the_same() -> None:
    total = make_total(Grading(), ITEMS, {1: 80, 2: 60, 3: 100, 9: 40})
    assert (total.percent, [part.key for part in total.parts], total.weight) == (70, [None], 100)


def test_an_item_without_a_category_is_practice_and_counts_for_nothing() -> None:
    items = (*ITEMS, Scored(20))
    assert _total({1: 80, 9: 80, 20: 0}, Grading(SKIP, (QUIZZES, FINAL)), items) == 80
    assert _total({1: 80, 9: 80}, Grading(ZERO, (Category("quizzes", 40, 2), FINAL)), items) == 80


def test_a_total_tells_how_it_came_about() -> None:
    total = make_total(Grading(SKIP, (Category("quizzes", 40, 1), FINAL)), ITEMS, {1: 82, 2: 75, 3: 60})
    quizzes, final = total.parts
    assert [(s.item_id, s.percent, s.is_dropped) for s in quizzes.scores] == [
        (1, 82, False), (2, 75, False), (3, 60, True),
    ]  # fmt: skip
    assert (quizzes.mean, final.mean, final.scores, total.weight) == (78.5, None, (), 40)
    zero = make_total(Grading(ZERO, (QUIZZES, FINAL)), ITEMS, {1: 82})
    assert [s.is_missing for s in zero.parts[0].scores] == [False, True, True]


def test_staff_set_a_total_and_what_the_scores_make_stays_known() -> None:
    total = make_total(Grading(), ITEMS, {1: 50}, override=64.5)
    assert (total.percent, total.computed, total.is_overridden) == (64.5, 50, True)


@pytest.mark.parametrize(
    ("is_configured", "override", "final", "scores", "printed"),
    [
        (True, None, 9, {1: 80, 9: 40}, 56),
        (True, 70, 9, {1: 80, 9: 40}, 70),
        (False, None, 9, {1: 80, 9: 40}, 40),  # the final quiz alone
        (False, None, None, {1: 80, 9: 40}, 80),  # the required ones
        (False, 75, 9, {1: 80, 9: 40}, 75),
        (False, None, 9, {1: 80}, None),
        (True, None, None, {}, None),
    ],
)
def test_a_certificate_prints_the_total_where_one_is_configured(
    is_configured: bool, override: float | None, final: int | None, scores: dict[int, float], printed: float | None
) -> None:
    grading = Grading(SKIP, (QUIZZES, FINAL)) if is_configured else Grading()
    total = make_total(grading, ITEMS, scores, override)
    assert printed_result(total, is_configured=is_configured, final=final, required=[1, 2], scores=scores) == printed


percents = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
some_scores = st.dictionaries(st.sampled_from([1, 2, 3, 9]), percents, min_size=1)
gradings = st.builds(
    lambda ungraded, weight, drop: Grading(
        ungraded, (Category("quizzes", weight, drop), Category("final", 100 - weight))
    ),
    st.sampled_from([SKIP, ZERO]), st.integers(1, 99), st.integers(0, 3),
)  # fmt: skip


@given(some_scores, gradings)
def test_a_total_lies_between_the_lowest_and_the_highest_score(scores: dict[int, float], grading: Grading) -> None:
    total = _total(scores, grading)
    counted = [*scores.values()] + ([0.0] if grading.ungraded == ZERO and len(scores) < len(ITEMS) else [])
    assert total is not None and min(counted) <= total <= max(counted)


@given(some_scores, gradings, st.sampled_from([1, 2, 3, 9]), percents)
def test_a_better_score_never_makes_a_total_worse(
    scores: dict[int, float], grading: Grading, which: int, better: float
) -> None:
    before = _total(scores, grading)
    if which in scores and before is not None:
        after = _total({**scores, which: max(scores[which], better)}, grading)
        assert after is not None and after >= before


@given(some_scores, gradings, st.permutations(ITEMS))
def test_the_order_of_the_items_does_not_matter(scores: dict[int, float], grading: Grading, items: Any) -> None:
    assert _total(scores, grading, items) == _total(scores, grading)


@given(some_scores, gradings)
def test_dropping_the_lowest_never_makes_a_total_worse(scores: dict[int, float], grading: Grading) -> None:
    quizzes, final = grading.categories
    kept = Grading(grading.ungraded, (Category(quizzes.key, quizzes.weight), final))
    with_drops, without = _total(scores, grading), _total(scores, kept)
    assert with_drops is not None and without is not None and with_drops >= without


@given(st.lists(percents, min_size=1, max_size=60))
def test_without_categories_the_total_is_the_exact_mean(values: list[float]) -> None:
    items = [Scored(number) for number in range(len(values))]
    exact = sum((Decimal(str(value)) for value in values), Decimal(0)) / len(values)
    total = _total(dict(enumerate(values)), Grading(), items)
    assert total is not None and abs(Decimal(str(total)) - exact) <= Decimal("0.005")
