"""Who took a list of people out of the house is written down."""

from datetime import datetime

from lms.audit.services import record


def note_export(show: str, q: str, *, count: int, by: int, now: datetime) -> None:
    """Records that `count` rows of a list were exported, and with which search."""
    record("certificates.exported", f"certificates:{show}", by=by, now=now, q=q, count=count)
