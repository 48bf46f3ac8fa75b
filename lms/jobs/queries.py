from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from lms.core.db import db
from lms.jobs.models import Job


def count_by_state() -> dict[str, int]:
    """How many jobs are waiting, running, done and dead."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict(rows.tuples().all())


def is_queue_reachable() -> bool:
    """Whether the database answers and has our tables."""
    try:
        db.session.execute(select(Job.id).limit(1))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True
