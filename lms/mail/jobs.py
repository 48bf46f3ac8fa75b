"""Sending what was written down."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from lms.core.db import db, reading
from lms.core.runtime import current
from lms.jobs.registry import handles
from lms.mail import services
from lms.mail.models import OutgoingMail
from lms.mail.rendering import render
from lms.mail.transport import Undeliverable, open_transport

log = structlog.get_logger()


@handles("mail.send")
def send(payload: dict[str, Any], now: datetime) -> None:
    """Renders and delivers one letter; one that is marked sent is not sent again."""
    mail_id = payload["mail_id"]
    with reading():
        mail = db.session.get(OutgoingMail, mail_id)
        waiting = mail is not None and mail.sent_at is None and mail.failed_at is None
        message = render(mail) if mail is not None and waiting else None
    if message is None:
        return
    try:
        open_transport(current().settings.mail_url).send(message)  # no transaction is open meanwhile
    except Undeliverable as refusal:
        log.warning("letter_undeliverable", mail=mail_id, reason=str(refusal))
        services.mark_failed(mail_id, str(refusal), now=now)
    else:
        services.mark_sent(mail_id, now=now)


@handles("mail.tidy", every=timedelta(hours=12))
def tidy(_payload: dict[str, Any], now: datetime) -> None:
    services.forget_old_letters(now)
