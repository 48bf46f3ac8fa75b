"""A text of a draft as trainees will see it, before anybody has saved it: rendered, weighed, with what is wrong."""

from dataclasses import dataclass

from lms.authoring.queries.files import FileFacts
from lms.authoring.queries.items import DraftItem, page_path
from lms.authoring.rules.facts import reading_minutes
from lms.authoring.rules.media import found_by, uses_in_text
from lms.core.cache import remembered
from lms.packages.content import Content
from lms.packages.exporting import stored_file
from lms.packages.loading import NO_TEXT
from lms.packages.media import MediaFile, read_media
from lms.packages.problems import Problem
from lms.packages.reading import Package
from lms.packages.shelf import Renderer, Shelf
from lms.packages.yaml_text import Document

HEAVY_BYTES = 1024**2  # half a minute at 300 kilobits a second


@dataclass(frozen=True, slots=True)
class Look:
    """`html` is sanitised. `size_bytes` is the text with the pictures it shows, as they lie in the draft."""

    html: str
    words: int
    minutes: int
    size_bytes: int
    problems: tuple[Problem, ...]

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size_bytes / 1024))

    @property
    def is_heavy(self) -> bool:
        """Whether a phone on a slow line waits long for it."""
        return self.size_bytes > HEAVY_BYTES


def look_at(item: DraftItem, language: str, text: str) -> Look:
    """No statement; each picture is read once from the store. Lines of the problems count from the text's first."""
    files = _named_media(item, text)
    content = Content(
        package=Package(item.course.course["course"], {}),
        course=Document("course.yaml", item.course.course, {}, {}),
        words={},
        items={},
        banks={},
        media={name: file for name in files if (file := _medium(name, files[name])) is not None},
        media_names=frozenset(item.media),
        problems=[],
    )
    path = page_path(item.key, language)
    if not text.strip() and item.kind != "quiz":
        content.problems.append(Problem(path, 1, *NO_TEXT))
    found = Renderer(Shelf(content), path, language, films=True)(text, 1)
    size = len(found.html.encode()) + sum(item.media[name].size_bytes for name in found.media)
    return Look(found.html, found.word_count, reading_minutes(found.word_count), size, tuple(sorted(content.problems)))


def _named_media(item: DraftItem, text: str) -> dict[str, FileFacts]:
    named = {name for name, _use in uses_in_text("", text)}
    return {name: item.media[name] for wanted in named for name in found_by(wanted, item.media, item.course.languages)}


def _medium(name: str, file: FileFacts) -> MediaFile | None:
    return _read(name, file.digest, file.size_bytes)


@remembered(maxsize=512)
def _read(name: str, digest: str, size_bytes: int) -> MediaFile | None:
    """A digest names the same bytes for ever, so how large the picture stands is found out once."""
    return read_media(stored_file(f"media/{name}", size_bytes, digest), [])
