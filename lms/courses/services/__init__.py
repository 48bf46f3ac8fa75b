"""Every change of this room."""

from lms.courses.services.programmes import keep_programme
from lms.courses.services.publishing import publish_revision
from lms.courses.services.standing import archive_course, begin_course, forget_course, restore_course

__all__ = [
    "archive_course", "begin_course", "forget_course", "keep_programme", "publish_revision", "restore_course",
]  # fmt: skip
