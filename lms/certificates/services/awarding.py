"""A completed course becomes an award, an award a certificate: once, whatever arrives at the same time."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from lms.accounts.queries import PersonFacts, person_names
from lms.accounts.rules import clean_name, search_words
from lms.audit.services import record
from lms.certificates import rules
from lms.certificates.models import Award, Certificate
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.core.ids import new_code
from lms.core.runtime import current
from lms.courses.queries import course_by_id, course_text
from lms.enrolment.queries import enrolment_by_id
from lms.jobs.services import enqueue
from lms.mail.services import send_later


def award_completion(
    *, enrolment_id: int, person_id: int, course_id: int, result_percent: float | None, now: datetime
) -> None:
    """Issues the certificate, or leaves it to an administrator, by the course's setting.

    The row of `award` is the lock: whoever adds it issues; everyone else finds it there and does nothing.
    """
    course = course_by_id(course_id)
    if course is None or course.certificate_issue == "none":
        return
    at_once = course.certificate_issue == "automatic"
    person = person_names([person_id])[person_id]
    added = db.session.scalar(
        upsert(Award)
        .values(
            enrolment_id=enrolment_id,
            person_id=person_id,
            course_id=course_id,
            name_key=search_words(person.printed_name, person.latin_name),
            state="granted" if at_once else "awaiting",
            result_percent=result_percent,
            completed_at=now,
            decided_at=now if at_once else None,
        )
        .on_conflict_do_nothing(index_elements=["enrolment_id"])
        .returning(Award.enrolment_id)
    )
    if added is None:
        return
    record("award.granted" if at_once else "award.awaiting", f"enrolment:{enrolment_id}", by=None, now=now)
    if at_once:
        issue(enrolment_id, person, course_id, result_percent, by=None, now=now)


def issue(
    enrolment_id: int,
    person: PersonFacts,
    course_id: int,
    result_percent: float | None,
    *,
    by: int | None,
    now: datetime,
) -> int:
    """Freezes the record and returns its id. Whoever calls holds the enrolment's award, so nobody else issues.

    Its language is the first of the person's, the one they took the course in and the course's source
    language that the course has. Raises `Refused` when the course is not published.
    """
    course = course_by_id(course_id)
    if course is None:
        raise Refused("This course is not published, so its title and hours are not known.")
    enrolment = enrolment_by_id(enrolment_id)
    taken_in = [enrolment.language] if enrolment and enrolment.language else []
    text = course_text(course.revision_id, [person.language, *taken_in, course.source_language])
    return add_edition(
        {
            "enrolment_id": enrolment_id,
            "person_id": person.id,
            "course_id": course_id,
            "revision_id": course.revision_id,
            "printed_name": clean_name(person.printed_name),
            "latin_name": clean_name(person.latin_name),
            "course_title": text.title,
            "hours": course.hours,
            "result_percent": result_percent,
            "language": text.language,
            "issuer": current().settings.issuer,
        },
        person,
        by=by,
        now=now,
    )


def add_edition(frozen: dict[str, Any], person: PersonFacts, *, by: int | None, now: datetime) -> int:
    """Adds the next edition of an enrolment's certificate, has its PDF made, and writes to its holder."""
    last = db.session.scalar(
        select(func.max(Certificate.edition)).where(Certificate.enrolment_id == frozen["enrolment_id"])
    )
    code, short_code = new_code(rules.CODE_LENGTH), new_code(rules.SHORT_LENGTH)
    certificate_id: int = db.session.execute(
        insert(Certificate)
        .values(
            **frozen,
            code=code,
            short_code=short_code,
            edition=(last or 0) + 1,
            name_key=search_words(frozen["printed_name"], frozen["latin_name"]),
            issued_on=now.date(),
            issued_at=now,
            issued_by=by,
            status="valid",
        )
        .returning(Certificate.id)
    ).scalar_one()
    printed_code = rules.printed_code(short_code)
    record(
        "certificate.issued",
        f"certificate:{certificate_id}",
        by=by,
        now=now,
        code=printed_code,
        edition=(last or 0) + 1,
    )
    enqueue("certificates.make_pdf", {"certificate_id": certificate_id}, now=now, unique_key=f"pdf:{certificate_id}")
    send_later(
        "certificate-issued",
        to=person.email,
        language=person.language,
        context={
            "name": frozen["printed_name"],
            "course": frozen["course_title"],
            "code": code,
            "printed_code": printed_code,
        },
        now=now,
    )
    return certificate_id
