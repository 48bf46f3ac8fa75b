"""Who may do what in the studio. Owners and instructors of a course author it; assistants look on and grade."""

from typing import Protocol

from lms.core.actor import Actor


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def _has_role(actor: Actor, course: HasId, *roles: str) -> bool:
    return actor.is_administrator or any(g.course_id == course.id and g.role in roles for g in actor.grants)


def may_see_draft(actor: Actor, course: HasId, *_things: object) -> bool:
    """All staff of the course: to preview it, and to read its history."""
    return _has_role(actor, course, "owner", "instructor", "assistant")


def may_author(actor: Actor, course: HasId, *_things: object) -> bool:
    """To change the draft, publish it and roll it back."""
    return _has_role(actor, course, "owner", "instructor")


def may_own(actor: Actor, course: HasId, *_things: object) -> bool:
    """To choose the staff, and to delete or archive the course."""
    return _has_role(actor, course, "owner")


def may_open_studio(actor: Actor, *_things: object) -> bool:
    """Whoever is staff of some course or may begin one."""
    return actor.is_administrator or actor.is_author or bool(actor.staffed_courses)


def may_copy(actor: Actor, course: HasId, *_things: object) -> bool:
    """To begin a course with the files of this one."""
    return may_author(actor, course) and may_make_courses(actor)


def may_make_courses(actor: Actor, *_things: object) -> bool:
    """Administrators, authors, and whoever authors some course already: an administrator gave them that trust."""
    return actor.is_administrator or actor.is_author or any(g.role in ("owner", "instructor") for g in actor.grants)
