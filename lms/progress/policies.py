from typing import Protocol

from lms.core.actor import Actor


class Place(Protocol):
    """One person before one course, see `queries.Place`."""

    @property
    def course_id(self) -> int: ...
    @property
    def takes_part(self) -> bool: ...
    @property
    def is_locked(self) -> bool: ...


def may_look_in(actor: Actor, place: Place) -> bool:
    """Staff of the course and administrators see its lessons without learning in it."""
    return actor.is_administrator or place.course_id in actor.staffed_courses


def may_follow(actor: Actor, place: Place) -> bool:
    """Whoever takes part, and who may look in: the course and its outline."""
    return place.takes_part or may_look_in(actor, place)


def may_open(actor: Actor, place: Place) -> bool:
    """An item with all that hangs on it (its media, its quiz): while it is not locked for this person (A05)."""
    return may_look_in(actor, place) or (place.takes_part and not place.is_locked)
