"""What the staff of a course may do there, by their role: the one table that the policies of every room ask.

`STAFF_DUTIES` says the same to people, on the page of a course's staff. Administrators may everything everywhere.
"""

from enum import Enum, auto

from lms.core.actor import Actor
from lms.core.messages import phrase


class Duty(Enum):
    """One kind of work on a course."""

    SEE = auto()  # the draft and its history, the lessons, the people and how far they are
    GRADE = auto()  # work that was handed in; scores and totals in the gradebook
    AUTHOR = auto()  # change the draft, publish it, roll it back
    ADMIT = auto()  # how people join, who gets a place and who loses it
    OWN = auto()  # choose the staff; archive the course, or delete it


_ASSISTANT = frozenset({Duty.SEE, Duty.GRADE})
_INSTRUCTOR = _ASSISTANT | {Duty.AUTHOR, Duty.ADMIT}
_BY_ROLE = {"owner": _INSTRUCTOR | {Duty.OWN}, "instructor": _INSTRUCTOR, "assistant": _ASSISTANT}

STAFF_DUTIES = {
    "owner": phrase(
        "All that an instructor may do; chooses the staff; archives the course, or deletes it before it is published."
    ),
    "instructor": phrase(
        "Writes, translates, previews and publishes the course; decides how people join and who gets a place; grades."
    ),
    "assistant": phrase("Looks at the draft, sees the people of the course and grades; changes nothing in it."),
}


def roles_with(duty: Duty) -> frozenset[str]:
    """The roles in a course that bring this duty."""
    return frozenset(role for role, duties in _BY_ROLE.items() if duty in duties)


def courses_with(actor: Actor, duty: Duty) -> frozenset[int]:
    """Ids of the courses in which this person has the duty by a role of theirs; administrators may besides."""
    roles = roles_with(duty)
    return frozenset(g.course_id for g in actor.grants if g.role in roles and g.course_id is not None)


def has_duty(actor: Actor, duty: Duty, course_id: int) -> bool:
    """Whether this person may do it in the course: by a role in it, or as an administrator."""
    return actor.is_administrator or course_id in courses_with(actor, duty)
