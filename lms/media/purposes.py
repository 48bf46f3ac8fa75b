"""What files are brought for. The rooms above say it here; `wiring` asks them to.

A purpose decides by the actor and the scope alone (a course's id, an assignment's): whoever may not bring a file there
is answered as if there were no such place.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lms.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Limits:
    """What one scope takes of what its purpose takes: names of kinds, and the bytes of one file."""

    kinds: frozenset[str]
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Purpose:
    """Kinds are names of `rules.kinds.KINDS`. Quotas count everything brought and not given back, in bytes.

    `limits` tells what a scope takes where that differs; None when there is no such scope.
    """

    name: str
    kinds: frozenset[str]
    most_bytes: int
    may: Callable[[Actor, str], bool]
    person_quota_bytes: int
    scope_quota_bytes: int | None = None
    limits: Callable[[str], Limits | None] | None = None


_purposes: dict[str, Purpose] = {}


def offer(purpose: Purpose) -> None:
    """Makes the purpose known; the same name again replaces it."""
    _purposes[purpose.name] = purpose


def purpose_named(name: str) -> Purpose | None:
    return _purposes.get(name)


def purpose_at(name: str, scope: str) -> Purpose | None:
    """The purpose as this scope has it; None where there is no such purpose or no such scope."""
    purpose = _purposes.get(name)
    if purpose is None or purpose.limits is None:
        return purpose
    limits = purpose.limits(scope)
    if limits is None:
        return None
    return replace(purpose, kinds=purpose.kinds & limits.kinds, most_bytes=min(purpose.most_bytes, limits.most_bytes))
