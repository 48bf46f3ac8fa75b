"""The catalogue and the home page, as they are read: columns only, a fixed number of statements.

Rooms above add what they know by the two hooks, which `wiring` sets.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import bindparam, select

from lms.core.cache import RememberedMany, remembered, remembered_for
from lms.core.db import db, table_of
from lms.core.languages import best_language
from lms.courses import rules
from lms.courses.models import Course, Revision, RevisionText
from lms.courses.queries.search import search

LEVELS = ("basic", "intermediate", "advanced")
PAGE_SIZE = 24


class Seats(Protocol):
    """The seats of a course, and whether one can ask for them today; no `capacity` is no limit."""

    @property
    def capacity(self) -> int | None: ...
    @property
    def taken(self) -> int: ...
    @property
    def is_open(self) -> bool: ...


def _no_seats(_course_ids: list[int]) -> Mapping[int, Seats]:
    return {}


def _no_figures() -> dict[str, int]:
    return {}


# `enrolment.queries.seats`: by course id, those that have a limit or days
seat_facts: Callable[[list[int]], Mapping[int, Seats]] = _no_seats
# What other rooms count for the home page: {"countries": …, "certificates": …}
home_figures: Callable[[], dict[str, int]] = _no_figures


@dataclass(frozen=True, slots=True)
class Tile:
    """One course in the catalogue. `seats_left` is None where there is no limit; `is_closed` on a day that is none
    to enrol on."""

    course_id: int
    slug: str
    number: int
    level: str
    hours: int
    languages: tuple[str, ...]
    language: str  # of the title and the summary
    title: str
    summary: str
    seats_left: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer: `total` counts all that was found."""

    tiles: list[Tile]
    total: int


def courses_found(wanted: list[str], *, query: str = "", level: str = "", language: str = "", page: int = 1) -> Found:
    """The published courses that fit, best first, else in the order of the programme. Three statements.

    `level` and `language` narrow the answer where they are known ones; anything in `query` is searched as words.
    """
    conditions = rules.query_terms(query)
    if not conditions and query.strip():
        return Found([], 0)  # only marks and spaces: nothing is called so
    rows, total = search(
        conditions,
        level=level if level in LEVELS else "",
        language=language,
        skipped=(page - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
    )
    return Found(_tiles(rows, wanted), total)


# Of tables, not of classes: asked on every visit, and a statement without objects costs half.
_revisions, _words = table_of(Revision), table_of(RevisionText)
# Made once: building a statement costs as much as running it.
_FACTS = (
    select(
        _words.c.revision_id,
        _words.c.language,
        _words.c.title,
        _words.c.summary,
        _revisions.c.position,
        _revisions.c.level,
        _revisions.c.hours,
        _revisions.c.languages,
        _revisions.c.source_language,
    )
    .join(_revisions, _revisions.c.id == _words.c.revision_id)
    .where(_words.c.revision_id.in_(bindparam("revisions", expanding=True)))
)
_LANGUAGES = (
    select(RevisionText.language)
    .join(Course, Course.revision_id == RevisionText.revision_id)
    .where(Course.state == "published")
    .distinct()
    .order_by(RevisionText.language)
)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """What a tile shows of a revision, in one of its languages."""

    language: str
    title: str
    summary: str
    number: int
    level: str
    hours: int
    languages: tuple[str, ...]
    source: str


def _load_words(revision_ids: list[int]) -> dict[int, dict[str, _Words]]:
    found: dict[int, dict[str, _Words]] = {}
    for row in db.session.execute(_FACTS, {"revisions": revision_ids}):
        found.setdefault(row.revision_id, {})[row.language] = _Words(
            row.language, row.title, row.summary, row.position, row.level, row.hours, tuple(row.languages),
            row.source_language,
        )  # fmt: skip
    return found


# By revision, by language.
_words_of = RememberedMany(_load_words, maxsize=2000)


@lru_cache(maxsize=1024)
def _best(wanted: tuple[str, ...], offered: tuple[str, ...]) -> str | None:
    return best_language(list(wanted), list(offered))


def _chosen(texts: dict[str, _Words], wanted: tuple[str, ...]) -> _Words:
    """The words in the first wanted language there is, else in the source language."""
    any_of_them = next(iter(texts.values()))
    return texts[_best(wanted, any_of_them.languages) or any_of_them.source]


def _tiles(rows: Sequence[Any], wanted: list[str]) -> list[Tile]:
    if not rows:
        return []
    words = _words_of([row.revision_id for row in rows])
    seats = seat_facts([row.id for row in rows])
    first = tuple(wanted)
    return [
        _tile(row.id, row.slug, _chosen(words[row.revision_id], first), *_seats_left(seats.get(row.id))) for row in rows
    ]


@remembered(maxsize=4096)
def _tile(course_id: int, slug: str, words: _Words, seats_left: int | None, is_closed: bool) -> Tile:
    """The same object as long as it says the same: what is drawn of it is found by it."""
    return Tile(
        course_id=course_id,
        slug=slug,
        number=words.number,
        level=words.level,
        hours=words.hours,
        languages=words.languages,
        language=words.language,
        title=words.title,
        summary=words.summary,
        seats_left=seats_left,
        is_closed=is_closed,
    )


def _seats_left(seats: Seats | None) -> tuple[int | None, bool]:
    """How many are left, None for no limit, and whether nobody can ask for them today."""
    if seats is None:
        return None, False
    left = None if seats.capacity is None else max(0, seats.capacity - seats.taken)
    return left, not seats.is_open


@remembered_for(seconds=60)
def languages_offered() -> list[str]:
    """The languages that published courses are written in, a minute ago at most. One statement."""
    return list(db.session.scalars(_LANGUAGES))


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What the home page counts; a figure that no room knows is None."""

    courses: int
    languages: int
    countries: int | None
    certificates: int | None


def home_facts(courses: int) -> HomeFigures:
    """The figures of the home page, beside the number of courses that its caller has counted already."""
    others = home_figures()
    return HomeFigures(courses, len(languages_offered()), others.get("countries"), others.get("certificates"))
