"""Links that carry a permission: the signed name of an `account_token` row, so nothing secret is stored (E06).

The name is the row's id and the moment it was made: SQLite gives the id of a removed row to the next one, and an old
link must not open what was given to somebody else.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from lms.core.runtime import current

# How long a link holds.
LIFETIMES = {
    "confirm_email": timedelta(days=3),
    "change_email": timedelta(days=3),
    "reset_password": timedelta(minutes=60),
}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(
        current().settings.secret_key, salt="account-token", signer_kwargs={"digest_method": hashlib.sha256}
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def name_of(token_id: int, created_at: datetime) -> str:
    """The one name of a row, for the context of its letter; no secret."""
    return f"{token_id}-{(created_at - _EPOCH) // _TICK}"


def signed(name: str) -> str:
    """The text that stands in the link."""
    return str(_serializer().dumps(name))


def read_signed(text: str) -> tuple[int, datetime] | None:
    """The id of the row and when it was made, or None when the text was not made here."""
    try:
        token_id, ticks = str(_serializer().loads(text)).split("-")
        return int(token_id), _EPOCH + int(ticks) * _TICK
    except (BadSignature, ValueError):
        return None


def link(path: str, name: str) -> str:
    """The whole address that a letter carries; the host is the configured one, never that of a request (D06)."""
    return f"{current().settings.base_url}{path}/{signed(name)}"
