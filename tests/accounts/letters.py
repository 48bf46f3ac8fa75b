"""What the tests of letters share: asking for one, and a link as it stands in one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lms.accounts import services
from lms.accounts.models import Person
from lms.accounts.tokens import signed
from lms.core.clock import utc_now
from lms.core.db import db
from tests.client import Browser

Mailbox = Callable[[], list[Any]]
LinkIn = Callable[[Any], str]
NEW = "seven-new-camels-run"


def ask(client: Browser, email: str) -> Any:
    return client.post("/auth/forgot-password", data={"email": email})


def reset_link(person: Person, *, minutes_ago: int = 0) -> str:
    token = services.give_token(
        person.id, "reset_password", email=person.email, now=utc_now() - timedelta(minutes=minutes_ago)
    )
    db.session.commit()
    return f"/auth/reset-password/{signed(token)}"
