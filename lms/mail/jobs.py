from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.core.db import db, reading
from lms.core.runtime import current
from lms.jobs.registry import handles
from lms.mail.models import OutgoingMail
from lms.mail.rendering import render
from lms.mail.transport import open_transport


@handles("mail.send")
def send(payload: dict[str, Any], now: datetime) -> None:
    """Renders and delivers one letter; one that is marked sent is not sent again."""
    with reading():
        mail = db.session.get(OutgoingMail, payload["mail_id"])
        message = render(mail) if mail is not None and mail.sent_at is None else None
    if message is None:
        return
    open_transport(current().settings.mail_url).send(message)  # no transaction is open meanwhile
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id == payload["mail_id"]).values(sent_at=now))
