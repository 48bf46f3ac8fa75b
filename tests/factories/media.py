"""Uploads, and a purpose for which to bring files."""

from typing import Any

from sqlalchemy import select

from lms.core.clock import utc_now
from lms.core.db import db
from lms.media import services
from lms.media.facts import UploadFacts
from lms.media.models import UploadAllowance
from lms.media.purposes import Purpose, offer
from lms.media.queries import upload_facts
from lms.media.rules.kinds import KINDS
from lms.media.rules.uploads import CHUNK_BYTES

MB = 1024**2


def a_purpose(name: str = "test.files", **changes: Any) -> Purpose:
    """Everybody who is signed in may bring anything to the scope "open", and nothing elsewhere."""
    values: dict[str, Any] = {
        "name": name,
        "kinds": frozenset(KINDS),
        "most_bytes": 200 * MB,
        "may": lambda _actor, scope: scope == "open",
        "person_quota_bytes": 1000 * MB,
        "scope_quota_bytes": None,
    }
    purpose = Purpose(**{**values, **changes})
    offer(purpose)
    return purpose


def an_upload(person: Any, purpose: Purpose | None = None, **changes: Any) -> UploadFacts:
    """An upload that has begun and got nothing yet."""
    values: dict[str, Any] = {"scope": "open", "name": "film.mp4", "size_bytes": 10, "now": utc_now()}
    begun = services.begin_upload(person_id=person.id, purpose=purpose or a_purpose(), **{**values, **changes})
    db.session.commit()
    return begun


def bring(upload: UploadFacts, data: bytes) -> None:
    """Sends the data piece by piece, as a browser does."""
    for offset in range(0, len(data), CHUNK_BYTES):
        piece = data[offset : offset + CHUNK_BYTES]
        services.keep_chunk(upload, offset, piece)
        services.add_chunk(upload.id, offset=offset, length=len(piece), now=utc_now())


def a_finished_upload(
    person: Any, name: str, data: bytes, purpose: Purpose | None = None, **changes: Any
) -> UploadFacts:
    """An upload that has arrived and was looked at; nobody has taken it yet."""
    purpose = purpose or a_purpose()
    upload = an_upload(person, purpose, name=name, size_bytes=len(data), **changes)
    bring(upload, data)
    services.note_finished(upload, services.prepare_upload(upload, purpose), now=utc_now())
    return the_upload(upload.public_id)


def take(upload: UploadFacts, person: Any, **changes: Any) -> services.StoredFile:
    """The finished upload as a file of the store."""
    values = {"person_id": person.id, "purpose": upload.purpose, "scope": upload.scope, "now": utc_now(), **changes}
    return services.take_upload(upload.public_id, **values)


def used_bytes(person: Any, purpose: str = "test.files") -> int:
    """What counts against a person's quota."""
    owner = UploadAllowance.owner == f"person:{person.id}:{purpose}"
    return int(db.session.scalar(select(UploadAllowance.used_bytes).where(owner)) or 0)


def the_upload(public_id: str) -> UploadFacts:
    found = upload_facts(public_id)
    assert found is not None
    return found
