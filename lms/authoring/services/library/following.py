"""Uses of the library follow what happens to drafts: a step is taken back, a course is copied or goes."""

from sqlalchemy import delete, select

from lms.authoring.models import LibraryUse
from lms.core.db import db


def return_uses(course_id: int, change_id: int) -> None:
    """After this step was taken back: what it took from the library is used as before, or no longer."""
    chosen = select(LibraryUse).where(LibraryUse.course_id == course_id, LibraryUse.change_id == change_id)
    for use in db.session.scalars(chosen):
        if use.before is None:
            db.session.delete(use)
            continue
        use.number, use.names = use.before["number"], use.before["names"]
        use.digest, use.declined = use.before["digest"], use.before["declined"]
        use.change_id, use.before = None, None
    db.session.flush()


def copy_uses(course_id: int, copy_id: int) -> None:
    """A copied course uses what its original does."""
    for use in db.session.scalars(select(LibraryUse).where(LibraryUse.course_id == course_id)):
        db.session.add(
            LibraryUse(
                course_id=copy_id,
                of=use.of,
                entry_id=use.entry_id,
                number=use.number,
                declined=use.declined,
                names=use.names,
                digest=use.digest,
                taken_at=use.taken_at,
                taken_by=use.taken_by,
                change_id=None,
                before=None,
            )
        )
    db.session.flush()


def forget_uses(course_id: int) -> None:
    """The course goes; its share in the library stays there."""
    db.session.execute(delete(LibraryUse).where(LibraryUse.course_id == course_id))
