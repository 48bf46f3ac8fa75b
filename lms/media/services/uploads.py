"""Uploads from the first byte to the room that takes them. Every change of the tables of uploads is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from lms.core.db import db, rows_changed, upsert
from lms.core.errors import Missing, Refused
from lms.core.ids import new_public_id
from lms.core.runtime import current
from lms.media.facts import UploadFacts
from lms.media.models import Upload, UploadAllowance
from lms.media.purposes import Purpose, purpose_named
from lms.media.queries import (
    count_open_uploads,
    open_upload_like,
    untouched_uploads,
    upload_facts,
    uploads_of,
)
from lms.media.rules.uploads import MOST_OPEN
from lms.media.services.dropping import drop_bytes, hold_bytes
from lms.media.services.preparing import Prepared, check_promise, megabytes, parts_word, whole_word

KEPT_FOR = timedelta(days=2)  # how long one may go on with an upload, or use what one brought
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store. `digest` names its bytes, `name` is only ever shown; sizes of pictures are in pixels."""

    digest: str
    size_bytes: int
    content_type: str
    name: str
    width: int | None = None
    height: int | None = None
    duration_seconds: float | None = None


def begin_upload(
    *, person_id: int, purpose: Purpose, scope: str, name: str, size_bytes: int, now: datetime,
    sha256: str | None = None, mark: str | None = None,
) -> UploadFacts:  # fmt: skip
    """Promises room for a file and gives it an address that cannot be guessed.

    Somebody who comes back with the same file (its `mark`) goes on with the upload that was cut. Raises `Refused`.
    """
    shown = check_promise(name, size_bytes, purpose)
    if mark and (begun := open_upload_like(person_id, purpose.name, scope, shown, size_bytes, mark)):
        return begun
    if count_open_uploads(person_id) >= MOST_OPEN:
        raise Refused("Too many files are on their way at once. Wait for one to end, or cancel it.")
    _use(purpose, person_id, scope, size_bytes)
    public_id = new_public_id()
    db.session.execute(
        insert(Upload).values(
            public_id=public_id, person_id=person_id, purpose=purpose.name, scope=scope, state="open", name=shown,
            size_bytes=size_bytes, sha256=sha256, mark=mark, received_bytes=0, created_at=now, touched_at=now,
        )
    )  # fmt: skip
    begun = upload_facts(public_id)
    assert begun is not None
    return begun


def add_chunk(upload_id: int, *, offset: int, length: int, now: datetime) -> None:
    """Counts a piece that the store has; nothing when the same piece was counted a moment ago."""
    rows_changed(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state == "open", Upload.received_bytes == offset)
        .values(received_bytes=offset + length, touched_at=now)
    )


def note_finished(upload: UploadFacts, prepared: Prepared, *, now: datetime) -> None:
    """Writes down what the file is, and gives back the room that it does not need."""
    changed = rows_changed(
        update(Upload)
        .where(Upload.id == upload.id, Upload.state == "open")
        .values(state="finished", touched_at=now, **_facts_of(prepared))
    )
    purpose = purpose_named(upload.purpose)
    if changed and purpose:
        _give_back(purpose.name, upload.person_id, upload.scope, upload.size_bytes - prepared.size_bytes)


def _facts_of(prepared: Prepared) -> dict[str, object]:
    return {
        "name": prepared.name, "staged": prepared.staged, "digest": prepared.digest,
        "stored_bytes": prepared.size_bytes, "content_type": prepared.content_type, "width": prepared.width,
        "height": prepared.height, "duration_seconds": prepared.duration_seconds,
    }  # fmt: skip


def take_upload(public_id: str, *, person_id: int, purpose: str, scope: str, now: datetime) -> StoredFile:
    """The finished upload becomes a file of the store, for good; the same again when it was taken before.

    Raises `Refused` when it is not this person's, not for this, not finished, or forgotten meanwhile.
    """
    upload = upload_facts(public_id)
    gone = Refused("The file that you brought is no longer there. Choose it again.")
    if upload is None or (upload.person_id, upload.purpose, upload.scope) != (person_id, purpose, scope):
        raise gone
    if upload.state == "open" or upload.digest is None:
        raise Refused("%(name)s has not arrived yet. Wait until it has.", name=upload.name)
    if upload.state == "finished":
        hold_bytes(upload.digest)
        try:
            current().storage.keep_staged(str(upload.staged), upload.digest)
        except Missing:
            raise gone from None
        current().storage.drop_staged(whole_word(public_id))
        db.session.execute(update(Upload).where(Upload.id == upload.id).values(state="taken", touched_at=now))
    return _stored(upload)


def _stored(upload: UploadFacts) -> StoredFile:
    return StoredFile(
        str(upload.digest), upload.stored_bytes or 0, str(upload.content_type), upload.name, upload.width,
        upload.height, upload.duration_seconds,
    )  # fmt: skip


def take_file(prepared: Prepared, *, person_id: int, purpose: Purpose, scope: str, now: datetime) -> StoredFile:
    """The same for a file that came with a form, made ready by `prepare_file`. Raises `Refused`."""
    _use(purpose, person_id, scope, prepared.size_bytes)
    hold_bytes(prepared.digest)
    public_id = new_public_id()
    db.session.execute(
        insert(Upload).values(
            public_id=public_id, person_id=person_id, purpose=purpose.name, scope=scope, state="taken",
            size_bytes=prepared.size_bytes, received_bytes=prepared.size_bytes, created_at=now, touched_at=now,
            **_facts_of(prepared),
        )
    )  # fmt: skip
    current().storage.keep_staged(prepared.staged, prepared.digest)
    current().storage.drop_staged(prepared.staged.partition("/")[0])
    taken = upload_facts(public_id)
    assert taken is not None
    return _stored(taken)


def take_all(
    uploads: Iterable[str], prepared: Iterable[Prepared], *, person_id: int, purpose: Purpose, scope: str, now: datetime
) -> list[StoredFile]:
    """Everything that one form brought, uploads before it and files with it. Raises `Refused`."""
    taken = [
        take_upload(one, person_id=person_id, purpose=purpose.name, scope=scope, now=now)
        for one in dict.fromkeys(uploads)
    ]
    return taken + [take_file(one, person_id=person_id, purpose=purpose, scope=scope, now=now) for one in prepared]


def release_file(digest: str, *, purpose: str, scope: str) -> bool:
    """The room that took a file uses it no longer: its bytes count no more against anybody's quota.

    False when nobody has taken such a file there.
    """
    found = db.session.execute(
        select(Upload.id, Upload.person_id, Upload.stored_bytes)
        .where(Upload.state == "taken", Upload.purpose == purpose, Upload.scope == scope, Upload.digest == digest)
        .order_by(Upload.id)
        .limit(1)
    ).one_or_none()
    if not found or not rows_changed(delete(Upload).where(Upload.id == found.id, Upload.state == "taken")):
        return False
    _give_back(purpose, found.person_id, scope, found.stored_bytes or 0)
    return True


def release_all(person_id: int, *, purpose: str, now: datetime) -> None:
    """Forgets whatever this person has brought for this purpose, also what is on its way; the bytes go as well."""
    for upload in uploads_of(person_id, purpose):
        if upload.state != "taken":
            cancel_upload(upload)
        elif release_file(str(upload.digest), purpose=purpose, scope=upload.scope):
            drop_bytes(str(upload.digest), now=now)


def cancel_upload(upload: UploadFacts) -> None:
    """Forgets an upload that nobody took, with its pieces."""
    if not rows_changed(delete(Upload).where(Upload.id == upload.id, Upload.state != "taken")):
        return
    used = upload.size_bytes if upload.state == "open" else upload.stored_bytes or 0
    _give_back(upload.purpose, upload.person_id, upload.scope, used)
    drop_pieces(upload.public_id)
    current().storage.drop_staged(whole_word(upload.public_id))


def drop_pieces(public_id: str) -> None:
    """Forgets the pieces of an upload whose whole is known."""
    current().storage.drop_staged(parts_word(public_id))


def forget_abandoned(now: datetime) -> int:
    """Forgets what nobody went on with or took for two days. How many uploads it were."""
    old = untouched_uploads(now - KEPT_FOR, _AT_ONCE)
    for upload in old:
        cancel_upload(upload)
    current().storage.forget_staged(now - 2 * KEPT_FOR)  # what a crash left without a row
    return len(old)


def _owners(purpose: str, person_id: int, scope: str) -> tuple[str, str]:
    return f"person:{person_id}:{purpose}", f"scope:{scope}:{purpose}"


def _use(purpose: Purpose, person_id: int, scope: str, size_bytes: int) -> None:
    """Takes from both quotas, or raises `Refused` with the figures."""
    limits = (purpose.person_quota_bytes, purpose.scope_quota_bytes)
    for owner, limit in zip(_owners(purpose.name, person_id, scope), limits, strict=True):
        db.session.execute(upsert(UploadAllowance).values(owner=owner, used_bytes=0).on_conflict_do_nothing())
        change = update(UploadAllowance).where(UploadAllowance.owner == owner)
        if limit is not None:
            change = change.where(UploadAllowance.used_bytes + size_bytes <= limit)
        if not rows_changed(change.values(used_bytes=UploadAllowance.used_bytes + size_bytes)):
            used = db.session.scalars(select(UploadAllowance.used_bytes).where(UploadAllowance.owner == owner)).one()
            raise Refused(
                "There is no room for this file: %(used)s of %(limit)s are used. Remove what is no longer needed.",
                used=megabytes(used),
                limit=megabytes(limit or 0),
            )


def _give_back(purpose: str, person_id: int, scope: str, size_bytes: int) -> None:
    if not size_bytes:
        return
    for owner in _owners(purpose, person_id, scope):
        left = UploadAllowance.used_bytes - size_bytes
        db.session.execute(update(UploadAllowance).where(UploadAllowance.owner == owner).values(used_bytes=left))
