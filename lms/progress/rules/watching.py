"""How much of a video was watched: intervals in seconds, merged, within its length."""

import math
from collections.abc import Iterable, Sequence

Interval = tuple[float, float]

# Nobody follows a film at more than twice its speed; a browser that reports more is not believed (F13).
FASTEST = 2.0


def merge(intervals: Iterable[Sequence[float]], duration_seconds: float) -> list[Interval]:
    """Sorted intervals without overlaps, cut to the length of the video; nonsense (NaN, backwards) is dropped."""
    good = []
    for interval in intervals:
        if len(interval) != 2 or not all(math.isfinite(second) for second in interval):
            continue
        start, end = max(0.0, interval[0]), min(float(duration_seconds), interval[1])
        if start < end:
            good.append((start, end))
    merged: list[Interval] = []
    for start, end in sorted(good):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def seconds_watched(intervals: Iterable[Interval]) -> float:
    """The length of merged intervals."""
    return math.fsum(end - start for start, end in intervals)


def watched_percent(intervals: Iterable[Interval], duration_seconds: float) -> float:
    """The share of a video that was watched, 0-100 with two places, never rounded up."""
    if duration_seconds <= 0:
        return 0.0
    share = seconds_watched(intervals) / duration_seconds
    return min(100.0, math.floor(share * 10_000 + 1e-6) / 100)


def believable(
    known: Iterable[Sequence[float]],
    reported: Iterable[Sequence[float]],
    *,
    duration_seconds: float,
    seconds_since_opened: float,
) -> list[Interval]:
    """What is known with what is newly reported, as far as there was time to watch it since the item was opened.

    What was believed before stays; of the rest, the earliest parts are taken until the time is used up.
    """
    total = merge(known, duration_seconds)
    budget = max(0.0, seconds_since_opened) * FASTEST - seconds_watched(total)
    for start, end in merge(reported, duration_seconds):
        for gap_start, gap_end in _gaps(total, start, end):
            if budget <= 0:
                return total
            taken = min(gap_end, gap_start + budget)
            budget -= taken - gap_start
            total = merge([*total, (gap_start, taken)], duration_seconds)
    return total


def _gaps(total: Sequence[Interval], start: float, end: float) -> list[Interval]:
    """The parts between `start` and `end` that no interval of `total` covers."""
    gaps = []
    for known_start, known_end in total:
        if known_end <= start:
            continue
        if known_start >= end:
            break
        if known_start > start:
            gaps.append((start, known_start))
        start = max(start, known_end)
    if start < end:
        gaps.append((start, end))
    return gaps
