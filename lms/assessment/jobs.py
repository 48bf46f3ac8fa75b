"""Periodic work of this room."""

from datetime import datetime, timedelta
from typing import Any

from lms.assessment import services
from lms.jobs.registry import handles


@handles("assessment.queue_overdue", every=timedelta(minutes=1))
def queue_overdue(_payload: dict[str, Any], now: datetime) -> None:
    """Nobody has to come back for an attempt to be graded when its time is over."""
    services.queue_overdue(now)


@handles("assessment.queue_allotments", every=timedelta(minutes=10))
def queue_allotments(_payload: dict[str, Any], now: datetime) -> None:
    """Reviews are asked for when a due moment passes, a round is full, or a reviewer lets somebody down."""
    services.queue_allotments(now)


@handles("assessment.allot")
def allot(payload: dict[str, Any], now: datetime) -> None:
    """Looks after the peer reviews of one assignment; doing it twice asks for nothing more."""
    services.allot_reviews(payload["course_id"], payload["item_id"], now=now)


@handles("assessment.grade")
def grade(payload: dict[str, Any], now: datetime) -> None:
    """Grades one attempt that nobody handed in; one that was graded meanwhile stays as it is."""
    services.grade(payload["attempt_id"], now=now)
