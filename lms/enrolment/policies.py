"""Who may see and decide who takes part in a course."""

from typing import Protocol

from lms.accounts.duties import Duty, has_duty
from lms.core.actor import Actor


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def may_see_people(actor: Actor, course: HasId, *_things: object) -> bool:
    """All staff of this course, and administrators; other courses' people do not exist for anyone else (A04)."""
    return has_duty(actor, Duty.SEE, course.id)


def may_admit(actor: Actor, course: HasId, *_things: object) -> bool:
    """To decide how people join, on requests, and who loses a place: not for assistants."""
    return has_duty(actor, Duty.ADMIT, course.id)
