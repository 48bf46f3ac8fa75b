"""What may happen to an issued certificate. Its printed fields never change: a correction is a new edition."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from lms.accounts.queries import person_names
from lms.accounts.rules import clean_name, latin_name_problem, name_problem
from lms.audit.services import record
from lms.certificates import rules
from lms.certificates.models import Certificate
from lms.certificates.services.awarding import add_edition
from lms.certificates.services.deciding import issue_singly
from lms.core.db import db
from lms.core.errors import Refused

_FROZEN = (
    "enrolment_id", "person_id", "course_id", "revision_id", "printed_name", "latin_name", "course_title", "hours",
    "result_percent", "language", "issuer",
)  # fmt: skip


def revoke(certificate_id: int, *, reason: str, explanation: str, by: int, now: datetime) -> None:
    """Ends a certificate. `reason` is a key of `rules.REVOCATION_REASONS` and public, `explanation` is not.

    Raises `Refused` for an unknown reason or a certificate that is not valid any more.
    """
    if reason not in rules.REVOCATION_REASONS:
        raise Refused("Choose a reason from the list.", field="reason")
    _end(certificate_id, "revoked", reason=reason, now=now)
    record(
        "certificate.revoked",
        f"certificate:{certificate_id}",
        by=by,
        now=now,
        code=_printed_code(certificate_id),
        reason=reason,
        explanation=explanation,
    )


def correct(
    certificate_id: int, *, printed_name: str, latin_name: str, explanation: str, by: int, now: datetime
) -> int:
    """Replaces a valid certificate by an edition with the right name, dated today; returns the new one's id.

    Raises `Refused` when a name cannot be printed, nothing differs or the certificate is not valid any more.
    """
    names = {"printed_name": clean_name(printed_name), "latin_name": clean_name(latin_name)}
    for field, problem in (
        ("printed_name", name_problem(names["printed_name"])),
        ("latin_name", latin_name_problem(names["latin_name"])),
    ):
        if problem is not None:
            raise Refused(problem.text, field=field, **problem.values)
    old = _end(certificate_id, "replaced", reason=None, now=now)
    if names == {"printed_name": old["printed_name"], "latin_name": old["latin_name"]}:
        raise Refused("Both names are as they are printed already.", field="printed_name")
    person = person_names([old["person_id"]])[old["person_id"]]
    new_id = add_edition({**old, **names}, person, by=by, now=now)
    db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id)
        .values(replaced_by_id=new_id)
        .execution_options(synchronize_session=False)
    )
    _note_successor("certificate.replaced", certificate_id, new_id, explanation, by=by, now=now)
    return new_id


def issue_again(certificate_id: int, *, explanation: str, by: int, now: datetime) -> int:
    """Issues a new certificate for the course whose certificate was revoked; returns the new one's id.

    It has a code of its own and the names of the profile as they are today; the old one stays revoked. Raises
    `Refused` when the old one is not revoked, a valid one is there already or the course is not published.
    """
    enrolment_id = db.session.scalar(
        select(Certificate.enrolment_id).where(Certificate.id == certificate_id, Certificate.status == "revoked")
    )
    if enrolment_id is None:
        raise Refused("Only a revoked certificate is issued again.")
    new_id = issue_singly(enrolment_id, by=by, now=now)
    _note_successor("certificate.reissued", certificate_id, new_id, explanation, by=by, now=now)
    return new_id


def _note_successor(action: str, certificate_id: int, new_id: int, explanation: str, *, by: int, now: datetime) -> None:
    record(
        action,
        f"certificate:{certificate_id}",
        by=by,
        now=now,
        code=_printed_code(certificate_id),
        new=_printed_code(new_id),
        explanation=explanation,
    )


def _printed_code(certificate_id: int) -> str:
    """What the audit log calls a certificate by: the number of a record says nothing to anybody."""
    short_code = db.session.scalars(select(Certificate.short_code).where(Certificate.id == certificate_id)).one()
    return rules.printed_code(short_code)


def _end(certificate_id: int, status: str, *, reason: str | None, now: datetime) -> dict[str, Any]:
    """Takes the one valid edition out of force, if it still is, and returns what it froze."""
    row = db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.status == "valid")
        .values(status=status, status_changed_at=now, status_reason=reason)
        .returning(*(getattr(Certificate, name) for name in _FROZEN))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        raise Refused("This certificate is not valid any more.")
    return dict(row._mapping)
