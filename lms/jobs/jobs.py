"""Tidying the queue itself."""

from datetime import datetime, timedelta
from typing import Any

from lms.jobs import services
from lms.jobs.registry import handles


@handles("jobs.forget_finished", every=timedelta(hours=6))
def forget_finished(_payload: dict[str, Any], now: datetime) -> None:
    services.forget_finished(now)
