"""What visitors asked for, done away from their eyes; and the tidying of this room."""

from datetime import datetime, timedelta
from typing import Any

from lms.accounts import services
from lms.accounts.tokens import link
from lms.jobs.registry import handles
from lms.mail.rendering import link_makers

_CONFIRM, _RESET = "/auth/confirm", "/auth/reset-password"
link_makers.update(
    {
        "confirm-email": lambda context: link(_CONFIRM, context["token"]),
        "change-email": lambda context: link(_CONFIRM, context["token"]),
        "reset-password": lambda context: link(_RESET, context["token"]),
        "already-registered": lambda context: link(_RESET, context["token"]),
    }
)


@handles("accounts.take_in")
def take_in(payload: dict[str, Any], now: datetime) -> None:
    services.take_in(payload["registration_id"], now=now)


@handles("accounts.confirm_again")
def confirm_again(payload: dict[str, Any], now: datetime) -> None:
    services.confirm_again(payload["email"], payload["language"], now=now)


@handles("accounts.forgot_password")
def forgot_password(payload: dict[str, Any], now: datetime) -> None:
    services.send_reset_letter(payload["email"], payload["language"], now=now)


@handles("accounts.change_email")
def change_email(payload: dict[str, Any], now: datetime) -> None:
    services.send_email_change_letters(payload["person_id"], payload["email"], now=now)


@handles("accounts.write_invitation")
def write_invitation(payload: dict[str, Any], now: datetime) -> None:
    services.write_invitation(payload["invitation"], payload["course"], now=now)


@handles("accounts.tidy", every=timedelta(hours=6))
def tidy(_payload: dict[str, Any], now: datetime) -> None:
    services.forget_old_sign_ins(now)
    services.forget_old_tokens(now)
    services.forget_unconfirmed(now)
