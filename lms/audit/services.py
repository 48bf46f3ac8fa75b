"""Writing a deed down."""

from datetime import datetime

from lms.audit.models import AuditEntry
from lms.core.db import db


def record(action: str, thing: str, *, by: int | None, now: datetime, **details: object) -> None:
    """Adds an entry to the caller's transaction: `record("certificate.revoked", "certificate:42", by=1, …)`."""
    db.session.add(AuditEntry(at=now, actor_id=by, action=action, thing=thing, details=details))
