"""How the queue fares."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from lms.core.db import db
from lms.jobs.models import Job


def count_by_state() -> dict[str, int]:
    """How many jobs are waiting, running, done and dead."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict(rows.tuples().all())


def seconds_a_job_is_overdue(now: datetime) -> float | None:
    """For how long the oldest due job has waited, 0 when none does; None when the database does not answer."""
    try:
        oldest = db.session.scalar(select(func.min(Job.run_at)).where(Job.state == "waiting", Job.run_at <= now))
    except SQLAlchemyError:
        db.session.rollback()
        return None
    return (now - oldest).total_seconds() if oldest else 0.0
