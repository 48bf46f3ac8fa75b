"""What goes into the renderer and comes out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture is served, relative to the page, and its size in CSS pixels where it is known.

    `sources` are smaller files of it as WebP, (address, width in pixels), among which the browser chooses.
    """

    address: str
    width: int | None = None
    height: int | None = None
    sources: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture as the author wrote it; lines count from 1."""

    source: str
    alternative: str
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that reads otherwise than it was meant: what is wrong, and what to do."""

    line: int
    wrong: str
    todo: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Sanitised HTML. `word_count` counts words, and each character of Chinese, Japanese and Korean as one."""

    html: str
    word_count: int
    pictures: tuple[PictureUse, ...]
    headings: tuple[Heading, ...]
    troubles: tuple[Trouble, ...]
