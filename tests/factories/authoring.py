"""Courses in the studio for tests."""

from datetime import UTC, datetime
from itertools import count

from lms.authoring.queries.courses import StudioCourse, studio_course
from lms.authoring.services.courses import NewCourse, begin_course
from lms.authoring.services.drafts import begin_with_package
from lms.packages.reading import read_package
from tests.factories.courses import SAMPLE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_numbers = count(1)


def an_empty_draft(by: int, *, now: datetime = NOW, **changes: object) -> StudioCourse:
    """A course that was just begun: two files, no module, never published."""
    number = next(_numbers)
    values: dict[str, object] = {
        "slug": f"draft-{number}",
        "title": f"Draft {number}",
        "source_language": "en",
        "level": "basic",
        "hours": 4,
        "number": 900 + number % 99,
    }
    new = NewCourse(**{**values, **changes})  # type: ignore[arg-type]
    begin_course(new, by=by, now=now)
    return the_course(new.slug)


def a_sample_draft(by: int, *, now: datetime = NOW, slug: str | None = None) -> StudioCourse:
    """The sample package as a draft (en and ru, every kind of item and question), never published."""
    slug = slug or f"sample-{next(_numbers)}"
    begin_with_package(slug, read_package(SAMPLE), by=by, now=now)
    return the_course(slug)


def the_course(slug: str) -> StudioCourse:
    found = studio_course(slug)
    assert found is not None
    return found
