"""How many people learned when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, literal, select

from lms.core.db import db
from lms.enrolment.queries import learners_in
from lms.progress.models import ItemProgress


def count_learning_in(course_id: int, starts: Sequence[datetime]) -> list[int]:
    """For each of these moments, in rising order: how many learners opened a step from then until the next of them.

    What was opened before the first moment counts with it. One statement, whatever their number.
    """
    if not starts:
        return []
    learners = learners_in(course_id).subquery()
    newest_first = [(ItemProgress.opened_at >= start, literal(index)) for index, start in enumerate(starts)][::-1]
    period = case(*newest_first, else_=literal(0)).label("period")
    rows = db.session.execute(
        select(period, func.count(ItemProgress.enrolment_id.distinct()))
        .join(learners, learners.c.id == ItemProgress.enrolment_id)
        .group_by(period)
    )
    counts: dict[int, int] = dict(rows.tuples().all())
    return [counts.get(index, 0) for index in range(len(starts))]
