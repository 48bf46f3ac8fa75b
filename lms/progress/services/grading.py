"""What staff set instead of a score or a total, with the reason, and taking it back."""

import math
from datetime import datetime

from sqlalchemy import insert, update

from lms.audit.services import record
from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.courses.queries import ItemFacts
from lms.progress.models import GradeOverride
from lms.progress.services.counting import hold_books
from lms.progress.services.steps import complete_by_staff


def override_grade(
    *, enrolment_id: int, item: ItemFacts | None, percent: float, reason: str, by: int, now: datetime
) -> bool:
    """Sets a score, or the total where there is no item, 0-100; True when that completes the course.

    What was set before ends and stays in the history. A score that reaches the pass mark completes its item, like
    any other; what is complete stays complete, whatever is set later.
    """
    hold_books(enrolment_id)
    _end(enrolment_id, item, by=by, now=now)
    db.session.execute(
        insert(GradeOverride).values(
            enrolment_id=enrolment_id,
            item_id=item.id if item else None,
            percent=percent,
            reason=reason,
            set_by=by,
            set_at=now,
        )
    )
    thing = f"enrolment:{enrolment_id}"
    record("grade.set", thing, by=by, now=now, item=item.key if item else None, percent=percent, reason=reason)
    db.session.flush()
    if item is None or percent < item.rule.get("percent", math.inf):
        return False
    return complete_by_staff(enrolment_id=enrolment_id, item_id=item.id, now=now)


def remove_override(*, enrolment_id: int, item: ItemFacts | None, by: int, now: datetime) -> None:
    """The score or total that was earned counts again. Raises `Refused` when nothing is set there any more."""
    hold_books(enrolment_id)
    if not _end(enrolment_id, item, by=by, now=now):
        raise Refused("Nothing is set here any more: somebody has removed it already.")
    record("grade.unset", f"enrolment:{enrolment_id}", by=by, now=now, item=item.key if item else None)
    db.session.flush()


def note_export(course_id: int, *, q: str, count: int, by: int, now: datetime) -> None:
    """Records that `count` rows of a gradebook were taken out of the house, and with which search."""
    record("gradebook.exported", f"course:{course_id}", by=by, now=now, q=q, count=count)


def _end(enrolment_id: int, item: ItemFacts | None, *, by: int, now: datetime) -> int:
    return rows_changed(
        update(GradeOverride)
        .where(
            GradeOverride.enrolment_id == enrolment_id,
            GradeOverride.item_id == item.id if item else GradeOverride.item_id.is_(None),
            GradeOverride.ended_at.is_(None),
        )
        .values(ended_by=by, ended_at=now)
        .execution_options(synchronize_session=False)
    )
