from datetime import datetime
from typing import Any

from lms.core.db import db
from lms.core.runtime import current
from lms.jobs.registry import handles
from lms.mail.models import OutgoingMail
from lms.mail.rendering import render
from lms.mail.transport import open_transport


@handles("mail.send")
def send(payload: dict[str, Any], now: datetime) -> None:
    """Renders and delivers one letter; one that is marked sent is not sent again."""
    mail = db.session.get(OutgoingMail, payload["mail_id"])
    if mail is None or mail.sent_at is not None:
        return
    open_transport(current().settings.mail_url).send(render(mail))
    mail.sent_at = now
