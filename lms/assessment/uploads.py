"""What people may bring files for in this room; `wiring` offers it."""

from lms.assessment.queries.work_files import limits_of_scope, writes_at_scope
from lms.assessment.rules.work_files import KINDS, MOST_MEGABYTES, PERSON_BYTES, PURPOSE, media_kinds
from lms.media.purposes import Purpose

WORK_FILES = Purpose(
    name=PURPOSE,
    kinds=media_kinds(tuple(KINDS)),
    most_bytes=MOST_MEGABYTES * 1024**2,
    may=lambda actor, scope: writes_at_scope(actor.person_id, scope),
    person_quota_bytes=PERSON_BYTES,
    limits=limits_of_scope,
)
