"""Files of a draft's media: brought, put in another's place, removed. Their bytes lie in the store."""

from collections.abc import Sequence
from datetime import datetime

from lms.authoring.queries.files import draft_files
from lms.authoring.queries.items import media_of
from lms.authoring.queries.media import MEDIA, media_page
from lms.authoring.rules.media import new_name
from lms.authoring.services.files import Blob, Content, change_files, lock_draft
from lms.core.errors import Refused
from lms.media.rules.kinds import kind_by_ending
from lms.media.services import StoredFile, release_file


def add_media(course_id: int, files: Sequence[StoredFile], *, words: str = "", by: int, now: datetime) -> list[str]:
    """Keeps the files under names made from `words`, or from their own; returns these names. Raises `Refused`.

    A file that the draft has already is not kept twice.
    """
    lock_draft(course_id)
    media = media_of(draft_files(course_id))
    known = {file.digest: name for name, file in media.items()}
    names: list[str] = []
    changes: dict[str, Content] = {}
    for file in files:
        name = known.get(file.digest) or new_name(words, file.name, {*media, *names})
        if file.digest not in known:
            changes[f"media/{name}"] = Blob(file.digest, file.size_bytes)
            known[file.digest] = name
        names.append(name)
    if changes:
        change_files(course_id, changes, kind="add-media", subject=", ".join(names), by=by, now=now)
    return names


def replace_media(course_id: int, name: str, file: StoredFile, *, by: int, now: datetime) -> None:
    """Another file under the same name, so that every text that shows it shows the new one. Raises `Refused`."""
    lock_draft(course_id)
    before = media_of(draft_files(course_id)).get(name)
    if before is None:
        raise Refused("This file is no longer there.")
    wanted, brought = kind_by_ending(name), kind_by_ending(file.name)
    if wanted is None or brought is None or wanted.name != brought.name:
        raise Refused("Bring a file of the same kind: %(name)s can only be replaced by one like it.", name=name)
    blob = Blob(file.digest, file.size_bytes)
    change_files(course_id, {f"media/{name}": blob}, kind="replace-media", subject=name, by=by, now=now)
    if before.digest != file.digest:
        release_file(before.digest, purpose=MEDIA, scope=str(course_id))


def delete_media(course_id: int, name: str, *, by: int, now: datetime) -> int | None:
    """Removes a file that nothing uses; returns the step that takes it back. Raises `Refused`."""
    lock_draft(course_id)
    file = media_page(course_id).file(name)
    if file is None:
        raise Refused("This file is no longer there.")
    if file.uses:
        raise Refused("This file is used. Take it out of the texts that show it first.")
    done = change_files(course_id, {f"media/{name}": None}, kind="delete-media", subject=name, by=by, now=now)
    return done.change_id
