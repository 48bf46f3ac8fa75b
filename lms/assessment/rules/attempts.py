"""Attempts: their time, their number, their grade, and when the answers may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Protocol

GRACE = timedelta(seconds=10)  # for the network: an answer given in time may arrive a little later
STARTS_AN_HOUR = 30  # of one quiz by one person: enough to practise, too few to copy the bank (F07)


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """The settings of docs/course-format.md with their defaults."""

    shuffle_questions: bool
    shuffle_options: bool
    time_limit_minutes: int | None
    attempts: int | None
    pass_percent: float
    grade: str  # best | last | mean
    feedback: str  # after_submit | after_pass | after_last_attempt | never


def read_settings(kept: Mapping[str, Any]) -> QuizSettings:
    """The settings as a package gave them, with the defaults for what it left out."""
    return QuizSettings(
        shuffle_questions=kept.get("shuffle_questions", True),
        shuffle_options=kept.get("shuffle_options", True),
        time_limit_minutes=kept.get("time_limit_minutes"),
        attempts=kept.get("attempts"),
        pass_percent=kept.get("pass_percent", 70),
        grade=kept.get("grade", "best"),
        feedback=kept.get("feedback", "after_submit"),
    )


def deadline(started_at: datetime, time_limit_minutes: int | None) -> datetime | None:
    """When the time of an attempt is over; None without a limit. The grace of the network comes on top of it."""
    return started_at + timedelta(minutes=time_limit_minutes) if time_limit_minutes else None


def takes_answers(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether the server still takes answers (F02)."""
    return deadline_at is None or now <= deadline_at + GRACE


def is_time_up(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether the clock on the page shows 0:00, or will while this answer travels: no time to look anything over."""
    return deadline_at is not None and now >= deadline_at - timedelta(seconds=1)


def attempts_left(allowed: int | None, made: int) -> int | None:
    """None means without limit."""
    return None if allowed is None else max(0, allowed - made)


def percent_of(points: Fraction, most: Fraction) -> Decimal:
    """0 to 100 with two places, rounded half up; a quiz without points is passed by finishing it."""
    if not most:
        return Decimal(100)
    exact = Decimal(points.numerator * most.denominator * 100) / Decimal(points.denominator * most.numerator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def as_read(percent: float) -> float:
    """The tenth that people read, rounded down, so that 69.99 never reads as a pass mark of 70."""
    return round(percent * 100) // 10 / 10


def is_passed(percent: Decimal, pass_percent: float) -> bool:
    """Both 0-100; the pass mark itself passes."""
    return percent >= Decimal(str(pass_percent))


def grade_that_counts(method: str, percents: Sequence[Decimal]) -> Decimal | None:
    """The grade of several attempts, given in the order they were made; None before the first is graded."""
    if not percents:
        return None
    if method == "last":
        return percents[-1]
    if method == "mean":
        mean = sum(percents, Decimal(0)) / len(percents)
        return mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return max(percents)


def was_ever_passed(method: str, percents: Sequence[Decimal], pass_percent: float) -> bool:
    """Whether the grade that counts reached the pass mark after any of the attempts, given in their order.

    A quiz that was passed stays passed, so a worse last attempt may lower the grade and still take nothing away.
    """
    grades = (grade_that_counts(method, percents[: made + 1]) for made in range(len(percents)))
    return any(grade is not None and is_passed(grade, pass_percent) for grade in grades)


def may_see_feedback(setting: str, *, has_passed: bool, left: int | None, has_open: bool) -> bool:
    """Whether right answers, feedback and explanations of a graded attempt may be shown (A10).

    `has_passed`: any attempt at this quiz reached the pass mark; `left`: attempts that may still be started;
    `has_open`: one is going on.
    """
    if setting == "after_submit":
        return True
    if setting == "after_pass":
        return has_passed
    return setting == "after_last_attempt" and left == 0 and not has_open


class Sat(Protocol):
    """An attempt, going on or graded."""

    @property
    def state(self) -> str: ...
    @property
    def passed(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a graded attempt its owner sees: the points of single questions, what was right and why."""

    points: bool
    answers: bool


NOTHING = Shown(points=False, answers=False)  # of an attempt that is going on
EVERYTHING = Shown(points=True, answers=True)  # for authors, who try their own questions


def shown_after(settings: QuizSettings, attempts: Sequence[Sat]) -> Shown:
    """What may be shown of the graded ones among these attempts, which are all that one person made at this quiz.

    Points of single questions tell what was wrong, so they are kept back where an exam keeps its answers back
    (`never`, and `after_last_attempt` until then); right answers, feedback and explanations by their setting.
    """
    answers = may_see_feedback(
        settings.feedback,
        has_passed=any(attempt.passed for attempt in attempts),
        left=attempts_left(settings.attempts, len(attempts)),
        has_open=any(attempt.state == "open" for attempt in attempts),
    )
    return Shown(points=answers or settings.feedback in ("after_submit", "after_pass"), answers=answers)
