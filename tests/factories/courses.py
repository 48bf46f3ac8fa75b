"""Published courses for tests: `a_course()` is small and fast, `sample_course()` has every kind of item."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from lms.courses.drafts import CourseTextDraft, ItemDraft, MediaDraft, ModuleDraft, RevisionDraft, TextDraft
from lms.courses.queries import CourseFacts, published_course
from lms.courses.services import publish_revision

SAMPLE = Path(__file__).parents[1] / "packages" / "sample"
_numbers = count(1)


def a_reading(key: str = "welcome", **changes: Any) -> ItemDraft:
    return _an_item(key, "reading", {"kind": "mark"}, **changes)


def a_quiz_item(key: str = "quiz", percent: int = 70, **changes: Any) -> ItemDraft:
    """The item only; its questions are `assessment.services.store_quiz`'s."""
    return _an_item(key, "quiz", {"kind": "score", "percent": percent}, **changes)


def an_assignment_item(key: str = "claim", rule: dict[str, Any] | None = None, **changes: Any) -> ItemDraft:
    """The item only; its settings are `assessment.services.store_assignment`'s."""
    return _an_item(key, "assignment", rule or {"kind": "score", "percent": 60, "of": "assignment"}, **changes)


def a_video_item(key: str = "film", percent: int = 80, **changes: Any) -> ItemDraft:
    settings = {"file": "film.webm", "duration_seconds": 100, "captions": {"en": "film.en.vtt"}}
    return _an_item(key, "video", {"kind": "watch", "percent": percent}, **{"settings": settings, **changes})


def _an_item(key: str, kind: str, rule: dict[str, Any], **changes: Any) -> ItemDraft:
    title = key.replace("-", " ").capitalize()
    values: dict[str, Any] = {
        "minutes": 5,
        "required": True,
        "after": None,
        "settings": {},
        "titles": {"en": title, "ru": f"{title} (ru)"},
        "texts": {"en": TextDraft(f"<p>The text of {key}.</p>", 4), "ru": TextDraft(f"<p>Текст {key}.</p>", 2)},
    }
    return ItemDraft(key=key, kind=kind, rule=rule, **{**values, **changes})


def a_module(key: str, *items: ItemDraft, after: str | None = None, **changes: Any) -> ModuleDraft:
    titles = {"en": key.capitalize(), "ru": f"{key.capitalize()} (ru)"}
    return ModuleDraft(key=key, after=after, items=items, **{"titles": titles, **changes})


def a_media_file(name: str, data: bytes, content_type: str = "image/svg+xml") -> MediaDraft:
    """Kept in the store of the application under test."""
    from lms.core.runtime import current

    return MediaDraft(name, current().storage.put(data), content_type, len(data))


def course_words(title: str, **changes: Any) -> CourseTextDraft:
    values: dict[str, Any] = {
        "summary": f"What {title} is about.",
        "audience": "Whoever sells across a border.",
        "description_html": f"<p>About {title}.</p>",
        "outcomes": ("Sell a thing.",),
        "sources": ("<a href='https://example.org/'>A source</a>",),
    }
    return CourseTextDraft(title=title, **{**values, **changes})


def a_draft(*modules: ModuleDraft, title: str | None = None, **changes: Any) -> RevisionDraft:
    """Two modules of readings in English and Russian, the second after the first, unless said otherwise."""
    number = next(_numbers)
    title = title or f"Course {number}"
    values: dict[str, Any] = {
        "slug": f"course-{number}",
        "position": number,
        "level": "basic",
        "hours": 8,
        "source_language": "en",
        "languages": ("en", "ru"),
        "prerequisites": (),
        "required_items": None,
        "final_quiz": None,
        "certificate_issue": "automatic",
        "texts": {"en": course_words(title), "ru": course_words(f"Курс {title}")},
        "modules": modules
        or (
            a_module("basics", a_reading("welcome"), a_reading("first-sale")),
            a_module("practice", a_reading("second-sale"), after="basics"),
        ),
        **changes,
    }
    if "digest" not in values:
        modules_as_data = [asdict(module) for module in values["modules"]]
        rest = {name: str(value) for name, value in values.items() if name != "modules"}
        values["digest"] = hashlib.sha256(json.dumps([rest, modules_as_data]).encode()).hexdigest()
    return RevisionDraft(**values)


def a_course(*modules: ModuleDraft, now: datetime | None = None, **changes: Any) -> CourseFacts:
    """A published course. `changes` are fields of the draft: `a_course(slug="x", hours=3, required_items=2)`."""
    draft = a_draft(*modules, **changes)
    publish_revision(draft, now=now or datetime(2026, 11, 1, 9, tzinfo=UTC), by=None)
    facts = published_course(draft.slug)
    assert facts is not None
    return facts


def sample_course(now: datetime | None = None) -> CourseFacts:
    """The package in tests/packages/sample: a reading with figures, a video, quizzes with every kind of question."""
    from lms.packages.importing import import_package
    from lms.packages.reading import read_package

    publication = import_package(read_package(SAMPLE), now=now or datetime(2026, 11, 1, 9, tzinfo=UTC), by=None)
    facts = published_course(publication.slug)
    assert facts is not None
    return facts
