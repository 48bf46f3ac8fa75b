"""The pages of this room: a quiz (`attempts`), one's own work (`work`), a peer's (`reviewing`); the staff's beside."""

from lms.assessment.views import analysis, attempts, grading, reviewing, work
from lms.assessment.views.blueprint import blueprint

__all__ = ["analysis", "attempts", "blueprint", "grading", "reviewing", "work"]
