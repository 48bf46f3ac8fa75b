"""How a revision makes a total of its scores."""

from dataclasses import dataclass

from sqlalchemy import select

from lms.core.cache import remembered
from lms.core.db import db
from lms.courses.models import Revision


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category of the gradebook: `weight` in percent of the total, its `drop_lowest` worst scores don't count."""

    key: str
    weight: int
    drop_lowest: int
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """How a total is made. `ungraded`: what has no score yet is left out (`skip`) or counts as 0 (`zero`)."""

    ungraded: str
    categories: tuple[CategoryFacts, ...]


@remembered(maxsize=256)
def grading(revision_id: int) -> GradingFacts | None:
    """None where every scored item weighs the same. One statement the first time, none later."""
    kept = db.session.scalar(select(Revision.grading).where(Revision.id == revision_id))
    if kept is None:
        return None
    return GradingFacts(kept["ungraded"], tuple(CategoryFacts(**category) for category in kept["categories"]))
