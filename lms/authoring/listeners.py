"""What the studio does when a revision was published, here or by a command."""

from datetime import datetime

from lms.authoring.services.drafts import follow_publication


def follow(_sender: object, *, course_id: int, revision_id: int, now: datetime, **_facts: object) -> None:
    """A draft that nobody had changed follows the package that was imported."""
    follow_publication(course_id, revision_id, now=now)
