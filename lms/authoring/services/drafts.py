"""Where drafts come from: nothing, a package, a revision."""

import re
from datetime import datetime

from sqlalchemy import select

from lms.authoring.models import Draft, DraftFile
from lms.authoring.queries.documents import course_files
from lms.authoring.services.courses import begin_with_files
from lms.authoring.services.files import Blob, Content, change_files, check_content, lock_draft
from lms.authoring.services.library.following import copy_uses
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.core.runtime import current
from lms.courses.queries.identities import course_identity, revision_digests
from lms.packages.reading import TEXT_ENDINGS, Package
from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml


def open_draft(course_id: int, revision_id: int | None, *, now: datetime) -> None:
    """Makes the draft of a course that has none: the files of its revision. One that is there stays as it is."""
    if db.session.scalar(select(Draft.course_id).where(Draft.course_id == course_id)) is not None:
        return
    fresh = upsert(Draft).values(course_id=course_id, base_revision_id=revision_id, seq=0, changed_at=now)
    db.session.execute(fresh.on_conflict_do_nothing())  # two authors may open it at once
    draft = lock_draft(course_id)
    if draft.seq == 0 and revision_id is not None:
        _replace(course_id, _files_of_revision(revision_id), kind="start", subject="", by=None, now=now)


def roll_back(
    course_id: int, revision_id: int, number: int, *, by: int, now: datetime, is_current: bool = False
) -> int | None:
    """The files of this revision become the draft; what trainees see changes when it is published.

    Returns the step by which it is taken back, None when the draft was like that already. `is_current`: it is the
    revision that trainees see, so the draft goes on from there. Raises `Refused`.
    """
    files = _files_of_revision(revision_id)
    if not files:
        raise Refused("This revision was not made from a package, so there are no files to go back to.")
    draft = lock_draft(course_id)
    change_id = _replace(course_id, files, kind="roll-back", subject=str(number), by=by, now=now)
    if is_current:
        draft.base_revision_id = revision_id
        db.session.flush()
    return change_id


def take_package(course_id: int, package: Package, *, by: int, now: datetime) -> None:
    """The files of a package become the draft. The caller has checked that it can be used."""
    _replace(course_id, _files_of_package(package), kind="import", subject=package.name, by=by, now=now)


def _files_of_package(package: Package) -> dict[str, Content]:
    """Texts first, so that nothing lies in the store when one of them can't be kept. Raises `Refused`."""
    storage = current().storage
    files: dict[str, Content] = {}
    for path, file in package.files.items():
        if path.endswith(TEXT_ENDINGS):
            files[path] = _text(path, file.read())
            check_content(path, files[path])
    for path, file in package.files.items():
        if path not in files:
            check_content(path, Blob("", file.size_bytes))
            data = file.read()
            files[path] = Blob(storage.put(data), len(data))
    return files


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused("%(path)s is not UTF-8. Save it as UTF-8.", path=path) from error


def begin_with_package(slug: str, package: Package, *, by: int, now: datetime) -> int:
    """A new course from a package, at this address, whatever address the package names. Raises `Refused`."""
    if course_identity(slug) is not None:  # asked before any file is put into the store
        raise Refused("There is a course at this address already. Choose another.", field="slug")
    files = _files_of_package(package)
    course = files.get("course.yaml")
    if isinstance(course, str):
        files["course.yaml"] = with_slug(course, slug)
    return begin_with_files(slug, files, kind="import", subject=package.name, by=by, now=now)


def copy_course(course_id: int, slug: str, title: str, *, subject: str, by: int, now: datetime) -> int:
    """A new course with the files of this one's draft, under another address and title; returns its id.

    Nothing of the people in it comes along, neither staff nor learners. Raises `Refused`.
    """
    files = _files_of_draft(course_id)
    course = course_files(course_id)
    words = {**course.words.get(course.source_language, {}), "title": title}
    files["course.yaml"] = write_yaml({**course.course, "course": slug})
    files[f"course.{course.source_language}.yaml"] = write_yaml(words)
    copy_id = begin_with_files(slug, files, kind="copy-course", subject=subject, by=by, now=now)
    copy_uses(course_id, copy_id)
    return copy_id


def _files_of_draft(course_id: int) -> dict[str, Content]:
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.size_bytes, DraftFile.text).where(
            DraftFile.course_id == course_id
        )
    )
    return {path: Blob(digest, size) if text is None else text for path, digest, size, text in rows}


def with_slug(course_yaml: str, slug: str) -> str:
    """The text with another address; the rest stays as it was written where the address stands on a line of its own."""
    text = re.sub(r"^course:.*$", f"course: {slug}", course_yaml, count=1, flags=re.MULTILINE)
    document = read_yaml("course.yaml", text, [])
    if document is None or not isinstance(document.value, dict) or document.value.get("course") == slug:
        return text
    return write_yaml({**document.value, "course": slug})


def follow_publication(course_id: int, revision_id: int, *, now: datetime) -> None:
    """After a package was imported: a draft that nobody had changed follows; one with changes stays as it is."""
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course_id).with_for_update())
    if draft is None:
        return
    published = revision_digests(revision_id)
    mine = dict(
        db.session.execute(select(DraftFile.path, DraftFile.digest).where(DraftFile.course_id == course_id))
        .tuples()
        .all()
    )
    if mine != published:
        base = revision_digests(draft.base_revision_id) if draft.base_revision_id else {}
        if mine != base:
            return
        _replace(course_id, _files_of_revision(revision_id), kind="import", subject="", by=None, now=now)
    draft.base_revision_id = revision_id
    db.session.flush()


def _files_of_revision(revision_id: int) -> dict[str, Content]:
    storage = current().storage
    files: dict[str, Content] = {}
    for path, digest in revision_digests(revision_id).items():
        is_text = path.endswith(TEXT_ENDINGS)
        files[path] = storage.get(digest).decode() if is_text else Blob(digest, storage.size(digest))
    return files


def _replace(
    course_id: int, files: dict[str, Content], *, kind: str, subject: str, by: int | None, now: datetime
) -> int | None:
    """Returns the step, None when nothing differed."""
    present = db.session.scalars(select(DraftFile.path).where(DraftFile.course_id == course_id))
    gone: dict[str, Content] = {path: None for path in present if path not in files}
    return change_files(course_id, {**gone, **files}, kind=kind, subject=subject, by=by, now=now).change_id
