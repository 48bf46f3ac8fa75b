"""Every change of this room."""

from lms.progress.services.counting import begin, recount, recount_many
from lms.progress.services.grading import note_export, override_grade, remove_override
from lms.progress.services.steps import (
    complete_by_staff,
    mark_complete,
    record_opening,
    record_watching,
    take_grade,
    take_work,
)

__all__ = [
    "begin", "complete_by_staff", "mark_complete", "note_export", "override_grade", "record_opening",
    "record_watching", "recount", "recount_many", "remove_override", "take_grade", "take_work",
]  # fmt: skip
