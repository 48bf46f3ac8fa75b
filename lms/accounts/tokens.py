"""Links that carry a permission: the signed id of an `account_token` row, so nothing secret is stored (E06)."""

import hashlib
from datetime import timedelta

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


def signed(token_id: int) -> str:
    """The text that stands in the link."""
    return str(_serializer().dumps(token_id))


def read_signed(text: str) -> int | None:
    """The id of the row, or None when the text was not made here."""
    try:
        token_id = _serializer().loads(text)
    except BadSignature:
        return None
    return token_id if isinstance(token_id, int) else None


def link(path: str, token_id: int) -> str:
    """The whole address that a letter carries; the host is the configured one, never that of a request (D06)."""
    return f"{current().settings.base_url}{path}/{signed(token_id)}"
