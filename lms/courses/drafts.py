"""A course on its way to publication: plain values, made by `packages`, read by `services`.

Mappings `language -> …` have an entry for each language of the course.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class MediaDraft:
    """A file that an item uses, already kept in the store under its digest."""

    name: str
    digest: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TextDraft:
    """The words of an item in one language: sanitised HTML, and how many words a reader meets."""

    html: str
    word_count: int


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One step. `rule` is its completion rule, `settings` those of a video; `category` is a key of the grading."""

    key: str
    kind: str  # reading | video | quiz | assignment
    minutes: int
    required: bool
    after: str | None
    rule: dict[str, Any]
    settings: dict[str, Any]
    titles: dict[str, str]
    texts: dict[str, TextDraft]
    media: tuple[MediaDraft, ...] = ()
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleDraft:
    key: str
    after: str | None
    titles: dict[str, str]
    items: tuple[ItemDraft, ...]


@dataclass(frozen=True, slots=True)
class CourseTextDraft:
    """The words of a course in one language; `sources` are HTML fragments, the rest but the description is plain."""

    title: str
    summary: str
    audience: str
    description_html: str
    outcomes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file of the package as it was imported, kept in the store under its digest."""

    path: str
    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """A category of the gradebook: `weight` in percent of the total, its `drop_lowest` worst scores don't count."""

    key: str
    weight: int
    drop_lowest: int
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class GradingDraft:
    """How a total is made. `ungraded`: what has no score yet is left out (`skip`) or counts as 0 (`zero`)."""

    ungraded: str
    categories: tuple[CategoryDraft, ...]


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """Everything one publication says. `digest` is the SHA-256 of the package; `required_items` None means all.

    `translated` counts the texts that each language has: titles, items, rubrics, questions.
    """

    slug: str
    digest: str
    position: int
    level: str
    hours: int
    source_language: str
    languages: tuple[str, ...]
    prerequisites: tuple[str, ...]
    required_items: int | None
    final_quiz: str | None
    certificate_issue: str
    texts: dict[str, CourseTextDraft]
    modules: tuple[ModuleDraft, ...]
    files: tuple[FileDraft, ...] = ()
    grading: GradingDraft | None = None
    translated: dict[str, int] | None = None

    @property
    def items(self) -> tuple[ItemDraft, ...]:
        """Every item in the order of the course."""
        return tuple(item for module in self.modules for item in module.items)


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it. `item_versions` maps an item's key to its version in the revision."""

    course_id: int
    revision_id: int
    number: int
    item_versions: dict[str, int] = field(default_factory=dict)
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class ProgrammeTextDraft:
    title: str
    summary: str
    description_html: str


@dataclass(frozen=True, slots=True)
class ProgrammeCourseDraft:
    """One place in a programme; the course itself may still be in preparation."""

    slug: str
    number: str
    level: str
    hours: int
    titles: dict[str, str]
    modules: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class TrackDraft:
    """A choice of courses for one profession, by slug."""

    key: str
    titles: dict[str, str]
    summaries: dict[str, str]
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    slug: str
    texts: dict[str, ProgrammeTextDraft]
    courses: tuple[ProgrammeCourseDraft, ...]
    tracks: tuple[TrackDraft, ...]
