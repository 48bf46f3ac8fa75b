from typing import Any

import pytest
from flask import Flask

from lms.audit.queries import entries
from lms.certificates import queries, services
from lms.certificates.models import Award, Certificate
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.runtime import current
from lms.jobs.worker import Worker
from lms.mail.models import OutgoingMail
from lms.progress.signals import course_completed
from tests.certificates.records import count_rows
from tests.factories.accounts import a_person, an_administrator
from tests.factories.certificates import (
    NOW,
    a_certificate,
    a_completed_enrolment,
    an_awaiting_award,
    complete,
    the_certificate_of,
)
from tests.factories.courses import a_course


def test_a_completed_course_issues_its_certificate_at_once(app: Flask) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova", language="ru")
    enrolment = a_completed_enrolment(person, a_course(hours=7, title="Customs"))
    course_completed.send(
        None,
        enrolment_id=enrolment.id,
        person_id=person.id,
        course_id=enrolment.course_id,
        result_percent=86.4,
        now=NOW,
    )
    issued = the_certificate_of(enrolment)
    assert (issued.printed_name, issued.latin_name) == ("Айгерим Каримова", "Aigerim Karimova")
    assert (issued.course_title, issued.language) == ("Курс Customs", "ru")
    assert (issued.hours, issued.result_percent, issued.issuer) == (7, 86.4, "E-Commerce Academy")
    assert (issued.issued_on, issued.status, issued.edition) == (NOW.date(), "valid", 1)
    assert len(issued.code) == 26 and len(issued.short_code) == 12


def test_the_record_stays_when_the_person_and_the_course_change(app: Flask) -> None:
    person = a_person(printed_name="Nino Beridze")
    issued = a_certificate(person, a_course(title="Customs"))
    person.printed_name = "Someone Else"
    db.session.flush()
    again = queries.certificate_by_code(issued.code)
    assert again == issued and again is not None and again.printed_name == "Nino Beridze"


def test_a_name_is_frozen_in_normal_form(app: Flask) -> None:
    person = a_person()
    person.printed_name = "Jose\u0301  A\u030angstro\u0308m"
    db.session.flush()
    assert a_certificate(person).printed_name == "Jos\u00e9 \u00c5ngstr\u00f6m"


@pytest.mark.parametrize(
    ("own", "taken_in", "expected"), [("ru", None, "ru"), ("kk", None, "en"), ("kk", "ru", "ru"), ("ru", "en", "ru")]
)
def test_its_language_is_the_persons_if_the_course_has_it(
    app: Flask, own: str, taken_in: str | None, expected: str
) -> None:
    enrolment = a_completed_enrolment(a_person(language=own), language=taken_in)
    complete(enrolment)
    assert the_certificate_of(enrolment).language == expected


def test_a_course_without_a_certificate_awards_nothing(app: Flask) -> None:
    complete(a_completed_enrolment(course=a_course(certificate_issue="none")))
    assert (count_rows(Award), count_rows(Certificate)) == (0, 0)


def test_a_course_with_approval_leaves_it_to_an_administrator(app: Flask) -> None:
    enrolment = an_awaiting_award()
    assert (count_rows(Certificate), queries.count_awaiting()) == (0, 1)
    services.approve([enrolment.id], by=an_administrator().id, now=NOW)
    assert the_certificate_of(enrolment).is_valid
    assert queries.count_awaiting() == 0


def test_completing_twice_issues_once(app: Flask) -> None:
    enrolment = a_completed_enrolment()
    complete(enrolment)
    complete(enrolment)
    assert (count_rows(Award), count_rows(Certificate), count_rows(OutgoingMail)) == (1, 1, 1)


def test_a_letter_tells_the_holder_in_their_language(app: Flask, mailbox: Any) -> None:
    issued = a_certificate(a_person(printed_name="Aigerim Karimova", email="aigerim@example.org"))
    db.session.commit()
    (letter,) = [mail for mail in mailbox() if mail["To"] == "aigerim@example.org"]
    text = letter.get_body(("plain",)).get_content()
    assert "Aigerim Karimova" in text and f"/certificates/{issued.code}" in text and issued.printed_code in text


def test_approving_twice_issues_once_and_says_how_many(app: Flask) -> None:
    admin = an_administrator()
    first, second = an_awaiting_award(), an_awaiting_award()
    assert services.approve([first.id], by=admin.id, now=NOW) == 1
    assert services.approve([first.id, second.id], by=admin.id, now=NOW) == 1
    assert count_rows(Certificate) == 2


def test_a_declined_award_keeps_its_reason_and_is_not_approved_later(app: Flask) -> None:
    admin = an_administrator()
    person = a_person()
    enrolment = an_awaiting_award(person)
    services.decline(enrolment.id, reason="The film was not watched by you.", by=admin.id, now=NOW)
    assert services.approve([enrolment.id], by=admin.id, now=NOW) == 0
    ((award, _course),) = queries.undecided_of(person.id, ["en"])
    assert (award.state, award.reason) == ("declined", "The film was not watched by you.")
    with pytest.raises(Refused):
        services.decline(enrolment.id, reason="Again", by=admin.id, now=NOW)


def test_a_revoked_certificate_says_why_and_the_audit_log_says_more(app: Flask) -> None:
    admin = an_administrator()
    issued = a_certificate()
    services.revoke(issued.id, reason="rules_broken", explanation="Case 14.", by=admin.id, now=NOW)
    revoked = queries.certificate_by_id(issued.id)
    assert revoked is not None and (revoked.status, revoked.status_changed_at) == ("revoked", NOW)
    assert revoked.reason_words == "The rules of the course or its quizzes were broken."
    ((deed,), _total) = entries(thing=f"certificate:{issued.id}", action="certificate.revoked")
    assert (deed.actor_id, deed.details["explanation"]) == (admin.id, "Case 14.")
    assert deed.details["code"] == issued.printed_code
    with pytest.raises(Refused):
        services.revoke(issued.id, reason="rules_broken", explanation="Again.", by=admin.id, now=NOW)


def test_an_unknown_reason_is_refused(app: Flask) -> None:
    with pytest.raises(Refused):
        services.revoke(a_certificate().id, reason="envy", explanation="-", by=an_administrator().id, now=NOW)


def test_correcting_a_name_issues_an_edition_and_replaces_the_old(app: Flask) -> None:
    admin = an_administrator()
    old = a_certificate(a_person(printed_name="Aigerm Karimova", latin_name="Aigerm Karimova"))
    new_id = services.correct(
        old.id, printed_name="Aigerim Karimova", latin_name="Aigerim Karimova", explanation="Typo", by=admin.id, now=NOW
    )
    before, after = queries.certificate_by_id(old.id), queries.certificate_by_id(new_id)
    assert before is not None and after is not None
    assert (before.status, before.replaced_by_id, before.printed_name) == ("replaced", new_id, "Aigerm Karimova")
    assert (after.status, after.edition, after.printed_name) == ("valid", 2, "Aigerim Karimova")
    assert after.code != before.code and after.short_code != before.short_code
    assert (after.course_title, after.hours, after.result_percent) == (old.course_title, old.hours, old.result_percent)


@pytest.mark.parametrize("name", ["", "Aigerm \u202eKarimova", "same"])
def test_b10_a_correction_that_cannot_be_printed_or_changes_nothing_is_refused(app: Flask, name: str) -> None:
    old = a_certificate(a_person(printed_name="same", latin_name="same"))
    db.session.commit()
    with pytest.raises(Refused):
        services.correct(old.id, printed_name=name, latin_name="same", explanation="x", by=old.person_id, now=NOW)
    db.session.rollback()
    assert queries.certificate_by_id(old.id) == old


def test_a_certificate_is_issued_singly_for_a_course_that_issues_none(app: Flask) -> None:
    admin = an_administrator()
    enrolment = a_completed_enrolment(course=a_course(certificate_issue="none"))
    services.issue_singly(enrolment.id, by=admin.id, now=NOW)
    assert the_certificate_of(enrolment).is_valid
    with pytest.raises(Refused, match="valid certificate"):
        services.issue_singly(enrolment.id, by=admin.id, now=NOW)


def test_after_a_revocation_it_can_be_issued_again_with_its_result(app: Flask) -> None:
    admin = an_administrator()
    first = a_certificate(result_percent=91.0)
    services.revoke(first.id, reason="issued_in_error", explanation="Wrong file.", by=admin.id, now=NOW)
    again = queries.certificate_by_id(services.issue_singly(first.enrolment_id, by=admin.id, now=NOW))
    assert again is not None and (again.edition, again.result_percent) == (2, 91.0)


def test_an_enrolment_that_is_not_completed_gets_no_certificate(app: Flask) -> None:
    enrolment = a_completed_enrolment(status="active", completed_at=None)
    with pytest.raises(Refused, match="not completed"):
        services.issue_singly(enrolment.id, by=an_administrator().id, now=NOW)


def test_the_pdf_is_made_by_a_job_and_kept(app: Flask) -> None:
    issued = a_certificate()
    db.session.commit()
    Worker(app.app_context).drain()
    kept = queries.certificate_by_id(issued.id)
    assert kept is not None and kept.pdf_digest is not None
    data = current().storage.get(kept.pdf_digest)
    assert data.startswith(b"%PDF") and services.pdf_of(kept) == data
    assert services.pdf_of(issued) == data, "made again it has the same bytes"


def test_a_pdf_that_the_store_has_lost_is_made_again(app: Flask) -> None:
    issued = a_certificate()
    db.session.execute(db.update(Certificate).values(pdf_digest="0" * 64))
    lost = queries.certificate_by_id(issued.id)
    assert lost is not None and services.pdf_of(lost).startswith(b"%PDF")


def test_only_valid_certificates_are_counted(app: Flask) -> None:
    before = queries.count_issued()
    issued = a_certificate()
    a_certificate()
    services.revoke(issued.id, reason="identity", explanation="-", by=issued.person_id, now=NOW)
    assert queries.count_issued() == before + 1
