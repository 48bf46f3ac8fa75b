"""Grades as people read them: scores, and how a total came about, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext

from lms.assessment.wording import score_in_words
from lms.courses.queries import GradingFacts
from lms.progress.rules.grading import CountedScore, Part, Total
from lms.web.language import interface_language, number, percent

Titles = Callable[[dict[str, str]], str]
# Between numbers; Babel knows lists with "and" only in every language.
_COMMAS = {"fa": "، ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A total with the steps that lead to it: a sentence for each category, then the sum (empty where there is one)."""

    percent: str
    steps: tuple[str, ...]
    formula: str
    is_set: bool
    computed: str


def explained(total: Total, facts: GradingFacts | None, title: Titles) -> Explained:
    """The total in words; `title` picks the title of a category in the language of the page."""
    titles = {category.key: title(category.titles) or category.key for category in facts.categories} if facts else {}
    return Explained(
        percent=score_in_words(total.percent),
        steps=tuple(_step(part, titles) for part in total.parts),
        formula=_formula(total),
        is_set=total.is_overridden,
        computed=score_in_words(total.computed),
    )


def _step(part: Part, titles: dict[str, str]) -> str:
    scores = _COMMAS.get(interface_language(), ", ").join(map(_score, part.scores))
    if part.key is None:
        if part.mean is None:
            return str(gettext("There is no score yet."))
        return str(
            gettext("Every score weighs the same: %(scores)s → mean %(mean)s", scores=scores, mean=_exact(part.mean))
        )
    values = {"category": titles.get(part.key, part.key), "weight": percent(part.weight)}
    if part.mean is None:
        return str(gettext("%(category)s, %(weight)s: no score yet, so its weight goes to the others", **values))
    return str(
        gettext("%(category)s, %(weight)s: %(scores)s → mean %(mean)s", **values, scores=scores, mean=_exact(part.mean))
    )


def _score(score: CountedScore) -> str:
    if score.is_missing:
        written = str(gettext("none yet, counts as %(score)s", score=_exact(0)))
    else:
        written = _exact(score.percent)
    return str(gettext("%(score)s (dropped)", score=written)) if score.is_dropped else written


def _exact(value: float) -> str:
    """With the hundredths it has: in a calculation nothing is rounded away."""
    return percent(value, 2)


def _formula(total: Total) -> str:
    """`(40 × 78.5% + 60 × 90%) ÷ 100 = 85.4%`; empty where one category is the total."""
    counted = [(part.weight, part.mean) for part in total.parts if part.mean is not None]
    if len(counted) < 2 or total.computed is None:
        return ""
    summands = " + ".join(f"{number(weight)} × {_exact(mean)}" for weight, mean in counted)
    return f"({summands}) ÷ {number(total.weight)} = {_exact(total.computed)}"
