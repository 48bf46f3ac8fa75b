"""Bytes that nobody needs any more leave the store."""

from datetime import datetime

from sqlalchemy import func, select

from lms.core.db import db, dialect_name
from lms.core.runtime import current
from lms.jobs.services import enqueue
from lms.media.queries import is_needed


def drop_bytes(digest: str, *, now: datetime) -> None:
    """Has the worker delete these bytes, after the transaction, unless anybody needs them then."""
    enqueue("media.drop_bytes", {"digest": digest}, now=now)


def delete_unneeded(digest: str) -> bool:
    """Deletes the bytes now; False when a row somewhere still names them: people bring the same file, too."""
    hold_bytes(digest)
    if is_needed(digest):
        return False
    current().storage.delete(digest)
    return True


def hold_bytes(digest: str) -> None:
    """Whoever takes or drops these bytes waits for the other, until the transaction ends.

    On SQLite there is only one writer anyway.
    """
    if dialect_name() == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))
