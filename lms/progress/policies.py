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


class HasId(Protocol):
    @property
    def id(self) -> int: ...


class Graded(Protocol):
    """One person's grades, see `queries.gradebook.Graded`."""

    @property
    def person_id(self) -> int: ...


def may_grade(actor: Actor, course: HasId, *_things: object) -> bool:
    """All staff of this course, assistants too, and administrators; to anyone else it has no gradebook (A04)."""
    return actor.is_administrator or course.id in actor.staffed_courses


def is_not_ones_own(actor: Actor, graded: Graded) -> bool:
    """Nobody sets their own grades, whatever they may do besides (A08)."""
    return graded.person_id != actor.person_id
