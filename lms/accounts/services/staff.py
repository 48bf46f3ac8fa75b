"""The staff of a course: invited, changed, removed.

Whoever is invited says yes themselves. So the one who invites learns nothing about an address that they did not know
(E02), and nobody is signed out or made responsible for a course by a stranger.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from lms.accounts.models import Person, RoleGrant, StaffInvitation
from lms.accounts.queries.staff import InvitationFacts
from lms.accounts.rules import email_key
from lms.accounts.services.roles import grant_role, revoke_role
from lms.accounts.words import ROLE_NAMES
from lms.audit.services import record
from lms.core.actor import STAFF_ROLES
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.core.ids import new_public_id
from lms.jobs.services import enqueue
from lms.mail.services import send_later

INVITATION_HOLDS = timedelta(days=14)
MOST_INVITATIONS = 50  # that wait for an answer in one course


def make_owner(person_id: int, course_id: int, *, now: datetime) -> None:
    """Whoever begins a course owns it. It gives no power over anything else, so nobody is signed out."""
    grant_role(person_id, "owner", course_id=course_id, by=person_id, now=now, ends_sign_ins=False)


def invite_to_staff(course_id: int, email: str, role: str, *, course_title: str, by: int, now: datetime) -> None:
    """Writes an invitation down; a newer one to the same address takes its place. A job sends the letter.

    Known and unknown addresses cost the same and are answered the same. Raises `Refused` when too many wait.
    """
    here, key = StaffInvitation.course_id == course_id, email_key(email)
    db.session.execute(delete(StaffInvitation).where(here, StaffInvitation.expires_at <= now))
    others = select(func.count()).select_from(StaffInvitation).where(here, StaffInvitation.email_key != key)
    if db.session.scalars(others).one() >= MOST_INVITATIONS:
        raise Refused("Many invitations wait for an answer already. Take some of them back first.")
    invitation = {
        "public_id": new_public_id(),
        "email": email.strip(),
        "role": role,
        "invited_by": by,
        "created_at": now,
        "expires_at": now + INVITATION_HOLDS,
    }
    # Two owners may invite the same address at once: the later one holds, and nobody sees an error.
    db.session.execute(
        upsert(StaffInvitation)
        .values(course_id=course_id, email_key=key, **invitation)
        .on_conflict_do_update(index_elements=[StaffInvitation.course_id, StaffInvitation.email_key], set_=invitation)
    )
    enqueue("accounts.write_invitation", {"invitation": invitation["public_id"], "course": course_title}, now=now)
    record("staff.invited", f"course:{course_id}", by=by, now=now, role=role)


def write_invitation(public_id: str, course_title: str, *, now: datetime) -> None:
    """Sends the letter, if the address belongs to an account that may be used."""
    row = db.session.execute(
        select(StaffInvitation.role, StaffInvitation.invited_by, Person.email, Person.printed_name, Person.language)
        .join(Person, Person.email_key == StaffInvitation.email_key)
        .where(StaffInvitation.public_id == public_id, StaffInvitation.expires_at > now)
        .where(Person.email_confirmed_at.is_not(None), Person.suspended_at.is_(None))
    ).one_or_none()
    if row is None:
        return
    inviter = db.session.scalars(select(Person.printed_name).where(Person.id == row.invited_by)).one()
    facts = {"name": row.printed_name, "inviter": inviter, "course": course_title, "invitation": public_id}
    send_later(
        "staff-invitation",
        to=row.email,
        language=row.language,
        context={**facts, "role": ROLE_NAMES[row.role]},
        now=now,
    )


def withdraw_invitation(course_id: int, public_id: str, *, by: int, now: datetime) -> None:
    """Takes an invitation to this course back; one that is gone already is no error."""
    found = _take(StaffInvitation.course_id == course_id, StaffInvitation.public_id == public_id)
    if found is not None:
        record("staff.invitation_withdrawn", f"course:{course_id}", by=by, now=now)


def accept_invitation(invitation: InvitationFacts, *, by: int, now: datetime) -> None:
    """The invited person joins the staff; they go on with what they were doing. Raises `Refused` when it is gone.

    An invitation is worth what its author may do: once they own the course no more or are suspended, it is void.
    """
    if _take(StaffInvitation.id == invitation.id) is None or not _still_owns(invitation):
        raise Refused("This invitation does not hold any more. Ask for a new one.")
    _set_role(invitation.course_id, by, invitation.role, granted_by=invitation.invited_by, now=now, own=True)


def _still_owns(invitation: InvitationFacts) -> bool:
    rows = db.session.execute(
        select(RoleGrant.role, RoleGrant.course_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.person_id == invitation.invited_by, Person.suspended_at.is_(None))
    )
    return any(
        row.role == "administrator" or (row.role == "owner" and row.course_id == invitation.course_id) for row in rows
    )


def decline_invitation(invitation: InvitationFacts, *, by: int, now: datetime) -> None:
    """The invitation goes; one that is gone already is no error."""
    if _take(StaffInvitation.id == invitation.id) is not None:
        record("staff.invitation_declined", f"course:{invitation.course_id}", by=by, now=now)


def _take(*which: ColumnElement[bool]) -> int | None:
    return db.session.scalar(delete(StaffInvitation).where(*which).returning(StaffInvitation.id))


def change_staff_role(course_id: int, person_id: int, role: str, *, by: int, now: datetime) -> None:
    """Another role for somebody of the staff. Raises `Refused` for the last owner, or for one who is no staff."""
    _require_member(course_id, person_id)
    if role != "owner":
        _require_another_owner(course_id, person_id)
    _set_role(course_id, person_id, role, granted_by=by, now=now)


def remove_from_staff(course_id: int, person_id: int, *, by: int, now: datetime) -> None:
    """Takes every role in the course away. Raises `Refused` for the last owner."""
    _require_another_owner(course_id, person_id)
    for role in sorted(STAFF_ROLES):
        revoke_role(person_id, role, course_id=course_id, by=by, now=now)


def _set_role(
    course_id: int, person_id: int, role: str, *, granted_by: int | None, now: datetime, own: bool = False
) -> None:
    grant_role(person_id, role, course_id=course_id, by=granted_by, now=now, ends_sign_ins=not own)
    for other in sorted(STAFF_ROLES - {role}):
        revoke_role(person_id, other, course_id=course_id, by=granted_by, now=now, ends_sign_ins=not own)


def _require_member(course_id: int, person_id: int) -> None:
    mine = select(RoleGrant.id).where(RoleGrant.course_id == course_id, RoleGrant.person_id == person_id)
    if db.session.scalar(mine.limit(1)) is None:
        raise Refused("This person is no longer on the staff of the course.")


def _require_another_owner(course_id: int, person_id: int) -> None:
    """Holds the owners' rows, so that two owners who remove each other at once don't leave the course to nobody."""
    owners = select(RoleGrant.person_id).where(RoleGrant.course_id == course_id, RoleGrant.role == "owner")
    if set(db.session.scalars(owners.order_by(RoleGrant.id).with_for_update())) == {person_id}:
        raise Refused("A course keeps at least one owner. Make somebody else an owner first.")


def forget_staff(course_id: int) -> None:
    """Before a course is deleted: its staff and whoever was invited."""
    db.session.execute(delete(StaffInvitation).where(StaffInvitation.course_id == course_id))
    db.session.execute(delete(RoleGrant).where(RoleGrant.course_id == course_id))
