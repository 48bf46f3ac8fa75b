"""Letters that wait, and those sent lately."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class OutgoingMail(Model):
    """One letter. `message_id` is made once, so a letter that is sent again can be recognised as the same."""

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    context: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # the server said that it will never take this letter
    failure: Mapped[str | None]

    __table_args__ = (Index("ix_outgoing_mail_to_address", "to_address"),)
