"""Daily tidying."""

from datetime import datetime, timedelta
from typing import Any

from lms.jobs.registry import handles
from lms.media import services


@handles("media.forget_abandoned", every=timedelta(days=1))
def forget_abandoned(_payload: dict[str, Any], now: datetime) -> None:
    services.forget_abandoned(now)
