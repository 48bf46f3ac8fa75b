"""Uploads on their way, what each owner has used of what they may bring, and the sizes made of pictures."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Upload(Model):
    """One file that a person brings for a purpose. Its pieces lie to the side in the store until it is taken.

    `received_bytes` grows piece by piece; the facts about the content are known once it is finished.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str]  # a name in `purposes`
    scope: Mapped[str]  # what it is for: a course, an assignment; the purpose knows what it means
    state: Mapped[str] = mapped_column(default="open")  # open | finished | taken
    name: Mapped[str]  # as a person wrote it, cleaned; only ever shown
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None]  # what the sender says; checked when it is finished
    mark: Mapped[str | None]  # by which the sender's browser knows the file again after a cut
    received_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    staged: Mapped[str | None]  # where it lies in the store until it is taken
    digest: Mapped[str | None]
    stored_bytes: Mapped[int | None] = mapped_column(BigInteger)
    content_type: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_seconds: Mapped[float | None]
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'finished', 'taken')", name="state"),
        CheckConstraint("received_bytes <= size_bytes", name="received"),
        CheckConstraint("state = 'open' OR digest IS NOT NULL", name="finished"),
        Index("ix_upload_state_touched_at", "state", "touched_at"),
        Index("ix_upload_person_id", "person_id", "purpose", "scope"),
    )


class UploadAllowance(Model):
    """How much an owner has used for a purpose; two uploads that begin at once can't both take the last of it."""

    owner: Mapped[str] = mapped_column(primary_key=True)  # "person:5:course.media" | "scope:12:course.media"
    used_bytes: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (CheckConstraint("used_bytes >= 0", name="used"),)


class PictureSize(Model):
    """One size of a picture, made once: `width_wanted` 0 is the one for browsers that know nothing else."""

    source_digest: Mapped[str] = mapped_column(primary_key=True)
    recipe: Mapped[int] = mapped_column(primary_key=True)
    width_wanted: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]
