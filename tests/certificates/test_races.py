"""Certificates issued, approved and corrected at once: each exactly once (F03)."""

from flask import Flask
from sqlalchemy import func, select

from lms.certificates import services
from lms.certificates.models import Award, Certificate
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from lms.jobs.models import Job
from lms.mail.models import OutgoingMail
from tests.certificates.records import count_rows
from tests.factories.accounts import a_person, an_administrator
from tests.factories.certificates import a_certificate, a_completed_enrolment, an_awaiting_award
from tests.factories.courses import a_course, course_words
from tests.together import all_together


def test_f03_sixteen_completions_at_once_issue_one_certificate(live_app: Flask) -> None:
    with live_app.app_context():
        enrolment = a_completed_enrolment()
        facts = {"enrolment_id": enrolment.id, "person_id": enrolment.person_id, "course_id": enrolment.course_id}
        db.session.commit()
        db.session.remove()
    answers = all_together(
        live_app, lambda _n: services.award_completion(**facts, result_percent=86.0, now=utc_now()), 16
    )
    assert answers == [None] * 16
    with live_app.app_context():
        assert (count_rows(Award), count_rows(Certificate), count_rows(OutgoingMail)) == (1, 1, 1)
        ours = Job.kind.in_(["certificates.make_pdf", "mail.send"])
        assert sorted(db.session.scalars(select(Job.kind).where(ours))) == ["certificates.make_pdf", "mail.send"]


def test_f03_sixteen_administrators_at_once_issue_approve_and_correct_once(live_app: Flask) -> None:
    with live_app.app_context():
        admin_id = an_administrator().id
        waiting_id = an_awaiting_award().id
        none = a_course(certificate_issue="none", texts={"en": course_words("None")}, languages=("en",))
        single_id = a_completed_enrolment(course=none).id
        wrong = a_certificate(a_person(printed_name="Wrong", latin_name="Wrong"))
        db.session.commit()
        db.session.remove()
    approved = all_together(live_app, lambda _n: services.approve([waiting_id], by=admin_id, now=utc_now()), 16)
    assert sorted(approved) == [0] * 15 + [1]
    issued = all_together(live_app, lambda _n: services.issue_singly(single_id, by=admin_id, now=utc_now()), 16)
    assert sum(isinstance(answer, int) for answer in issued) == 1
    assert sum(isinstance(answer, Refused) for answer in issued) == 15
    names = {"printed_name": "Right", "latin_name": "Right", "explanation": "Typo"}
    corrected = all_together(live_app, lambda _n: services.correct(wrong.id, **names, by=admin_id, now=utc_now()), 16)
    assert sum(isinstance(answer, int) for answer in corrected) == 1
    with live_app.app_context():
        valid = select(Certificate.enrolment_id, func.count()).where(Certificate.status == "valid")
        assert {n for _id, n in db.session.execute(valid.group_by(Certificate.enrolment_id))} == {1}
        assert count_rows(Certificate) == 4
