"""Numbers, answers and results in the reader's language."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from lms.assessment.rules.attempts import as_read
from lms.assessment.rules.drawing import Slot
from lms.core.languages import best_language
from lms.core.messages import phrase
from lms.web.language import number
from lms.web.language import percent as as_percent

KIND_NAMES = {
    "single": phrase("One answer"),
    "multiple": phrase("Several answers"),
    "true_false": phrase("True or false"),
    "numeric": phrase("A number"),
    "short_text": phrase("Short text"),
    "matching": phrase("Matching"),
    "ordering": phrase("Ordering"),
    "calculated": phrase("Calculated"),
}


def written(value: Decimal | float | str, language: str | None = None) -> str:
    """A number as the reader writes it, or as the question's language does, with all its decimals."""
    exact = Decimal(str(value)).normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    return number(float(exact), decimals, language)


def points_in_words(points: float, most: float | None = None) -> str:
    """`2 points`, or `1.33 of 2 points`; hundredths at most."""
    shown = written(round(Decimal(str(points)), 2))
    if most is None:
        # A fraction takes the form of two in the languages where it matters: 1,5 балла.
        count = int(points) if points == int(points) else 2
        return str(ngettext("%(points)s point", "%(points)s points", count, points=shown))
    total = written(most)
    return str(
        ngettext("%(points)s of %(most)s point", "%(points)s of %(most)s points", int(most), points=shown, most=total)
    )


def percent_in_words(percent: float) -> str:
    """`86.6%`: the tenth that people read of a percent from 0 to 100."""
    return as_percent(as_read(percent), 1)


def score_in_words(percent: float | None) -> str:
    """The same, or a dash where there is none yet; `| score` in templates."""
    return "–" if percent is None else percent_in_words(percent)


def words_of(texts: Mapping[str, Mapping[str, Any]], wanted: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    """The language and the words of a question: the first wanted one there is, else the first it was written in."""
    language = best_language(list(wanted), list(texts)) or next(iter(texts))
    return language, texts[language]


def as_html(html: str) -> Markup:
    """An author's HTML, as markup: it was sanitised when it was published."""
    return Markup(html)  # noqa: S704 - the package room sanitised it before it was stored


def in_plain_words(words: Markup | str) -> str:
    """The same without its marks, where nothing can be set in bold."""
    return Markup.escape(words).striptags()


def with_numbers(html: str, slot: Slot, language: str) -> Markup:
    """The same with the drawn numbers in the places of their names."""
    for name, value in slot.variables.items():
        html = html.replace("{" + name + "}", written(value, language))
    return as_html(html)


def inline(html: str, slot: Slot, language: str) -> Markup:
    """The same inside a line: without the paragraph around it."""
    bare = html.strip()
    if bare.startswith("<p>") and bare.endswith("</p>") and bare.count("<p>") == 1:
        bare = bare[3:-4]
    return with_numbers(bare, slot, language)


def result_in_words(share: float | None, answered: bool) -> tuple[str, str]:
    """(tone, words) for the share of the points that an answer earned."""
    if not answered:
        return "warn", str(gettext("Not answered"))
    if share is not None and share >= 1:
        return "good", str(gettext("Correct"))
    if share:
        return "warn", str(gettext("Partly correct"))
    return "bad", str(gettext("Not correct"))


def verdict_in_words(
    percent: str, needed: str, grade: str | None, method: str, *, stays_passed: bool
) -> tuple[str, ...]:
    """Sentences: what an attempt reached and, where another grade counts, which. Percents are written already.

    `grade` is None while this attempt is the grade. `stays_passed`: the grade is below the mark, and was not before.
    """
    values = {"percent": percent, "pass_percent": needed, "grade": grade}
    if grade is None:
        reached = gettext("You reached %(percent)s. %(pass_percent)s is needed.", **values)
    elif method == "mean":
        reached = gettext(
            "This attempt: %(percent)s. The mean of your attempts, %(grade)s, counts. %(pass_percent)s is needed.",
            **values,
        )
    elif method == "last":
        reached = gettext(
            "This attempt: %(percent)s. Your last attempt, %(grade)s, counts. %(pass_percent)s is needed.", **values
        )
    else:
        reached = gettext(
            "This attempt: %(percent)s. Your best result, %(grade)s, counts. %(pass_percent)s is needed.", **values
        )
    if not stays_passed:
        return (reached,)
    return reached, gettext("You had passed before, and what is passed stays passed.")
