"""Item analysis: tables of cases worked by hand, and what holds for any answers."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules.analysis import FEWEST, Analysis, Given, analyse, correlation
from lms.core.messages import Sentence


def said(analysis: Analysis) -> str:
    texts = [hint.text for hint in analysis.hints if isinstance(hint, Sentence)]
    return " ".join([*texts, *(use.hint.text for use in analysis.options if isinstance(use.hint, Sentence))])


def answers(*groups: tuple[int, float, float, str]) -> list[Given]:
    """(how many, share, rest, chosen) of each group."""
    return [
        Given(share, rest, (share + 9 * rest) / 10, (chosen,) if chosen else ())
        for how_many, share, rest, chosen in groups
        for _ in range(how_many)
    ]


@pytest.mark.parametrize(
    ("pairs", "r"),
    [
        ([(0, 0), (1, 1)], 1.0),
        ([(0, 1), (1, 0)], -1.0),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], 0.0),
        # By hand: x 1,1,0,0 and y 4,3,2,1: 2 / sqrt(1 * 5)
        ([(1, 4), (1, 3), (0, 2), (0, 1)], 2 / math.sqrt(5)),
        ([(1, 0.5), (1, 0.7)], None),  # everybody right
        ([(0, 0.7), (1, 0.7)], None),  # everybody equal
        ([(0.1 + 0.2, 1), (0.3, 2)], None),  # equal but for rounding
        ([(1, 1)], None),
        ([], None),
    ],
)
def test_a_correlation_is_pearsons(pairs: list[tuple[float, float]], r: float | None) -> None:
    found = correlation(pairs)
    assert found is None if r is None else found == pytest.approx(r)


def test_the_point_biserial_formula_gives_the_same() -> None:
    """r = (M1 - M0) / s * sqrt(p * q), with the spread of everybody."""
    sample = [(1, 0.9), (1, 0.8), (1, 0.4), (0, 0.5), (0, 0.2)]
    ones, zeros = [y for x, y in sample if x], [y for x, y in sample if not x]
    mean = sum(y for _x, y in sample) / 5
    spread = math.sqrt(sum((y - mean) ** 2 for _x, y in sample) / 5)
    by_formula = (sum(ones) / 3 - sum(zeros) / 2) / spread * math.sqrt(3 / 5 * 2 / 5)
    assert correlation(sample) == pytest.approx(by_formula)


def test_facility_and_the_difference_of_the_groups_are_shares_of_points() -> None:
    found = analyse(answers((27, 1, 0.9, ""), (46, 0.5, 0.5, ""), (27, 0, 0.1, "")))
    assert found.facility == pytest.approx(0.5) and found.upper_lower == pytest.approx(1.0)
    assert found.discrimination is not None and found.discrimination > 0.99 and found.verdict == "good"


@pytest.mark.parametrize(
    ("groups", "verdict", "words"),
    [
        ([(20, 1, 0.9, ""), (20, 0, 0.2, "")], "good", ""),
        ([(20, 0, 0.9, ""), (20, 1, 0.2, "")], "misleading", "miss this question more often"),
        ([(5, 1, 0.9, ""), (35, 0, 0.5, "")], "hard", "Hardly anybody"),
        ([(39, 1, 0.5, ""), (1, 0, 0.4, "")], "easy", "Nearly everybody"),
        ([(20, 1, 0.5, ""), (20, 0, 0.5, "")], "plain", ""),  # nobody differs in the rest
        ([(10, 1, 0.6, ""), (10, 0, 0.6, ""), (11, 1, 0.5, ""), (9, 0, 0.48, "")], "weak", ""),
        ([(FEWEST - 1, 0, 0.9, "")], "few", ""),
    ],
)
def test_a_question_is_judged_in_words(groups: list[tuple[int, float, float, str]], verdict: str, words: str) -> None:
    found = analyse(answers(*groups))
    assert (found.verdict, words in said(found), bool(said(found))) == (verdict, True, bool(words))


def test_a_wrong_option_that_the_strong_choose_is_named_and_one_that_nobody_chooses() -> None:
    found = analyse(answers((15, 0, 0.9, "b"), (20, 1, 0.5, "a"), (15, 0, 0.3, "c")), ["a", "b", "c", "d"], ["a"])
    uses = {use.key: use for use in found.options}
    assert isinstance(uses["b"].hint, Sentence) and "People who know the rest" in uses["b"].hint.text
    assert isinstance(uses["d"].hint, Sentence) and "Nobody chooses it" in uses["d"].hint.text
    assert uses["a"].hint is None and uses["c"].hint is None and found.needs_a_look
    assert uses["b"].count == 15 and uses["b"].share == pytest.approx(0.3)
    assert (uses["b"].strong_share, uses["b"].weak_share) == (1.0, 0.0)  # 27 % of 50 is 14


def test_a_right_option_is_never_hinted_at_whoever_chooses_it() -> None:
    found = analyse(answers((20, 1, 0.9, "a"), (20, 0, 0.2, "b")), ["a", "b"], ["a"])
    assert not found.needs_a_look
    assert analyse(answers((40, 0, 0.5, "b")), ["a", "b"], ["a"]).options[0].hint is None


def test_too_few_answers_are_counted_and_not_judged() -> None:
    found = analyse(answers((FEWEST - 1, 0, 0.9, "b")), ["a", "b", "c"], ["a"])
    assert (found.count, found.is_enough, found.needs_a_look, found.facility) == (FEWEST - 1, False, False, 0)
    nothing = analyse([], ["a"], ["a"])
    assert (nothing.count, nothing.facility, nothing.upper_lower, nothing.options[0].share) == (0, None, None, 0)


def test_a_quiz_of_one_question_has_no_rest_to_compare_with() -> None:
    found = analyse([Given(1, None, 1)] * 20 + [Given(0, None, 0)] * 20)
    assert (found.discrimination, found.verdict, found.hints) == (None, "plain", ())


def test_a_question_that_measures_what_the_rest_does_is_told_from_one_that_is_guessed() -> None:
    """Made up with a known truth: knowledge decides the first question, a coin the second."""
    random = Random(7)
    real, guessed = [], []
    for _ in range(1000):
        knowledge = random.random()
        rest = sum(random.random() < knowledge for _ in range(20)) / 20
        first, second = float(random.random() < knowledge), float(random.random() < 0.5)
        real.append(Given(first, rest, rest))
        guessed.append(Given(second, rest, rest))
    assert analyse(real).verdict == "good"
    assert abs(analyse(guessed).discrimination or 0) < 0.1 and analyse(guessed).verdict != "good"


shares = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
some = st.lists(
    st.builds(Given, shares, shares, shares, st.sampled_from([(), ("a",), ("b",), ("a", "b")])), max_size=80
)


@given(some)
def test_every_figure_stays_within_its_bounds(given: list[Given]) -> None:
    found = analyse(given, ["a", "b"], ["a"])
    assert found.facility is None or 0 <= found.facility <= 1
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert found.upper_lower is None or -1 <= found.upper_lower <= 1
    assert all(0 <= use.share <= 1 and 0 <= use.strong_share <= 1 and use.count <= len(given) for use in found.options)


@given(some, st.randoms())
def test_the_order_in_which_people_came_changes_neither_facility_nor_discrimination(
    given: list[Given], random: Random
) -> None:
    again = random.sample(given, len(given))
    one, other = analyse(given), analyse(again)
    assert one.facility == other.facility
    assert one.discrimination == pytest.approx(other.discrimination) if one.discrimination is not None else True
