"""Who may learn in a course, look into it, and grade those who learn."""

from typing import Protocol

from lms.accounts.duties import Duty, has_duty
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
    return has_duty(actor, Duty.SEE, place.course_id)


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
    """To see the scores of this course and to set them; to anyone else it has no gradebook (A04)."""
    return has_duty(actor, Duty.GRADE, course.id)


def is_not_ones_own(actor: Actor, graded: Graded) -> bool:
    """Nobody sets their own grades, whatever they may do besides (A08)."""
    return graded.person_id != actor.person_id
