"""How well a question works, from the first attempts of many people: classical item analysis.

Sources: Ebel & Frisbie, Essentials of Educational Measurement (5th ed. 1991), ch. 13, for the facility and
discrimination of an item and how to judge them; Kelley, The selection of upper and lower groups for the validation of
test items, J. Educ. Psychol. 30 (1939), for the 27 percent; Henrysson, Correction of item-total correlations in item
analysis, Psychometrika 28 (1963), for leaving the item out of the total that it is compared with.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.messages import Said, Sentence

FEWEST = 30  # answers; with fewer, chance speaks louder than the question
GROUP = 0.27  # Kelley 1939: the largest groups that still differ most
HARD, EASY = 0.20, 0.95  # shares of the points that people get
WEAK, GOOD = 0.20, 0.30  # Ebel & Frisbie 1991, table 13.2: below 0.20 poor, from 0.30 good


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer in a first attempt.

    `share`: of the question's points; `rest`: of the points of all other questions, None where there are none;
    `total`: of all points; each 0 to 1. `chosen`: keys of options, empty where there are none or nothing was chosen.
    """

    share: float
    rest: float | None
    total: float
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionUse:
    """How often an option is chosen: by how many, by which share of all, of the strongest and of the weakest group.

    `hint`: why it may mislead, None while there is no reason to think so or too little is known.
    """

    key: str
    is_right: bool
    count: int
    share: float
    strong_share: float
    weak_share: float
    hint: Said | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What first attempts say of a question.

    `facility`: the mean share of the points, 0 to 1. `discrimination`: the correlation with the rest of the attempt,
    -1 to 1. `upper_lower`: the facility among the strongest 27 percent less that among the weakest. Each is None
    where it can't be computed. `hints` are empty while fewer than `FEWEST` people have answered (`is_enough`).
    """

    count: int
    facility: float | None
    discrimination: float | None
    upper_lower: float | None
    options: tuple[OptionUse, ...]
    hints: tuple[Said, ...]

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST

    @property
    def needs_a_look(self) -> bool:
        return bool(self.hints) or any(option.hint for option in self.options)

    @property
    def verdict(self) -> str:
        """`few`, `hard`, `easy`, `misleading`, `weak`, `fair` or `good`; `plain` where it can't be said."""
        if not self.is_enough or self.facility is None:
            return "few"
        if self.discrimination is not None and self.discrimination < 0:
            return "misleading"
        if self.facility < HARD:
            return "hard"
        if self.facility > EASY:
            return "easy"
        if self.discrimination is None:
            return "plain"
        return "weak" if self.discrimination < WEAK else "fair" if self.discrimination < GOOD else "good"


def analyse(given: Sequence[Given], options: Sequence[str] = (), right: Sequence[str] = ()) -> Analysis:
    """The analysis of one question; `options` are its keys, `right` those of them that are right."""
    count = len(given)
    facility = _mean([one.share for one in given])
    with_rest = [(one.share, one.rest) for one in given if one.rest is not None]
    discrimination = correlation(with_rest)
    strong, weak = _groups(given)
    upper_lower = None
    if strong and weak:
        upper_lower = (_mean([one.share for one in strong]) or 0.0) - (_mean([one.share for one in weak]) or 0.0)
    uses = tuple(_use(key, key in right, given, strong, weak) for key in options)
    hints = _hints(facility, discrimination) if count >= FEWEST and facility is not None else ()
    return Analysis(count, facility, discrimination, upper_lower, uses, hints)


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r, -1 to 1: for right or wrong, the point-biserial correlation; None where one side never varies."""
    if len(pairs) < 2:
        return None
    mean_x = math.fsum(x for x, _y in pairs) / len(pairs)
    mean_y = math.fsum(y for _x, y in pairs) / len(pairs)
    spread_x = math.fsum((x - mean_x) ** 2 for x, _y in pairs)
    spread_y = math.fsum((y - mean_y) ** 2 for _x, y in pairs)
    # What is left of equal numbers after rounding is no spread.
    if min(spread_x, spread_y) < 1e-12 * len(pairs):
        return None
    together = math.fsum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return max(-1.0, min(1.0, together / math.sqrt(spread_x * spread_y)))


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _groups(given: Sequence[Given]) -> tuple[list[Given], list[Given]]:
    """The strongest and the weakest 27 percent by the total of their attempts; of equal ones, those given first."""
    size = round(GROUP * len(given))
    ordered = sorted(given, key=lambda one: one.total)
    return (ordered[-size:], ordered[:size]) if size else ([], [])


def _share_choosing(key: str, given: Sequence[Given]) -> float:
    return sum(key in one.chosen for one in given) / len(given) if given else 0.0


def _use(key: str, is_right: bool, given: Sequence[Given], strong: Sequence[Given], weak: Sequence[Given]) -> OptionUse:
    count = sum(key in one.chosen for one in given)
    hint: Said | None = None
    if len(given) >= FEWEST and not is_right:
        if count == 0:
            hint = Sentence("Nobody chooses it. Write a mistake that people really make, or leave it out.")
        elif _attracts_the_strong(key, given):
            hint = Sentence("People who know the rest choose it more often. Is it right as well, or is the key wrong?")
    strong_share, weak_share = _share_choosing(key, strong), _share_choosing(key, weak)
    share = count / len(given) if given else 0.0
    return OptionUse(key, is_right, count, share, strong_share, weak_share, hint)


def _attracts_the_strong(key: str, given: Sequence[Given]) -> bool:
    """Whether choosing it goes with doing well in the rest, more than chance would have it (two standard errors)."""
    found = correlation([(float(key in one.chosen), one.rest) for one in given if one.rest is not None])
    return found is not None and found > 2 / math.sqrt(len(given))


def _hints(facility: float, discrimination: float | None) -> tuple[Said, ...]:
    hints: list[Said] = []
    if discrimination is not None and discrimination < 0:
        hints.append(
            Sentence("People who do well in the rest miss this question more often. Check its key and its wording.")
        )
    if facility < HARD:
        hints.append(
            Sentence("Hardly anybody gets it right. Is the answer in the course, and is the question understood?")
        )
    elif facility > EASY:
        hints.append(Sentence("Nearly everybody gets it right, so it tells nobody apart. That may be what you want."))
    return tuple(hints)
