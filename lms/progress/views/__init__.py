"""The pages of this room: a course and the way through it (`course`, `item`, `starting`), its staff's `gradebook`."""

from lms.progress.views import course, gradebook, item, starting
from lms.progress.views.blueprint import blueprint

__all__ = ["blueprint", "course", "gradebook", "item", "starting"]
