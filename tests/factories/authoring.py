"""Courses in the studio for tests."""

from datetime import UTC, datetime
from itertools import count

from lms.authoring.queries.courses import StudioCourse, studio_course
from lms.authoring.services.courses import NewCourse, begin_course, begin_with_files
from lms.authoring.services.drafts import begin_with_package
from lms.authoring.services.files import Content
from lms.packages.pages import write_page
from lms.packages.reading import read_package
from lms.packages.writing import write_yaml
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


def a_large_draft(by: int, *, modules: int, items: int, now: datetime = NOW) -> StudioCourse:
    """A draft in English and Russian with so many modules of so many readings each."""
    slug = f"large-{next(_numbers)}"
    outline = [
        {
            "key": f"module-{m}",
            "items": [{"key": f"item-{m}-{i}", "kind": "reading", "minutes": 5} for i in range(items)],
        }
        for m in range(modules)
    ]
    course = {
        "format": 1,
        "course": slug,
        "number": 900,
        "level": "basic",
        "hours": 40,
        "source_language": "en",
        "languages": ["en", "ru"],
        "enrolment": {"mode": "open"},
        "completion": {"required_items": "all"},
        "certificate": {"issue": "automatic"},
        "modules": outline,
    }
    files: dict[str, Content] = {"course.yaml": write_yaml(course)}
    for tag in ("en", "ru"):
        words = {"title": f"Large {tag}", "summary": "S", "audience": "A", "description": "D"}
        titles = {f"module-{m}": f"Module {m} ({tag})" for m in range(modules)}
        files[f"course.{tag}.yaml"] = write_yaml({**words, "outcomes": ["O"], "sources": [], "modules": titles})
        for m in range(modules):
            for i in range(items):
                files[f"items/item-{m}-{i}.{tag}.md"] = write_page(f"Item {m}.{i} ({tag})", "Some words to read.")
    begin_with_files(slug, files, kind="import", subject=slug, by=by, now=now)
    return the_course(slug)
