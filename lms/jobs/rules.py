"""When to try again, and how long to wait for what."""

from datetime import timedelta

LEASE = timedelta(seconds=8)
HEARTBEAT_SECONDS = 2.5
MAX_TRIES = 8
FINISHED_KEPT = timedelta(days=7)
LATE_SECONDS = 300  # a job that has been due for so long: nobody works, or too few


def pause_before_retry(tries: int) -> timedelta:
    """Exponential back-off: 10 s, 20 s, 40 s … capped at one hour."""
    return timedelta(seconds=min(10 * 2 ** max(tries - 1, 0), 3600))


def is_worth_retrying(tries: int) -> bool:
    """False once a job has failed `MAX_TRIES` times; it is then dead and an administrator sees it."""
    return tries < MAX_TRIES
