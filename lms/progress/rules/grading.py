"""How scores make a total, step by step. Pure: plain numbers in, a total that explains itself out.

Scores are percents, 0-100 with two places. The arithmetic is exact (hundredths and fractions), so that a total does
not depend on the order of its scores, and only the results are rounded, half up to two places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

SKIP, ZERO = "skip", "zero"


@dataclass(frozen=True, slots=True)
class Category:
    """A group of scores. `weight`: percent of the total. Its `drop_lowest` worst scores don't count."""

    key: str
    weight: int
    drop_lowest: int = 0


@dataclass(frozen=True, slots=True)
class Grading:
    """What a course says. `ungraded`: what has no score is left out (`skip`), or counts as 0 (`zero`)."""

    ungraded: str = SKIP
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """An item that gets a score, and its category. Where a course has categories, one without counts for nothing."""

    item_id: int
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CountedScore:
    """One score in its category. `is_missing`: there is none, and it counts as 0. `is_dropped`: among the lowest."""

    item_id: int
    percent: float
    is_missing: bool = False
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One category of a total; `key` is None where the course has none and all scored items stand together.

    `mean` is None while there is nothing to count: then the other categories share out its weight.
    """

    key: str | None
    weight: int
    scores: tuple[CountedScore, ...]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Total:
    """The total and how it came about. `computed`: from the scores; `percent`: what counts, 0-100 or None.

    They differ only where the staff of the course have set the total themselves (`is_overridden`).
    """

    percent: float | None
    computed: float | None
    is_overridden: bool
    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """What the weights add up to of the categories that count, the divisor of the weighted mean."""
        return sum(part.weight for part in self.parts if part.mean is not None)


EVERYTHING = Category("", 100)


def make_total(
    grading: Grading, items: Sequence[Scored], scores: Mapping[int, float], override: float | None = None
) -> Total:
    """The weighted mean of the categories' means, over the categories that have something to count.

    `scores` are those that count, by item id, 0-100; `override` replaces the outcome. Every item of a category, and
    every category-less item of a course without categories, weighs the same. Without any score there is no total,
    unless what is ungraded counts as 0 and there is something to grade.
    """
    categories = grading.categories or (EVERYTHING,)
    parts, weighted, weight = [], Fraction(0), 0
    for category in categories:
        mine = items if category is EVERYTHING else [item for item in items if item.category == category.key]
        counted = _count(mine, scores, category.drop_lowest, grading.ungraded)
        mean = _mean([score.percent for score in counted if not score.is_dropped])
        if mean is not None:
            weighted += mean * category.weight
            weight += category.weight
        rounded = None if mean is None else _rounded(mean)
        parts.append(Part(category.key or None, category.weight, counted, rounded))
    computed = _rounded(weighted / weight) if weight else None
    percent = computed if override is None else override
    return Total(percent, computed, override is not None, tuple(parts))


def _count(
    items: Sequence[Scored], scores: Mapping[int, float], drop_lowest: int, ungraded: str
) -> tuple[CountedScore, ...]:
    """The scores in the order of the course; of equal ones the earlier is dropped first, and one always stays."""
    present = [
        CountedScore(item.item_id, scores.get(item.item_id, 0.0), item.item_id not in scores)
        for item in items
        if ungraded == ZERO or item.item_id in scores
    ]
    drops = min(drop_lowest, len(present) - 1)
    if drops <= 0:
        return tuple(present)
    lowest = sorted(range(len(present)), key=lambda place: present[place].percent)[:drops]
    return tuple(
        CountedScore(one.item_id, one.percent, one.is_missing, True) if place in lowest else one
        for place, one in enumerate(present)
    )


def _mean(percents: Sequence[float]) -> Fraction | None:
    if not percents:
        return None
    return Fraction(sum(round(percent * 100) for percent in percents), 100 * len(percents))


def _rounded(value: Fraction) -> float:
    """Half up to two places."""
    return int(value * 100 + Fraction(1, 2)) / 100


def printed_result(
    total: Total, *, is_configured: bool, final: int | None, required: Sequence[int], scores: Mapping[int, float]
) -> float | None:
    """What a certificate prints, 0-100 with two places or None.

    A total that the staff set, or that a course with categories makes; else the score of the final quiz (`final` is
    its item id); else, without one, the mean of the `required` scored items that have a score.
    """
    if is_configured or total.is_overridden:
        return total.percent
    wanted = [final] if final is not None else required
    mean = _mean([scores[item_id] for item_id in wanted if item_id in scores])
    return None if mean is None else _rounded(mean)
