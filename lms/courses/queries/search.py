"""The search of the catalogue: published courses by the terms of `rules`, the best first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, func, literal, or_, select, union_all

from lms.core.db import db, table_of
from lms.courses import rules
from lms.courses.models import Course, Revision, RevisionText, SearchTerm

# Of one condition of a search: whether it has terms to find as they are, and whether one that others begin with.
_Form = tuple[bool, bool]

# Of tables, not of classes: asked on every visit, and a statement without objects costs half.
_courses, _revisions, _words, _terms = (table_of(each) for each in (Course, Revision, RevisionText, SearchTerm))

_PUBLISHED = (
    select(
        _courses.c.id,
        _courses.c.slug,
        _courses.c.revision_id,
        func.count().over().label("total"),
    )
    .join(_revisions, _revisions.c.id == _courses.c.revision_id)
    .where(_courses.c.state == "published")
)


def search(
    conditions: list[rules.Wanted], *, level: str, language: str, skipped: int, size: int
) -> tuple[Sequence[Any], int]:
    """`size` of the courses that meet every condition, as (id, slug, revision_id), and how many there are.

    Best first, else in the order of the programme; an empty `level` or `language` narrows nothing. One statement,
    two for a page beyond the last.
    """
    forms = tuple((bool(_exact(condition)), condition.prefix is not None) for condition in conditions)
    on_a_page, count = _statements(forms, bool(level), bool(language))
    asked = {**_values(conditions), **({"level": level} if level else {}), **({"spoken": language} if language else {})}
    rows = db.session.execute(on_a_page, {**asked, "skipped": skipped, "size": size}).all()
    if not rows and skipped:
        return (), db.session.scalar(count, asked) or 0
    return rows, rows[0].total if rows else 0


@lru_cache(maxsize=256)
def _statements(forms: tuple[_Form, ...], has_level: bool, has_language: bool) -> tuple[Select[Any], Select[Any]]:
    """A page of what fits words of these forms, and how many fit: building it anew took longer than the search."""
    chosen = _PUBLISHED
    if forms:
        hits = _hits(forms)
        chosen = chosen.join(hits, hits.c.course_id == _courses.c.id).order_by(hits.c.score.desc())
    if has_level:
        chosen = chosen.where(_revisions.c.level == bindparam("level"))
    if has_language:
        spoken = select(_words.c.revision_id).where(_words.c.language == bindparam("spoken"))
        chosen = chosen.where(_revisions.c.id.in_(spoken))
    count = select(func.count()).select_from(chosen.order_by(None).subquery())
    ordered = chosen.order_by(_revisions.c.position, _courses.c.slug)
    return ordered.limit(bindparam("size")).offset(bindparam("skipped")), count


def _hits(forms: tuple[_Form, ...]) -> Subquery:
    """Courses that meet every condition; what they score is the sum of their best term for each."""
    parts = [
        select(_terms.c.course_id, func.max(_terms.c.weight).label("score"))
        .where(_matches(place, *form))
        .group_by(_terms.c.course_id)
        for place, form in enumerate(forms)
    ]
    if len(parts) == 1:
        return parts[0].subquery()
    every = union_all(*parts).subquery()
    return (
        select(every.c.course_id, func.sum(every.c.score).label("score"))
        .group_by(every.c.course_id)
        .having(func.count() == literal(len(forms)))
        .subquery()
    )


def _matches(place: int, has_terms: bool, has_prefix: bool) -> ColumnElement[bool]:
    exact = _terms.c.term.in_(bindparam(f"terms_{place}", expanding=True))
    if not has_prefix:
        return exact
    # "Begins with" as a range of the index: no LIKE, so `%` and `_` mean nothing (C13).
    begins = and_(_terms.c.term >= bindparam(f"from_{place}"), _terms.c.term < bindparam(f"to_{place}"))
    return or_(exact, begins) if has_terms else begins


def _exact(wanted: rules.Wanted) -> list[str]:
    """The terms that its prefix does not find anyway."""
    return sorted(term for term in wanted.terms if wanted.prefix is None or not term.startswith(wanted.prefix))


def _values(conditions: list[rules.Wanted]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, wanted in enumerate(conditions):
        if terms := _exact(wanted):
            values[f"terms_{place}"] = terms
        if wanted.prefix is not None:
            values |= {f"from_{place}": wanted.prefix, f"to_{place}": wanted.prefix + "\U0010ffff"}
    return values
