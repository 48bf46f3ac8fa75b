"""Who may do what in the studio. Owners and instructors of a course author it; assistants look on and grade."""

from typing import Protocol

from lms.accounts.duties import Duty, courses_with, has_duty
from lms.core.actor import Actor


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def may_see_draft(actor: Actor, course: HasId, *_things: object) -> bool:
    """All staff of the course: to preview it, and to read its history."""
    return has_duty(actor, Duty.SEE, course.id)


def may_author(actor: Actor, course: HasId, *_things: object) -> bool:
    """To change the draft, publish it and roll it back."""
    return has_duty(actor, Duty.AUTHOR, course.id)


def may_bring_media(actor: Actor, scope: str) -> bool:
    """Files for the course whose id is `scope`: whoever may author it."""
    return actor.is_administrator or scope in map(str, courses_with(actor, Duty.AUTHOR))


def may_own(actor: Actor, course: HasId, *_things: object) -> bool:
    """To choose the staff, and to delete or archive the course."""
    return has_duty(actor, Duty.OWN, course.id)


def may_open_studio(actor: Actor, *_things: object) -> bool:
    """Whoever is staff of some course or may begin one."""
    return actor.is_administrator or actor.is_author or bool(actor.staffed_courses)


def may_copy(actor: Actor, course: HasId, *_things: object) -> bool:
    """To begin a course with the files of this one."""
    return may_author(actor, course) and may_make_courses(actor)


def may_make_courses(actor: Actor, *_things: object) -> bool:
    """Administrators, authors, and whoever authors some course already: an administrator gave them that trust."""
    return actor.is_administrator or actor.is_author or bool(courses_with(actor, Duty.AUTHOR))


class HasOwner(Protocol):
    """An entry of the library."""

    @property
    def owner_id(self) -> int: ...


class HasEntry(Protocol):
    """Where a course uses an entry of the library."""

    @property
    def entry(self) -> HasOwner: ...


def may_use_library(actor: Actor, *_things: object) -> bool:
    """To look into the library: whoever authors courses, or may begin one."""
    return may_make_courses(actor)


def may_change_entry(actor: Actor, entry: HasOwner, *_things: object) -> bool:
    """To archive an entry: whoever put it there, as long as they are an author, and administrators."""
    return may_use_library(actor) and (actor.is_administrator or entry.owner_id == actor.person_id)


def may_update_library(actor: Actor, course: HasId, use: HasEntry, *_things: object) -> bool:
    """To make a course's copy the next version: an author of the course whom the entry belongs to."""
    return may_author(actor, course) and may_change_entry(actor, use.entry)
