"""The result as Markdown, for the terminal and for docs/performance.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.driver import Figures
from tests.bench.pages import Page

TIMES_CHEAPER = 20
MOODLE_LESSON_KB = 1300


@dataclass(frozen=True)
class Weight:
    """A first visit to a lesson, in bytes over the wire."""

    page: int
    files: int
    pictures: int


def times_cheaper(page: Page, figures: Sequence[Figures]) -> float | None:
    """Than Moodle, by the server's CPU time in the middle one of the measurements."""
    return page.moodle_ms / median(each.cpu_ms for each in figures) if page.moodle_ms else None


def is_cheap(page: Page, figures: Sequence[Figures]) -> bool:
    """Whether the page is as much cheaper as was asked for; signing in is argon2's and may cost what it costs."""
    times = times_cheaper(page, figures)
    return times is None or times >= TIMES_CHEAPER or not page.must_be_cheaper


def head(engine: str, beside: str) -> None:
    print(f"\n### {engine}\n")
    titles = [
        "page",
        "connections",
        "requests/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        f"CPU ms{beside}",
        "Moodle's",
        "",
        "KB",
    ]
    print(f"| {' | '.join(titles)} |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")


def row(page: Page, connections: Sequence[int], figures: Sequence[Figures]) -> None:
    """A line for each number of connections; what concerns them all stands in the first."""
    times = times_cheaper(page, figures)
    cheaper = f"{times:.0f}×" if times else ""
    if not is_cheap(page, figures):
        cheaper += " **too dear**"
    of_all = [page.name, f"{page.moodle_ms:.0f}" if page.moodle_ms else "", cheaper]
    for number, each in zip(connections, figures, strict=True):
        cpu = f"{each.cpu_ms:.2f}" + (f" + {each.database_cpu_ms:.2f}" if each.database_cpu_ms else "")
        name, moodle, cheaper = of_all
        print(
            f"| {name} | {number} | {each.per_second:.0f} | {each.p50_ms:.1f} | {each.p95_ms:.1f} | {each.p99_ms:.1f} "
            f"| {cpu} | {moodle} | {cheaper} | {each.bytes_each / 1024:.1f} |",
            flush=True,
        )
        of_all = ["", "", ""]


def foot(weight: Weight, fresh_mb: float, used_mb: float) -> None:
    total = (weight.page + weight.files) / 1024
    print(f"\nMemory of the worker: {fresh_mb:.0f} MB when it starts, {used_mb:.0f} MB at the end.")
    print(
        f"A first visit to a lesson: {total:.1f} KB ({weight.page / 1024:.1f} KB page, {weight.files / 1024:.1f} KB "
        f"style, icons and scripts), {MOODLE_LESSON_KB / total:.0f}× less than Moodle's {MOODLE_LESSON_KB:,} KB; "
        f"its figures {weight.pictures / 1024:.1f} KB.\n",
        flush=True,
    )
