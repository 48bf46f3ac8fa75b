"""Finding the media that texts name, in the language of the text, and noticing which are never used."""

import re
from dataclasses import dataclass, field

from lms.core.markdown import Picture, Rendered, render, render_inline
from lms.core.messages import Told
from lms.media.rules.pictures import variant_name
from lms.packages.content import Content
from lms.packages.media import PICTURES, MediaFile
from lms.packages.memory import remembered_render
from lms.packages.problems import Problem

_SOURCE = re.compile(r"\.\./media/([^/]+)")
FROM_ITEM = "media/"  # beside the item's page


@dataclass
class Shelf:
    """The media of a package while its texts are read."""

    content: Content
    used: set[str] = field(default_factory=set)

    def find(self, name: str, language: str) -> str | None:
        """The name of the file that a text in this language means: its own variant first, else the common one.

        A translation whose figure is not translated shows that of the source.
        """
        stem, _, ending = name.rpartition(".")
        for candidate in (f"{stem}.{language}.{ending}", name, f"{stem}.{self.content.source_language}.{ending}"):
            if candidate in self.content.media_names:
                self.used.add(candidate)
                return candidate
        return None

    def is_borrowed(self, name: str, found: str, language: str) -> bool:
        """Whether the file that was found shows the words of the source to readers of another language."""
        return found != name and not found.endswith(f".{language}.{name.rpartition('.')[2]}")

    def why_missing(self, name: str, language: str) -> tuple[str, str]:
        stem, _, ending = name.rpartition(".")
        others = [tag for tag in self.content.languages if f"{stem}.{tag}.{ending}" in self.content.media_names]
        if others:
            wrong = Told(
                "media/%(name)s is there in %(others)s but not in %(language)s",
                name=name,
                others=", ".join(others),
                language=language,
            )
            return wrong, Told(
                "add media/%(stem)s.%(language)s.%(ending)s", stem=stem, language=language, ending=ending
            )
        return Told("media/%(name)s is not there", name=name), Told("add the file, or correct the name")

    def unused(self) -> list[Problem]:
        return [
            Problem(f"media/{name}", 1, Told("no item uses this file"), Told("use it, or remove it"), is_remark=True)
            for name in sorted(self.content.media_names - self.used)
        ]


@dataclass
class Words:
    """A text made ready for the page, and the media it shows."""

    html: str
    word_count: int
    media: frozenset[str]


def _picture(address: str, file: MediaFile) -> Picture:
    sources = tuple((variant_name(address, width), width) for width in file.widths)
    return Picture(address, file.width, file.height, sources)


@dataclass
class Renderer:
    """Renders the texts of one file and tells its author what was wrong with them."""

    shelf: Shelf
    path: str
    language: str
    base: str | None = FROM_ITEM  # None: a text that shows no pictures
    headings: bool = True
    films: bool = False  # whether films of others may stand in the text

    def __call__(self, text: str, first_line: int, *, inline: bool = False) -> Words:
        media: set[str] = set()

        def picture(source: str) -> Picture | None:
            match = _SOURCE.fullmatch(source)
            name = self.shelf.find(match[1], self.language) if match and self.base else None
            if name is None:
                return None
            media.add(name)
            file = self.shelf.content.media.get(name)
            return _picture(f"{self.base}{name}", file) if file else None

        if inline:
            rendered = remembered_render(
                render_inline, text, picture=picture, language=self.language, first_line=first_line
            )
        else:
            rendered = remembered_render(
                render, text, picture=picture, language=self.language, first_line=first_line, has_films=self.films
            )
        self._tell(rendered)
        return Words(rendered.html, rendered.word_count, frozenset(media))

    def _tell(self, rendered: Rendered) -> None:
        problems = self.shelf.content.problems
        problems += [Problem(self.path, trouble.line, trouble.wrong, trouble.todo) for trouble in rendered.troubles]
        self._tell_of_headings(rendered)
        for use in rendered.pictures:
            if not use.alternative.strip():
                todo = Told("describe what it shows in the brackets, or write ![decorative](…)")
                problems.append(Problem(self.path, use.line, Told("a picture has no alternative text"), todo))
            if told := self._picture_problem(use.source):
                problems.append(Problem(self.path, use.line, *told))

    def _tell_of_headings(self, rendered: Rendered) -> None:
        above = 1
        for heading in rendered.headings:
            if not self.headings:
                told = Told("a heading stands in a short text"), Told("remove the # or =")
            elif heading.level == 1:
                told = Told("a heading has the level of the page's title"), Told("begin headings with ##")
            elif heading.level > above + 1:
                told = (
                    Told("a heading of level %(level)s follows level %(above)s", level=heading.level, above=above),
                    Told("write %(heading)s", heading="#" * (above + 1)),
                )
            else:
                above = heading.level
                continue
            above = heading.level
            self.shelf.content.problems.append(Problem(self.path, heading.line, *told))

    def _picture_problem(self, source: str) -> tuple[str, str, bool] | None:
        """What is wrong, what to do, and whether that is a remark."""
        if self.base is None:
            return Told("a picture stands where none can be shown"), Told("remove it"), False
        match = _SOURCE.fullmatch(source)
        if match is None:
            wrong = Told("the picture %(source)s is not in the package", source=repr(source))
            return wrong, Told("put it into media/ and write ../media/NAME"), False
        if match[1].rpartition(".")[2] not in PICTURES:
            return Told("%(name)s is no picture", name=match[1]), Told("show SVG, PNG, JPEG, WebP or AVIF"), False
        found = self.shelf.find(match[1], self.language)
        if found is not None and not self.shelf.is_borrowed(match[1], found, self.language):
            return None
        return *self.shelf.why_missing(match[1], self.language), found is not None
