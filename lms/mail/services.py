"""Writing letters down, and forgetting them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from lms.core.db import db
from lms.core.ids import new_public_id
from lms.jobs.services import enqueue
from lms.mail.models import OutgoingMail

LETTERS_KEPT = timedelta(days=30)


def send_later(template: str, *, to: str, language: str, context: dict[str, Any], now: datetime) -> None:
    """Writes a letter down and queues it, in the caller's transaction.

    `template` names `templates/mail/<template>.txt`; `context` is plain JSON and must hold no secret:
    links that carry one are signed when the letter is rendered.
    """
    mail = OutgoingMail(
        message_id=f"{new_public_id()}@lms",
        to_address=to,
        language=language,
        template=template,
        context=context,
        created_at=now,
    )
    db.session.add(mail)
    db.session.flush()
    # Not by the id: SQLite gives that of a forgotten letter to the next one, which would then never be sent.
    enqueue("mail.send", {"mail_id": mail.id}, now=now, unique_key=f"mail:{mail.message_id}")


def mark_sent(mail_id: int, *, now: datetime) -> None:
    """The server has taken the letter."""
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(sent_at=now))


def mark_failed(mail_id: int, reason: str, *, now: datetime) -> None:
    """The letter will never arrive; it is kept for a while with the server's words."""
    db.session.execute(
        update(OutgoingMail).where(OutgoingMail.id == mail_id).values(failed_at=now, failure=reason[:500])
    )


def forget_letters(address: str) -> None:
    """Removes every letter to an address whose owner asked to be forgotten, sent or not."""
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.to_address == address))


def forget_old_letters(now: datetime) -> None:
    """Removes letters that were sent or given up more than `LETTERS_KEPT` ago."""
    long_ago = now - LETTERS_KEPT
    done = (OutgoingMail.sent_at < long_ago) | (OutgoingMail.failed_at < long_ago)
    db.session.execute(delete(OutgoingMail).where(done))
