from datetime import datetime
from typing import Any

from lms.core.db import db
from lms.core.ids import new_public_id
from lms.jobs.services import enqueue
from lms.mail.models import OutgoingMail


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
    enqueue("mail.send", {"mail_id": mail.id}, now=now, unique_key=f"mail:{mail.id}")
