"""The table of deeds."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class AuditEntry(Model):
    """One deed. `actor_id` is None when the system did it; `thing` is a kind and an id, `certificate:42`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    thing: Mapped[str]
    details: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_audit_entry_thing", "thing"), Index("ix_audit_entry_at", "at"))
