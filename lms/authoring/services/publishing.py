"""From the draft to what trainees see."""

from datetime import datetime

from lms.authoring.queries.files import draft_package
from lms.authoring.services.files import Stale, lock_draft
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries.identities import course_identity
from lms.media.services import PictureSource, make_sizes
from lms.packages.checking import CheckedPackage
from lms.packages.importing import Imported, look_at, store_files, take
from lms.packages.pictures import pictures_of

Looked = Imported | CheckedPackage


def look_at_draft(course_id: int, slug: str) -> Looked:
    """The draft without mistakes, or the revision that it is already. It only reads, and may take a second.

    Raises `BadPackage` with every mistake.
    """
    return look_at(draft_package(course_id, slug))


def _slug_in(looked: Looked) -> str:
    """The course that the package names. The very files of another course are published already: as that course."""
    return looked.slug if isinstance(looked, Imported) else str(looked.content.course.value["course"])


def keep_files(looked: Looked) -> None:
    """Keeps the texts by their content, as a revision does: one without a revision does no harm. A large course has
    hundreds of them, so it is done beforehand, without any lock."""
    if isinstance(looked, CheckedPackage):
        store_files(looked.content.package)


def pictures_to_make(looked: Looked) -> list[PictureSource]:
    """The pictures whose sizes publishing would make: large ones take a second each, so they are made beforehand."""
    return [] if isinstance(looked, Imported) else pictures_of(looked)


def make_picture(source: PictureSource) -> None:
    """The sizes of one picture, unless they are there."""
    make_sizes([source])


def publish_draft(
    course_id: int, slug: str, *, seq: int, by: int, now: datetime, looked: Looked | None = None
) -> Imported:
    """Freezes the draft as the next revision. `seq` is the number of the draft that the author saw, `looked` what
    `look_at_draft` made of it since.

    Raises `Stale` when the draft has changed since, `BadPackage` with every mistake, or `Refused`: the course is
    archived, an item changed its kind. Publishing what is published already changes nothing.
    """
    looked = looked or look_at_draft(course_id, slug)
    draft = lock_draft(course_id)
    if draft.seq != seq:
        raise Stale("course.yaml", draft.changed_by, draft.changed_at)
    course = course_identity(slug)
    if course is not None and course.state == "archived":
        raise Refused("This course is archived. Bring it back before you publish.")
    if _slug_in(looked) != slug:
        raise Refused("The course.yaml of this draft names another course. Take the package once more.")
    done = take(looked, now=now, by=by)
    draft.base_revision_id = done.revision_id
    db.session.flush()
    return done
