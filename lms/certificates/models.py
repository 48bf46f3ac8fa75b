from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Award(Model):
    """The right to a certificate for one enrolment: awaiting approval, granted or declined. One row each."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    name_key: Mapped[str]  # both names when the course was completed, as search compares them
    state: Mapped[str]  # awaiting | granted | declined
    result_percent: Mapped[float | None]
    completed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("state IN ('awaiting', 'granted', 'declined')", name="state"),
        Index("ix_award_state", "state", "completed_at"),
    )


class Certificate(Model):
    """A frozen record: what was printed stays printed. A correction is a new edition that replaces the old."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # 26 Crockford characters, 130 random bits
    short_code: Mapped[str] = mapped_column(unique=True)  # 12 Crockford characters, printed as ECA-XXXX-XXXX-XXXX
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    edition: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    printed_name: Mapped[str]
    latin_name: Mapped[str]
    name_key: Mapped[str]  # both names, as search compares them; never printed
    course_title: Mapped[str]
    hours: Mapped[int]
    result_percent: Mapped[float | None]
    language: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str]  # valid | revoked | replaced
    status_changed_at: Mapped[datetime | None]
    status_reason: Mapped[str | None]  # a key of rules.REVOCATION_REASONS; the explanation stands in the audit log
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    pdf_digest: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "edition"),
        Index("ix_certificate_issued_at", "issued_at"),
        Index(
            "uq_certificate_valid",
            "enrolment_id",
            unique=True,
            sqlite_where=text("status = 'valid'"),
            postgresql_where=text("status = 'valid'"),
        ),
        CheckConstraint("status IN ('valid', 'revoked', 'replaced')", name="status"),
    )
