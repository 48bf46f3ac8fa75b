"""From the draft to what trainees see."""

from datetime import datetime

from lms.authoring.queries.files import draft_package
from lms.authoring.services.files import Stale, lock_draft
from lms.core.db import db
from lms.packages.importing import Imported, import_package


def publish_draft(course_id: int, slug: str, *, seq: int, by: int, now: datetime) -> Imported:
    """Freezes the draft as the next revision. `seq` is the number of the draft that the author saw.

    Raises `Stale` when the draft has changed since, `BadPackage` with every mistake, or `Refused` when an item
    changed its kind. Publishing what is published already changes nothing.
    """
    draft = lock_draft(course_id)
    if draft.seq != seq:
        raise Stale("course.yaml", draft.changed_by, draft.changed_at)
    done = import_package(draft_package(course_id, slug), now=now, by=by)
    draft.base_revision_id = done.revision_id
    db.session.flush()
    return done
