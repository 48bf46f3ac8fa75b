"""The catalogue and the home page, as they are read: columns only, a fixed number of statements.

Rooms above add what they know by the two hooks, which `wiring` sets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Subquery, and_, bindparam, func, literal, or_, select, union_all

from lms.core.cache import RememberedMany, remembered_for
from lms.core.db import db
from lms.core.languages import best_language
from lms.courses import rules
from lms.courses.models import Course, Revision, RevisionText, SearchTerm

LEVELS = ("basic", "intermediate", "advanced")
PAGE_SIZE = 24


def _no_seats(_course_ids: list[int]) -> dict[int, Any]:
    return {}


def _no_figures() -> dict[str, int]:
    return {}


# enrolment.queries.seats: course id -> Seats(mode, capacity, taken, is_full)
seat_facts: Callable[[list[int]], dict[int, Any]] = _no_seats
# What other rooms count for the home page: {"countries": …, "certificates": …}
home_figures: Callable[[], dict[str, int]] = _no_figures


@dataclass(frozen=True, slots=True)
class Tile:
    """One course in the catalogue. `seats_left` is None where there is no limit."""

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


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer: `total` counts all that was found."""

    tiles: list[Tile]
    total: int


_PUBLISHED = (
    select(
        Course.id,
        Course.slug,
        Revision.id.label("revision_id"),
        Revision.position,
        Revision.level,
        Revision.hours,
        Revision.languages,
        Revision.source_language,
        func.count().over().label("total"),
    )
    .join(Revision, Revision.id == Course.revision_id)
    .where(Course.state == "published")
)


def courses_found(wanted: list[str], *, query: str = "", level: str = "", language: str = "", page: int = 1) -> Found:
    """The published courses that fit, best first, else in the order of the programme. Three statements.

    `level` and `language` narrow the answer where they are known ones; anything in `query` is searched as words.
    """
    conditions = rules.query_terms(query)
    if not conditions and query.strip():
        return Found([], 0)  # only marks and spaces: nothing is called so
    level = level if level in LEVELS else ""
    has_prefix = tuple(condition.prefix is not None for condition in conditions)
    on_a_page, count = _statements(has_prefix, bool(level), bool(language))
    asked = {**_values(conditions), **({"level": level} if level else {}), **({"spoken": language} if language else {})}
    rows = db.session.execute(on_a_page, {**asked, "skipped": (page - 1) * PAGE_SIZE}).all()
    if not rows and page > 1:
        return Found([], db.session.scalar(count, asked) or 0)
    return Found(_tiles(rows, wanted), rows[0].total if rows else 0)


@lru_cache(maxsize=256)
def _statements(prefixes: tuple[bool, ...], has_level: bool, has_language: bool) -> tuple[Select[Any], Select[Any]]:
    """A page of what fits so many words, and how many fit: building it anew took longer than the search."""
    chosen = _PUBLISHED
    if prefixes:
        hits = _hits(prefixes)
        chosen = chosen.join(hits, hits.c.course_id == Course.id).order_by(hits.c.score.desc())
    if has_level:
        chosen = chosen.where(Revision.level == bindparam("level"))
    if has_language:
        spoken = select(RevisionText.revision_id).where(RevisionText.language == bindparam("spoken"))
        chosen = chosen.where(Revision.id.in_(spoken))
    count = select(func.count()).select_from(chosen.order_by(None).subquery())
    ordered = chosen.order_by(Revision.position, Course.slug)
    return ordered.limit(PAGE_SIZE).offset(bindparam("skipped")), count


def _hits(prefixes: tuple[bool, ...]) -> Subquery:
    """Courses that meet every condition; what they score is the sum of their best term for each."""
    parts = [
        select(SearchTerm.course_id, func.max(SearchTerm.weight).label("weight"))
        .where(_matches(place, has_prefix))
        .group_by(SearchTerm.course_id)
        for place, has_prefix in enumerate(prefixes)
    ]
    every = union_all(*parts).subquery()
    return (
        select(every.c.course_id, func.sum(every.c.weight).label("score"))
        .group_by(every.c.course_id)
        .having(func.count() == literal(len(prefixes)))
        .subquery()
    )


def _matches(place: int, has_prefix: bool) -> Any:
    exact = SearchTerm.term.in_(bindparam(f"terms_{place}", expanding=True))
    if not has_prefix:
        return exact
    # "Begins with" as a range of the index: no LIKE, so `%` and `_` mean nothing (C13).
    begins = and_(SearchTerm.term >= bindparam(f"from_{place}"), SearchTerm.term < bindparam(f"to_{place}"))
    return or_(exact, begins)


def _values(conditions: list[rules.Wanted]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, wanted in enumerate(conditions):
        values[f"terms_{place}"] = sorted(wanted.terms)
        if wanted.prefix is not None:
            values |= {f"from_{place}": wanted.prefix, f"to_{place}": wanted.prefix + "\U0010ffff"}
    return values


# Made once: building a statement costs as much as running it.
_TEXTS = select(RevisionText.revision_id, RevisionText.language, RevisionText.title, RevisionText.summary).where(
    RevisionText.revision_id.in_(bindparam("revisions", expanding=True))
)
_LANGUAGES = (
    select(RevisionText.language)
    .join(Course, Course.revision_id == RevisionText.revision_id)
    .where(Course.state == "published")
    .distinct()
    .order_by(RevisionText.language)
)


def _load_texts(revision_ids: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for text in db.session.execute(_TEXTS, {"revisions": revision_ids}):
        found.setdefault(text.revision_id, {})[text.language] = text
    return found


# By revision, by language: title and summary.
_texts = RememberedMany(_load_texts, maxsize=2000)


@lru_cache(maxsize=1024)
def _best(wanted: tuple[str, ...], offered: tuple[str, ...], source: str) -> str:
    return best_language(list(wanted), list(offered)) or source


def _tiles(rows: Sequence[Any], wanted: list[str]) -> list[Tile]:
    if not rows:
        return []
    texts = _texts([row.revision_id for row in rows])
    first = tuple(wanted)
    words = {
        row.revision_id: texts[row.revision_id][_best(first, tuple(row.languages), row.source_language)] for row in rows
    }
    seats = seat_facts([row.id for row in rows])
    return [
        Tile(
            course_id=row.id,
            slug=row.slug,
            number=row.position,
            level=row.level,
            hours=row.hours,
            languages=tuple(row.languages),
            language=words[row.revision_id].language,
            title=words[row.revision_id].title,
            summary=words[row.revision_id].summary,
            seats_left=_seats_left(seats.get(row.id)),
        )
        for row in rows
    ]


def _seats_left(seats: Any) -> int | None:
    if seats is None or seats.capacity is None:
        return None
    return max(0, int(seats.capacity) - int(seats.taken))


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
