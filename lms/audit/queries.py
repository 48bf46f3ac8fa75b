"""What is written in the list of deeds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.core.db import db


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry; `actor_id` is None when the system did it."""

    at: datetime
    actor_id: int | None
    action: str
    thing: str
    details: dict[str, Any]


def deeds_about(things: list[str], limit: int = 200) -> list[Deed]:
    """The latest deeds about any of these things (`certificate:42`), newest first, at most `limit`."""
    rows = db.session.execute(
        select(AuditEntry.at, AuditEntry.actor_id, AuditEntry.action, AuditEntry.thing, AuditEntry.details)
        .where(AuditEntry.thing.in_(things))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return [Deed(*row) for row in rows]
