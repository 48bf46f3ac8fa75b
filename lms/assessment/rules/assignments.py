"""Assignments: when they are due, what being late costs, how a rubric becomes a grade."""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from lms.assessment.rules.attempts import GRACE, percent_of
from lms.core.messages import Fault, Told

LONGEST_TEXT = 40_000  # characters: in any script less than a form may carry


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a rubric: the points of each of its levels, in the author's order."""

    key: str
    levels: Mapping[str, int]

    @property
    def most(self) -> int:
        return max(self.levels.values())


@dataclass(frozen=True, slots=True)
class PeerRules:
    """How many works each reviews, in how many days, and what their marks become: none | median | mean."""

    reviews: int
    days: int
    grade: str


@dataclass(frozen=True, slots=True)
class AssignmentSettings:
    """The settings of docs/course-format.md with their defaults."""

    takes_text: bool
    files: int
    file_bytes: int
    kinds: tuple[str, ...]
    due_days: int | None
    due_at: datetime | None
    late: str  # accept | refuse | minus
    late_percent_a_day: int
    closes_after_days: int | None
    submissions: int | None
    pass_percent: int
    rubric: tuple[Criterion, ...]
    peers: PeerRules | None


def read_assignment(kept: Mapping[str, Any]) -> AssignmentSettings:
    """The settings as a package gave them, with the defaults for what it left out."""
    submission, due, late = kept.get("submission", {}), kept.get("due", {}), kept.get("late", {})
    peers = kept.get("peer_review")
    return AssignmentSettings(
        takes_text=submission.get("text", True),
        files=submission.get("files", 0),
        file_bytes=submission.get("file_megabytes", 10) * 1024 * 1024,
        kinds=tuple(submission.get("kinds", ())),
        due_days=due.get("days"),
        due_at=read_moment(due["at"]) if "at" in due else None,
        late=late.get("policy", "accept"),
        late_percent_a_day=late.get("percent_a_day", 0),
        closes_after_days=late.get("closes_after_days"),
        submissions=kept.get("submissions"),
        pass_percent=kept["pass_percent"],
        rubric=tuple(
            Criterion(each["key"], {level["key"]: level["points"] for level in each["levels"]})
            for each in kept.get("rubric", ())
        ),
        peers=PeerRules(peers["reviews"], peers["days"], peers.get("grade", "none")) if peers else None,
    )


def read_moment(text: str) -> datetime:
    """`2027-03-01T18:00Z`, or with an offset. Raises `ValueError` without either: a moment needs its zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment


def check_assignment(settings: Mapping[str, Any]) -> list[Fault]:
    """Problems of an assignment's settings beyond their shape, each `field what is wrong: what to do`."""
    submission, late = settings.get("submission", {}), settings.get("late", {})
    found = []
    if not submission.get("text", True) and not submission.get("files", 0):
        found.append(Fault(Told("submission takes neither a text nor files"), Told("allow one of them")))
    if submission.get("files", 0) and not submission.get("kinds"):
        found.append(Fault(Told("submission takes files of no kind"), Told("name the kinds")))
    if "at" in settings.get("due", {}):
        try:
            read_moment(settings["due"]["at"])
        except ValueError:
            found.append(Fault(Told("due.at is no moment"), Told("write it like 2027-03-01T18:00Z")))
    if late and not settings.get("due"):
        found.append(
            Fault(
                Told("late says what happens after the due date, and there is none"),
                Told("add due, or remove late"),
            )
        )
    if late.get("policy") == "minus" and not late.get("percent_a_day"):
        found.append(Fault(Told("late.percent_a_day is missing"), Told("say how much each day costs")))
    if late.get("policy") != "minus" and "percent_a_day" in late:
        found.append(
            Fault(Told("late.percent_a_day belongs to the policy minus"), Told("remove it, or choose that policy"))
        )
    return [*found, *_rubric_problems(settings)]


def _rubric_problems(settings: Mapping[str, Any]) -> list[Fault]:
    rubric = settings.get("rubric", [])
    keys = [criterion["key"] for criterion in rubric]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    found = [
        Fault(Told("rubric has the criterion %(key)s twice", key=key), Told("give each its own key")) for key in twice
    ]
    for criterion in rubric:
        levels = [level["key"] for level in criterion["levels"]]
        if len(set(levels)) < len(levels):
            found.append(
                Fault(
                    Told("rubric gives two levels of %(key)s the same key", key=criterion["key"]),
                    Told("give each its own"),
                )
            )
        if not any(level["points"] for level in criterion["levels"]):
            found.append(
                Fault(
                    Told("rubric gives no points for %(key)s", key=criterion["key"]),
                    Told("let one of its levels earn some"),
                )
            )
    if settings.get("peer_review") and not rubric:
        found.append(Fault(Told("peer_review needs a rubric"), Told("without one, people judge by what they like")))
    return found


def due_moment(settings: AssignmentSettings, place_given_at: datetime | None) -> datetime | None:
    """When the work is due for somebody whose place was given at this moment; None where nothing is."""
    if settings.due_at is not None:
        return settings.due_at
    if settings.due_days is None or place_given_at is None:
        return None
    return place_given_at + timedelta(days=settings.due_days)


def closing_moment(settings: AssignmentSettings, due: datetime | None) -> datetime | None:
    """From when on nothing is taken any more; None: never."""
    if due is None:
        return None
    if settings.late == "refuse":
        return due
    return None if settings.closes_after_days is None else due + timedelta(days=settings.closes_after_days)


def is_closed(closes_at: datetime | None, now: datetime) -> bool:
    """With the grace of the network: what was sent in time may arrive a little later (F02)."""
    return closes_at is not None and now > closes_at + GRACE


def days_late(due: datetime | None, submitted_at: datetime) -> int:
    """Begun days after the due moment; 0 in time. The grace of the network counts as in time."""
    if due is None or submitted_at <= due + GRACE:
        return 0
    return ceil((submitted_at - due) / timedelta(days=1))


def late_deduction(settings: AssignmentSettings, late_days: int) -> int:
    """The percentage points that being late costs, at most 100."""
    return min(100, settings.late_percent_a_day * late_days) if settings.late == "minus" else 0


def after_deduction(percent: Decimal, deduction: int) -> Decimal:
    """Never below 0."""
    return max(Decimal(0), percent - deduction)


def is_whole(rubric: Sequence[Criterion], marks: Mapping[str, Any]) -> bool:
    """Whether each criterion has one of its levels, and nothing else is marked (F08)."""
    return set(marks) == {c.key for c in rubric} and all(marks[c.key] in c.levels for c in rubric)


def rubric_points(rubric: Sequence[Criterion], marks: Mapping[str, Any]) -> int:
    """The points of the chosen levels; what is not marked yet earns none."""
    return sum(criterion.levels.get(marks.get(criterion.key, ""), 0) for criterion in rubric)


def rubric_percent(rubric: Sequence[Criterion], marks: Mapping[str, Any]) -> Decimal:
    """0-100 with two places of the most that the rubric gives."""
    return percent_of(Fraction(rubric_points(rubric, marks)), Fraction(sum(c.most for c in rubric)))


def peers_percent(how: str, percents: Sequence[Decimal]) -> Decimal | None:
    """What the reviews come to, by median or mean; None where they don't count or there are none."""
    if how not in ("median", "mean") or not percents:
        return None
    middle = (statistics.median if how == "median" else statistics.mean)(percents)
    return Decimal(middle).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


_GAP = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> list[str]:
    """A plain text as it is shown: what empty lines part. Comments are anchored to these."""
    found = [part.strip("\n") for part in _GAP.split(text.replace("\r\n", "\n").replace("\r", "\n"))]
    return [part for part in found if part.strip()]


QUOTE_LENGTH = 80


def quote_of(paragraph: str) -> str:
    """The beginning of a paragraph, by which a comment finds it again."""
    return paragraph.strip()[:QUOTE_LENGTH]


def place_comments(parts: Sequence[str], comments: Sequence[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """Comments by the number of their paragraph, from 1; under 0 those whose paragraph is not there.

    The number decides while the paragraph begins as it did; else the first one that begins so.
    """
    placed: dict[int, list[Mapping[str, Any]]] = {}
    for comment in comments:
        number, quote = comment["paragraph"], comment["quote"]
        if not (1 <= number <= len(parts) and quote_of(parts[number - 1]) == quote):
            number = next((n for n, part in enumerate(parts, 1) if quote_of(part) == quote), 0)
        placed.setdefault(number, []).append(comment)
    return placed
