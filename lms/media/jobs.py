"""Daily tidying, and bytes that leave the store."""

from datetime import datetime, timedelta
from typing import Any

from lms.jobs.registry import handles
from lms.media import services


@handles("media.forget_abandoned", every=timedelta(days=1))
def forget_abandoned(_payload: dict[str, Any], now: datetime) -> None:
    services.forget_abandoned(now)


@handles("media.drop_bytes")
def drop_bytes(payload: dict[str, Any], _now: datetime) -> None:
    """Deletes what nobody needs any more; doing it twice deletes nothing more."""
    services.delete_unneeded(payload["digest"])
