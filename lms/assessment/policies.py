"""Who may do what in this room."""

from typing import Protocol

from lms.accounts.duties import Duty, has_duty
from lms.core.actor import Actor


class Owned(Protocol):
    @property
    def person_id(self) -> int: ...


class HandedIn(Protocol):
    @property
    def person_id(self) -> int: ...
    @property
    def course_id(self) -> int: ...
    @property
    def is_handed_in(self) -> bool: ...
    @property
    def reviewer_ids(self) -> frozenset[int]: ...


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def may_write(actor: Actor, work: Owned) -> bool:
    """Only whose work it is: to see the draft, change it, hand it in and read what came of it (A01, A02)."""
    return work.person_id == actor.person_id


def may_review(actor: Actor, review: Owned) -> bool:
    """Only who was asked for this review."""
    return review.person_id == actor.person_id


def may_see_work(actor: Actor, course: HasId, *_things: object) -> bool:
    """Who grades in this course, and administrators; its work does not exist for anyone else (A04)."""
    return has_duty(actor, Duty.GRADE, course.id)


def may_grade(actor: Actor, work: Owned) -> bool:
    """Nobody grades their own work, whatever their role (A08)."""
    return work.person_id != actor.person_id


def may_have_file(actor: Actor, file: HandedIn) -> bool:
    """Its author; once it is handed in, also who grades in the course and whoever was asked to review it."""
    if file.person_id == actor.person_id:
        return True
    return file.is_handed_in and (has_duty(actor, Duty.GRADE, file.course_id) or actor.person_id in file.reviewer_ids)


def may_sit(actor: Actor, attempt: Owned) -> bool:
    """Only whose attempt it is: to see it, answer, hand in and read the result (A01, A02)."""
    return attempt.person_id == actor.person_id
