"""The one place that asks what time it is; everything else takes `now` as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)
