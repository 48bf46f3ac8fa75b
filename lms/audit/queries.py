"""Reading the list of deeds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from lms.audit.models import AuditEntry
from lms.core.db import db


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """One deed. `thing` is a kind and an id, `certificate:42`."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    thing: str
    details: dict[str, Any]


def entries(
    *, action: str = "", thing: str = "", actor_id: int | None = None, page: int = 1, size: int = 50
) -> tuple[list[AuditFacts], int]:
    """One page of deeds, newest first, and how many there are in all.

    `action` is a whole action or the part before its dot (`certificate`); `thing` likewise a thing or its kind.
    """
    conditions: list[ColumnElement[bool]] = []
    if action:
        conditions.append((AuditEntry.action == action) | AuditEntry.action.startswith(f"{action}.", autoescape=True))
    if thing:
        conditions.append((AuditEntry.thing == thing) | AuditEntry.thing.startswith(f"{thing}:", autoescape=True))
    if actor_id is not None:
        conditions.append(AuditEntry.actor_id == actor_id)
    total = db.session.scalar(select(func.count(AuditEntry.id)).where(*conditions)) or 0
    rows = db.session.execute(
        select(
            AuditEntry.id, AuditEntry.at, AuditEntry.actor_id, AuditEntry.action, AuditEntry.thing, AuditEntry.details
        )
        .where(*conditions)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return [AuditFacts(*row) for row in rows], total


def actions() -> list[str]:
    """Every action that has been recorded, for the filter."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))
