"""Who may see and change certificates. Verifying is for everyone and needs no policy of its own."""

from typing import Protocol

from lms.core.actor import Actor


class Held(Protocol):
    """Anything that belongs to one person."""

    @property
    def person_id(self) -> int: ...


def may_open_certificate(actor: Actor, certificate: Held) -> bool:
    """Its holder and administrators; for others it does not exist (A03)."""
    return actor.is_administrator or (actor.is_signed_in and actor.person_id == certificate.person_id)


def may_manage_certificates(actor: Actor, *_things: object) -> bool:
    """Administrators: see all, issue, approve, revoke, correct, export."""
    return actor.is_administrator
