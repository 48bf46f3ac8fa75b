"""What files are brought for. The rooms above say it here; `wiring` asks them to.

A purpose decides by the actor and the scope alone (a course's id, an assignment's): whoever may not bring a file there
is answered as if there were no such place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lms.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Purpose:
    """Kinds are names of `rules.kinds.KINDS`. Quotas count everything brought and not given back, in bytes."""

    name: str
    kinds: frozenset[str]
    most_bytes: int
    may: Callable[[Actor, str], bool]
    person_quota_bytes: int
    scope_quota_bytes: int | None = None


_purposes: dict[str, Purpose] = {}


def offer(purpose: Purpose) -> None:
    """Makes the purpose known; the same name again replaces it."""
    _purposes[purpose.name] = purpose


def purpose_named(name: str) -> Purpose | None:
    return _purposes.get(name)
