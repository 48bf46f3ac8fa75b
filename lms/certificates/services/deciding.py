"""Administrators decide on awards that wait, and issue singly."""

from datetime import datetime

from sqlalchemy import select, update

from lms.accounts.queries import person_names
from lms.accounts.rules import search_words
from lms.audit.services import record
from lms.certificates.models import Award, Certificate
from lms.certificates.services.awarding import issue
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.enrolment.queries import enrolment_by_id


def approve(enrolment_ids: list[int], *, by: int, now: datetime) -> int:
    """Issues the certificates of those awards that still wait; returns how many. All or none of them."""
    granted = db.session.execute(
        update(Award)
        .where(Award.enrolment_id.in_(enrolment_ids), Award.state == "awaiting")
        .values(state="granted", decided_at=now, decided_by=by)
        .returning(Award.enrolment_id, Award.person_id, Award.course_id, Award.result_percent)
        .execution_options(synchronize_session=False)
    ).all()
    people = person_names([award.person_id for award in granted])
    for award in sorted(granted, key=lambda award: award.enrolment_id):
        record("award.granted", f"enrolment:{award.enrolment_id}", by=by, now=now)
        issue(award.enrolment_id, people[award.person_id], award.course_id, award.result_percent, by=by, now=now)
    return len(granted)


def decline(enrolment_id: int, *, reason: str, by: int, now: datetime) -> None:
    """Refuses an award; its reason is shown to the trainee. Raises `Refused` when it does not wait any more."""
    declined = db.session.scalar(
        update(Award)
        .where(Award.enrolment_id == enrolment_id, Award.state == "awaiting")
        .values(state="declined", decided_at=now, decided_by=by, reason=reason)
        .returning(Award.enrolment_id)
        .execution_options(synchronize_session=False)
    )
    if declined is None:
        raise Refused("Somebody else has decided on this certificate meanwhile.")
    record("award.declined", f"enrolment:{enrolment_id}", by=by, now=now, reason=reason)


def issue_singly(enrolment_id: int, *, by: int, now: datetime) -> int:
    """Issues for a completed enrolment whatever the course's setting, and again after a revocation; returns the id.

    Raises `Refused` when the course is not completed or a certificate is valid already.
    """
    enrolment = enrolment_by_id(enrolment_id)
    if enrolment is None or enrolment.completed_at is None:
        raise Refused("This person has not completed the course.")
    person = person_names([enrolment.person_id])[enrolment.person_id]
    decided = {"state": "granted", "decided_at": now, "decided_by": by, "reason": None}
    result_percent = db.session.execute(
        upsert(Award)
        .values(
            enrolment_id=enrolment_id,
            person_id=enrolment.person_id,
            course_id=enrolment.course_id,
            name_key=search_words(person.printed_name, person.latin_name),
            result_percent=None,
            completed_at=enrolment.completed_at,
            **decided,
        )
        .on_conflict_do_update(index_elements=["enrolment_id"], set_=decided)  # takes the row's lock
        .returning(Award.result_percent)
    ).scalar_one()
    valid = select(Certificate.id).where(Certificate.enrolment_id == enrolment_id, Certificate.status == "valid")
    if db.session.scalar(valid) is not None:
        raise Refused("This person has a valid certificate of this course already.")
    record("award.granted", f"enrolment:{enrolment_id}", by=by, now=now)
    return issue(enrolment_id, person, enrolment.course_id, result_percent, by=by, now=now)
