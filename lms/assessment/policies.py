"""Who may do what in this room."""

from typing import Protocol

from lms.core.actor import Actor


class Owned(Protocol):
    @property
    def person_id(self) -> int: ...


def may_sit(actor: Actor, attempt: Owned) -> bool:
    """Only whose attempt it is: to see it, answer, hand in and read the result (A01, A02)."""
    return attempt.person_id == actor.person_id
