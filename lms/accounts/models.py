"""The tables of people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model


class Country(Model):
    """How a country takes part; its name and flag come from CLDR by the ISO 3166-1 code."""

    code: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]  # member | partner | guest
    since_year: Mapped[int | None]

    __table_args__ = (CheckConstraint("status IN ('member', 'partner', 'guest')", name="status"),)


class Person(Model):
    """One human being. `email_key` is the canonical form that makes look-alike addresses one (E09)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime]
    printed_name: Mapped[str]  # as it stands on certificates, in any script
    latin_name: Mapped[str]
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    language: Mapped[str]
    time_zone: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    participant_kind: Mapped[str]  # official | expert | company | student | other
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # the person asked to be forgotten: no name and no address is left
    search_text: Mapped[str] = mapped_column(default="")  # `rules.search_words` of names, address and organisation

    roles: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", lazy="raise_on_sql", foreign_keys="RoleGrant.person_id"
    )

    __table_args__ = (
        CheckConstraint(
            "participant_kind IN ('official', 'expert', 'company', 'student', 'other')", name="participant_kind"
        ),
        Index("ix_person_country_code", "country_code"),
        Index("ix_person_created_at", "created_at"),
    )


class Registration(Model):
    """What a visitor typed, until a job makes a person of it: a known address costs the same as a new one (E02)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    password_hash: Mapped[str]
    printed_name: Mapped[str]
    latin_name: Mapped[str]
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    language: Mapped[str]
    time_zone: Mapped[str]
    organisation: Mapped[str]
    participant_kind: Mapped[str]
    created_at: Mapped[datetime]


class SignIn(Model):
    """One signed-in browser. The cookie holds the token, the table its SHA-256: ending the row ends the session."""

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    browser: Mapped[str] = mapped_column(default="")  # "Firefox, Android": for the person's own list
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RoleGrant(Model):
    """A role and where it holds: the site, one country (coordinator) or one course (staff). Roles add up."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    country_code: Mapped[str | None] = mapped_column(ForeignKey("country.code"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id", use_alter=True))
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="roles", lazy="raise_on_sql", foreign_keys=[person_id])

    __table_args__ = (
        CheckConstraint(
            "role IN ('administrator', 'observer', 'author', 'coordinator', 'owner', 'instructor', 'assistant')",
            name="role",
        ),
        CheckConstraint(
            "(role IN ('administrator', 'observer', 'author') AND country_code IS NULL AND course_id IS NULL)"
            " OR (role = 'coordinator' AND country_code IS NOT NULL AND course_id IS NULL)"
            " OR (role IN ('owner', 'instructor', 'assistant') AND course_id IS NOT NULL AND country_code IS NULL)",
            name="scope",
        ),
        UniqueConstraint("person_id", "role", "country_code", "course_id"),
    )


class StaffInvitation(Model):
    """A role in a course that waits for its owner to say yes: nobody learns whether an address has an account (E02)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", use_alter=True))
    email: Mapped[str]
    email_key: Mapped[str]
    role: Mapped[str]
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("role IN ('owner', 'instructor', 'assistant')", name="role"),
        UniqueConstraint("course_id", "email_key"),
    )


class AccountToken(Model):
    """A single-use permission by mail. The link carries the signed id; nothing secret is stored (E06)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]  # confirm_email | reset_password | change_email
    email: Mapped[str]  # the address it was sent to; it is void once the person's address differs
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("purpose IN ('confirm_email', 'reset_password', 'change_email')", name="purpose"),
    )
