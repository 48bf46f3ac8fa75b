"""What the tests of publications do to a draft."""

from dataclasses import replace
from datetime import datetime

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_package
from lms.authoring.services.files import digest_of
from lms.authoring.services.publishing import publish_draft
from lms.core.db import db
from lms.packages.reading import Package
from tests.factories import authoring

PAGE = "items/what-is-in-it.en.md"


def publish(course: StudioCourse, by: int, now: datetime = authoring.NOW) -> int:
    """Publishes the draft as it is; the number of the revision."""
    seen = authoring.the_course(course.slug)
    done = publish_draft(course.id, course.slug, seq=seen.draft_seq or 0, by=by, now=now)
    db.session.commit()
    return done.number


def package_with(course: StudioCourse, text: str) -> Package:
    """A package of this course that says something else on one page, as `lms course import` would bring it."""
    files = dict(draft_package(course.id, course.slug).files)
    data = text.encode()
    files[PAGE] = replace(files[PAGE], size_bytes=len(data), digest=digest_of(text), read=lambda: data, stream=None)
    return Package(course.slug, files)
