"""What is known of awards and certificates."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from lms.accounts.queries import PersonFacts, person_names
from lms.accounts.rules import names_flags, search_words
from lms.audit.queries import entries
from lms.certificates import rules
from lms.certificates.models import Award, Certificate
from lms.core.db import db
from lms.core.messages import Sentence
from lms.courses.queries import CourseTitle, course_titles
from lms.enrolment.queries import enrolments_of


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The frozen record of one edition; `result_percent` is 0-100 or None, `status_reason` a revocation's key."""

    id: int
    code: str
    short_code: str
    enrolment_id: int
    edition: int
    person_id: int
    course_id: int
    printed_name: str
    latin_name: str
    course_title: str
    hours: int
    result_percent: float | None
    language: str
    issuer: str
    issued_on: date
    issued_at: datetime
    status: str
    status_changed_at: datetime | None
    status_reason: str | None
    replaced_by_id: int | None
    pdf_digest: str | None

    @property
    def printed_code(self) -> str:
        return rules.printed_code(self.short_code)

    @property
    def is_valid(self) -> bool:
        return self.status == "valid"

    @property
    def status_words(self) -> str:
        return rules.STATUS_WORDS[self.status]

    @property
    def status_tone(self) -> str:
        return rules.STATUS_TONES[self.status]

    @property
    def reason_words(self) -> str:
        """Why it was revoked, for anyone to read; empty when it was not."""
        return rules.REVOCATION_REASONS.get(self.status_reason or "", "")

    @property
    def flags(self) -> tuple[Sentence, ...]:
        """What an issuer should look at in the printed name (B10)."""
        return names_flags(self.printed_name)


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """The right to a certificate: awaiting, granted or declined."""

    enrolment_id: int
    person_id: int
    course_id: int
    state: str
    result_percent: float | None
    completed_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class AwaitingAward:
    """An award as an administrator decides on it: who, what, and what to look at in the name."""

    award: AwardFacts
    person: PersonFacts
    course: CourseTitle

    @property
    def flags(self) -> tuple[Sentence, ...]:
        return names_flags(self.person.printed_name)


@dataclass(frozen=True, slots=True)
class Completion:
    """A completed enrolment of one person, and the certificate that stands for it, if any."""

    enrolment_id: int
    course: CourseTitle
    completed_at: datetime
    certificate: CertificateFacts | None


_CERTIFICATE = tuple(getattr(Certificate, name) for name in CertificateFacts.__dataclass_fields__)
_AWARD = tuple(getattr(Award, name) for name in AwardFacts.__dataclass_fields__)


def _one(*conditions: ColumnElement[bool]) -> CertificateFacts | None:
    row = db.session.execute(select(*_CERTIFICATE).where(*conditions)).one_or_none()
    return CertificateFacts(*row) if row else None


def certificate_by_code(code: str) -> CertificateFacts | None:
    """By the full code exactly as it stands in an address."""
    return _one(Certificate.code == code)


def certificate_by_id(certificate_id: int) -> CertificateFacts | None:
    return _one(Certificate.id == certificate_id)


def code_of(certificate_id: int) -> str:
    """The full code of a certificate that is there, as addresses have it."""
    return db.session.scalars(select(Certificate.code).where(Certificate.id == certificate_id)).one()


def valid_certificate_of(enrolment_id: int) -> CertificateFacts | None:
    """The one valid edition of an enrolment's certificate, if there is one."""
    return _one(Certificate.enrolment_id == enrolment_id, Certificate.status == "valid")


def revoked_certificate(code: str) -> CertificateFacts | None:
    """By the full code, if it was revoked and nothing valid has come after it: one that may be issued again."""
    found = _one(Certificate.code == code, Certificate.status == "revoked")
    return found if found and valid_certificate_of(found.enrolment_id) is None else None


def find_certificate(typed: rules.TypedCode) -> CertificateFacts | None:
    """By either code: one look into one unique index, whatever was typed, found or not (G01)."""
    return _one(Certificate.short_code == typed.text if typed.is_short else Certificate.code == typed.text)


def certificates_of(person_id: int) -> list[CertificateFacts]:
    """A person's certificates, newest first; editions that a corrected one has replaced are left out."""
    statement = (
        select(*_CERTIFICATE)
        .where(Certificate.person_id == person_id, Certificate.status != "replaced")
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )
    return [CertificateFacts(*row) for row in db.session.execute(statement)]


def undecided_of(person_id: int, wanted: list[str]) -> list[tuple[AwardFacts, CourseTitle]]:
    """A person's awards that wait for approval or were declined, with the course's title in a wanted language."""
    statement = select(*_AWARD).where(Award.person_id == person_id, Award.state != "granted")
    awards = [AwardFacts(*row) for row in db.session.execute(statement.order_by(Award.completed_at.desc()))]
    if not awards:
        return []
    titles = course_titles([award.course_id for award in awards], wanted)
    return [(award, titles[award.course_id]) for award in awards if award.course_id in titles]


def count_issued() -> int:
    """How many valid certificates there are."""
    return db.session.scalar(select(func.count()).where(Certificate.status == "valid")) or 0


def count_awaiting() -> int:
    """How many awards wait for an administrator."""
    return db.session.scalar(select(func.count()).select_from(Award).where(Award.state == "awaiting")) or 0


def awaiting_award(enrolment_id: int, wanted: list[str]) -> AwaitingAward | None:
    """One award that waits for a decision, or None."""
    return next(iter(_with_people([Award.enrolment_id == enrolment_id, Award.state == "awaiting"], wanted, 1, 0)), None)


def awaiting_awards(enrolment_ids: list[int], wanted: list[str]) -> list[AwaitingAward]:
    """Those of these awards that still wait."""
    chosen = [Award.enrolment_id.in_(enrolment_ids), Award.state == "awaiting"]
    return _with_people(chosen, wanted, len(enrolment_ids), 0)


def search_awaiting(q: str, wanted: list[str], *, number: int, size: int) -> tuple[list[AwaitingAward], int]:
    """One page of the awards that wait, longest first, and how many there are; `q` is part of a name."""
    conditions: list[ColumnElement[bool]] = [Award.state == "awaiting"]
    if words := search_words(q):
        conditions.append(Award.name_key.contains(words, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(Award).where(*conditions)) or 0
    return _with_people(conditions, wanted, size, (number - 1) * size), total


def _with_people(
    conditions: list[ColumnElement[bool]], wanted: list[str], limit: int, offset: int
) -> list[AwaitingAward]:
    statement = select(*_AWARD).where(*conditions).order_by(Award.completed_at, Award.enrolment_id)
    awards = [AwardFacts(*row) for row in db.session.execute(statement.limit(limit).offset(offset))]
    if not awards:
        return []
    people = person_names([award.person_id for award in awards])
    titles = course_titles([award.course_id for award in awards], wanted)
    return [
        AwaitingAward(award, people[award.person_id], titles[award.course_id])
        for award in awards
        if award.person_id in people and award.course_id in titles
    ]


def search_certificates(status: str | None, q: str, *, number: int, size: int) -> tuple[list[CertificateFacts], int]:
    """One page of certificates, newest first, and how many match; `q` is part of a name, or a code."""
    conditions: list[ColumnElement[bool]] = [Certificate.status == status] if status else []
    if words := search_words(q):
        code = rules.read_typed(q).text
        conditions.append(
            or_(
                Certificate.name_key.contains(words, autoescape=True),
                Certificate.code == code,
                Certificate.short_code == code,
            )
        )
    total = db.session.scalar(select(func.count()).select_from(Certificate).where(*conditions)) or 0
    statement = select(*_CERTIFICATE).where(*conditions).order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size))
    return [CertificateFacts(*row) for row in rows], total


def completions_of(person_id: int, wanted: list[str]) -> list[Completion]:
    """The courses a person has completed, each with its certificate that is valid now, if any."""
    completed = [enrolment for enrolment in enrolments_of(person_id) if enrolment.completed_at is not None]
    titles = course_titles([enrolment.course_id for enrolment in completed], wanted)
    valid = {held.enrolment_id: held for held in certificates_of(person_id) if held.is_valid}
    return [
        Completion(enrolment.id, titles[enrolment.course_id], enrolment.completed_at, valid.get(enrolment.id))
        for enrolment in completed
        if enrolment.completed_at is not None and enrolment.course_id in titles
    ]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One deed in the life of a certificate or its award, in words; `actor_name` is empty for the system's own."""

    at: datetime
    words: str
    actor_name: str
    note: str


def history_of(certificate: CertificateFacts) -> list[HistoryEntry]:
    """What happened to a certificate and to the award behind it, newest first."""
    about = (f"certificate:{certificate.id}", f"enrolment:{certificate.enrolment_id}")
    deeds = sorted(
        (deed for thing in about for deed in entries(thing=thing)[0]), key=lambda deed: deed.id, reverse=True
    )
    people = person_names([deed.actor_id for deed in deeds if deed.actor_id is not None])
    return [
        HistoryEntry(
            deed.at,
            rules.DEED_WORDS[deed.action],
            people[deed.actor_id].printed_name if deed.actor_id in people else "",
            str(deed.details.get("explanation") or deed.details.get("reason") or ""),
        )
        for deed in deeds
        if deed.action in rules.DEED_WORDS
    ]
