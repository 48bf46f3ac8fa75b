"""Enqueue, claim and finish jobs. Nothing here commits: that is for the caller or the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from lms.core.db import db, rows_changed, upsert
from lms.jobs import rules
from lms.jobs.models import Job


def enqueue(kind: str, payload: dict[str, Any], *, now: datetime, unique_key: str | None = None) -> None:
    """Adds a job to the caller's transaction. With a `unique_key` that exists already, does nothing."""
    values = {
        "kind": kind, "payload": payload, "state": "waiting", "tries": 0,
        "run_at": now, "created_at": now, "unique_key": unique_key,
    }  # fmt: skip
    db.session.execute(upsert(Job).values(**values).on_conflict_do_nothing(index_elements=["unique_key"]))


def claim(now: datetime) -> Job | None:
    """Takes the oldest job that is due (or whose worker has died) under a lease, or None."""
    due = or_(
        (Job.state == "waiting") & (Job.run_at <= now),
        (Job.state == "running") & (Job.leased_until < now),
    )
    chosen = select(Job.id).where(due).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)
    return db.session.scalar(
        update(Job)
        .where(Job.id == chosen.scalar_subquery())
        .values(state="running", leased_until=now + rules.LEASE, tries=Job.tries + 1)
        .returning(Job)
        .execution_options(populate_existing=True)
    )


def renew_lease(job_id: int, tries: int, now: datetime) -> bool:
    """The heartbeat. False when another worker has taken the job over."""
    return _change_what_is_held(job_id, tries, leased_until=now + rules.LEASE)


def finish(job_id: int, tries: int, now: datetime) -> bool:
    """Marks a job done in the transaction of its effects. False when the lease was lost: roll back then."""
    return _change_what_is_held(job_id, tries, state="done", finished_at=now, leased_until=None)


def _change_what_is_held(job_id: int, tries: int, **values: object) -> bool:
    held = (Job.id == job_id, Job.state == "running", Job.tries == tries)
    change = update(Job).where(*held).values(**values).execution_options(synchronize_session=False)
    return rows_changed(change) == 1


def fail(job_id: int, tries: int, error: str, now: datetime) -> None:
    """Puts a failed job back with a pause, or declares it dead."""
    again = rules.is_worth_retrying(tries)
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.tries == tries)
        .values(
            state="waiting" if again else "dead",
            run_at=now + rules.pause_before_retry(tries),
            leased_until=None,
            last_error=error[:2000],
            finished_at=None if again else now,
        )
        .execution_options(synchronize_session=False)
    )


def forget_finished(now: datetime) -> None:
    """Removes jobs that were done more than `rules.FINISHED_KEPT` ago."""
    db.session.execute(
        delete(Job)
        .where(Job.state == "done", Job.finished_at < now - rules.FINISHED_KEPT)
        .execution_options(synchronize_session=False)
    )
