"""Roles: granting and revoking them."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.accounts.models import RoleGrant
from lms.audit.services import record
from lms.core.db import db


def grant_role(
    person_id: int,
    role: str,
    *,
    country_code: str | None = None,
    course_id: int | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """Gives a role with its scope; one that the person has already stays as it is."""
    same = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.role == role,
        RoleGrant.country_code.is_not_distinct_from(country_code),
        RoleGrant.course_id.is_not_distinct_from(course_id),
    )  # fmt: skip
    if db.session.scalar(same) is not None:
        return
    db.session.add(
        RoleGrant(
            person_id=person_id, role=role, country_code=country_code, course_id=course_id, granted_at=now, granted_by=by
        )
    )
    record("role.granted", f"person:{person_id}", by=by, now=now, role=role, country=country_code, course=course_id)
    db.session.flush()


def revoke_role(
    person_id: int,
    role: str,
    *,
    country_code: str | None = None,
    course_id: int | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """Takes a role with its scope away; it is gone at the person's next request."""
    db.session.execute(
        delete(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.role == role,
            RoleGrant.country_code.is_not_distinct_from(country_code),
            RoleGrant.course_id.is_not_distinct_from(course_id),
        ).execution_options(synchronize_session=False)
    )  # fmt: skip
    record("role.revoked", f"person:{person_id}", by=by, now=now, role=role, country=country_code, course=course_id)
