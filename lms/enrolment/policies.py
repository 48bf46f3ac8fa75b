from typing import Protocol

from lms.core.actor import Actor


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def may_manage_people(actor: Actor, course: HasId, *_things: object) -> bool:
    """Staff of this course, and administrators; other courses' people do not exist for anyone else (A04)."""
    return actor.is_administrator or course.id in actor.staffed_courses
