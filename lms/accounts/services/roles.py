"""Roles: granting and revoking them. Either ends the person's signed-in browsers (E03, A11)."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from lms.accounts.models import RoleGrant
from lms.accounts.services.sign_in import end_all_sign_ins
from lms.audit.services import record
from lms.core.db import db, rows_changed


def _same(
    person_id: int, role: str, country_code: str | None, course_id: int | None
) -> tuple[ColumnElement[bool], ...]:
    return (
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.country_code.is_not_distinct_from(country_code),
        RoleGrant.course_id.is_not_distinct_from(course_id),
    )


def grant_role(
    person_id: int,
    role: str,
    *,
    country_code: str | None = None,
    course_id: int | None = None,
    by: int | None,
    now: datetime,
    ends_sign_ins: bool = True,
) -> None:
    """Gives a role with its scope; one that the person has already stays as it is.

    `ends_sign_ins` is False where the person takes the role themselves while signed in. Who may grant is the caller's
    policy. Raises `IntegrityError` for a scope that does not fit the role.
    """
    if db.session.scalar(select(RoleGrant.id).where(*_same(person_id, role, country_code, course_id))) is not None:
        return
    db.session.add(
        RoleGrant(
            person_id=person_id,
            role=role,
            country_code=country_code,
            course_id=course_id,
            granted_at=now,
            granted_by=by,
        )
    )
    db.session.flush()
    if ends_sign_ins:
        end_all_sign_ins(person_id, now=now)
    record("role.granted", f"person:{person_id}", by=by, now=now, role=role, country=country_code, course=course_id)


def revoke_role(
    person_id: int,
    role: str,
    *,
    country_code: str | None = None,
    course_id: int | None = None,
    by: int | None,
    now: datetime,
    ends_sign_ins: bool = True,
) -> None:
    """Takes a role with its scope away; one that the person does not have is no error."""
    revoked = rows_changed(delete(RoleGrant).where(*_same(person_id, role, country_code, course_id)))
    if not revoked:
        return
    if ends_sign_ins:
        end_all_sign_ins(person_id, now=now)
    record("role.revoked", f"person:{person_id}", by=by, now=now, role=role, country=country_code, course=course_id)
