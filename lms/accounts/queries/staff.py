"""The staff of a course, and who was invited to join it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.models import Person, RoleGrant, StaffInvitation
from lms.core.actor import STAFF_ROLES
from lms.core.db import db

_STRONGEST_FIRST = ("owner", "instructor", "assistant")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works on a course; `role` is the strongest they hold in it."""

    person_id: int
    public_id: str
    printed_name: str
    email: str
    organisation: str
    role: str
    since: datetime


def staff_of(course_id: int) -> list[StaffMember]:
    """Owners first, then instructors, then assistants; nobody who was erased. One statement."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.public_id,
            Person.printed_name,
            Person.email,
            Person.organisation,
            RoleGrant.role,
            func.min(RoleGrant.granted_at).over(partition_by=Person.id),
        )
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.course_id == course_id, RoleGrant.role.in_(STAFF_ROLES), Person.erased_at.is_(None))
        .order_by(RoleGrant.id)
    )
    members: dict[int, StaffMember] = {}
    for member in sorted((StaffMember(*row) for row in rows), key=lambda one: _STRONGEST_FIRST.index(one.role)):
        members.setdefault(member.person_id, member)
    return list(members.values())


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation that still holds; `email` is what the inviter typed."""

    id: int
    public_id: str
    course_id: int
    email: str
    role: str
    invited_by: int
    inviter: str
    created_at: datetime
    expires_at: datetime


_INVITATIONS = select(
    StaffInvitation.id,
    StaffInvitation.public_id,
    StaffInvitation.course_id,
    StaffInvitation.email,
    StaffInvitation.role,
    StaffInvitation.invited_by,
    Person.printed_name,
    StaffInvitation.created_at,
    StaffInvitation.expires_at,
).join(Person, Person.id == StaffInvitation.invited_by)


def invitations_to(course_id: int, now: datetime) -> list[InvitationFacts]:
    """Those to one course that nobody has answered yet, the oldest first. One statement."""
    open_ones = _INVITATIONS.where(StaffInvitation.course_id == course_id, StaffInvitation.expires_at > now)
    return [InvitationFacts(*row) for row in db.session.execute(open_ones.order_by(StaffInvitation.id))]


def invitation_for(public_id: str, person_id: int | None, now: datetime) -> InvitationFacts | None:
    """The invitation, if it was sent to this person's own, confirmed address and still holds."""
    mine = select(Person.email_key).where(Person.id == person_id, Person.email_confirmed_at.is_not(None))
    row = db.session.execute(
        _INVITATIONS.where(
            StaffInvitation.public_id == public_id,
            StaffInvitation.email_key == mine.scalar_subquery(),
            StaffInvitation.expires_at > now,
        )
    ).one_or_none()
    return InvitationFacts(*row) if row else None


def invitations_for(person_id: int, now: datetime) -> list[InvitationFacts]:
    """Those that wait for this person's answer, the oldest first. One statement."""
    mine = select(Person.email_key).where(Person.id == person_id, Person.email_confirmed_at.is_not(None))
    open_ones = _INVITATIONS.where(
        StaffInvitation.email_key == mine.scalar_subquery(), StaffInvitation.expires_at > now
    )
    return [InvitationFacts(*row) for row in db.session.execute(open_ones.order_by(StaffInvitation.id))]
