"""Completed enrolments, awards and certificates for tests, made through the room's own services."""

from datetime import UTC, datetime
from typing import Any

from lms.accounts.models import Person
from lms.certificates import queries, services
from lms.certificates.models import Certificate
from lms.certificates.queries import CertificateFacts
from lms.core.db import db
from lms.courses.queries import CourseFacts
from lms.enrolment.models import Enrolment
from tests.factories.accounts import a_person
from tests.factories.courses import a_course

NOW = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)


def a_completed_enrolment(
    person: Person | None = None, course: CourseFacts | None = None, *, now: datetime = NOW, **changes: Any
) -> Enrolment:
    """A person who has completed a course, both new unless given."""
    values: dict[str, Any] = {
        "person_id": (person or a_person()).id,
        "course_id": (course or a_course()).id,
        "status": "completed",
        "requested_at": now,
        "activated_at": now,
        "completed_at": now,
    }
    enrolment = Enrolment(**{**values, **changes})
    db.session.add(enrolment)
    db.session.flush()
    return enrolment


def complete(enrolment: Enrolment, *, result_percent: float | None = 86.0, now: datetime = NOW) -> None:
    """What the listener does when the course is completed."""
    services.award_completion(
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        result_percent=result_percent,
        now=now,
    )


def an_awaiting_award(person: Person | None = None, **changes: Any) -> Enrolment:
    """An enrolment whose certificate waits for approval."""
    enrolment = a_completed_enrolment(person, a_course(certificate_issue="approval", **changes))
    complete(enrolment)
    return enrolment


def a_certificate(
    person: Person | None = None,
    course: CourseFacts | None = None,
    *,
    result_percent: float | None = 86.0,
    now: datetime = NOW,
) -> CertificateFacts:
    """A valid certificate, issued at once."""
    enrolment = a_completed_enrolment(person, course or a_course(), now=now)
    complete(enrolment, result_percent=result_percent, now=now)
    return the_certificate_of(enrolment)


def the_certificate_of(enrolment: Enrolment) -> CertificateFacts:
    """The latest edition."""
    found = db.session.scalar(
        db.select(Certificate.id)
        .where(Certificate.enrolment_id == enrolment.id)
        .order_by(Certificate.edition.desc())
        .limit(1)
    )
    assert found is not None, "no certificate was issued"
    facts = queries.certificate_by_id(found)
    assert facts is not None
    return facts


def a_revoked_certificate(person: Person | None = None, **changes: Any) -> CertificateFacts:
    certificate = a_certificate(person, **changes)
    services.revoke(
        certificate.id, reason="rules_broken", explanation="Two people, one quiz.", by=certificate.person_id, now=NOW
    )
    facts = queries.certificate_by_id(certificate.id)
    assert facts is not None
    return facts
