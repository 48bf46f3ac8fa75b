"""Texts in the formats of other systems, read as blocks, as one phrase, or as plain text."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lms.core.markdown import Picture, Rendered, render, render_inline
from lms.core.messages import Sentence
from lms.packages.exchange.conversion import ShowPicture, convert, no_pictures, tell_of_tex
from lms.packages.exchange.escaping import markdown_from_plain
from lms.packages.exchange.markup import looks_like_html
from lms.packages.exchange.pictures import Files, Pictures
from lms.packages.exchange.report import Notes, RefusedQuestion

Format = Literal["html", "markdown", "moodle", "plain"]
LONGEST = 30_000  # characters of one text before it is converted, pictures inside it apart
MEDIA = re.compile(r"\.\./media/([a-z0-9-]+(?:\.[A-Za-z0-9-]+)?\.[a-z0-9]{1,5})")
_MARKDOWN_PICTURE = re.compile(
    r"!\[((?:[^\[\]\\\n]|\\.){0,300})\]\((@@PLUGINFILE@@/[^()\s]{1,300})(\s[^()\n]{1,300})?\)"
)
_PICTURE_DATA = re.compile(r"base64,[A-Za-z0-9+/=]+")
_SPACES = re.compile(r"[ \t\n]+")  # a space that must not break stays
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]{1,9}([^\n]*)$")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stands in a file, and how it is meant."""

    text: str = ""
    format: Format = "plain"

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def __len__(self) -> int:
        """In characters; pictures inside the text don't count."""
        return len(self.text if "base64," not in self.text else _PICTURE_DATA.sub("", self.text))


@dataclass(slots=True)
class TextReader:
    """Reads the texts of one question; what is adapted goes into `notes`, pictures into `pictures`."""

    language: str
    pictures: Pictures
    notes: Notes
    files: Files

    def block(self, text: Text) -> str:
        """Markdown of blocks."""
        return self._read(text, one_line=False)

    def phrase(self, text: Text) -> str:
        """Markdown of one line."""
        return self._read(text, one_line=True)

    def plain(self, text: Text) -> str:
        """One line without any marks."""
        self._check_length(text)
        if text.format == "plain" or (text.format == "moodle" and not looks_like_html(text.text)):
            return _SPACES.sub(" ", text.text).strip()
        source = text.text
        if text.format == "markdown":
            source = render_inline(source, language=self.language).html
        told = Notes()
        found = convert(source, self.notes, partial(self._plain_picture, told), plain=True)
        for sentence in told.sentences:
            self.notes.add(sentence)
        return found

    def _plain_picture(self, told: Notes, _address: str, alternative: str) -> str:
        told.add(Sentence("A picture stood where only words can be: its words stay."))
        return alternative

    def _check_length(self, text: Text) -> None:
        if len(text) > LONGEST:
            raise RefusedQuestion(Sentence("A text of it is far too long: shorten it to 4,000 characters."))

    def _read(self, text: Text, *, one_line: bool) -> str:
        self._check_length(text)
        picture: ShowPicture = partial(self.pictures.show, self.files, self.notes)
        if text.format == "markdown":
            return self._markdown(text.text, one_line=one_line)
        is_html = text.format == "html" or (text.format == "moodle" and looks_like_html(text.text))
        if is_html:
            source = text.text if text.format == "html" else text.text.replace("\n", "<br>")
            found = convert(source, self.notes, picture, one_line=one_line)
        else:
            tell_of_tex(text.text, self.notes)
            found = _plain(text.text, one_line=one_line)
        if self._is_sound(found, one_line=one_line):
            return found
        self.notes.add(Sentence("Its formatting could not be kept: look the text over."))
        return _plain(convert(source, Notes(), no_pictures, plain=True) if is_html else text.text, one_line=one_line)

    def _markdown(self, text: str, *, one_line: bool) -> str:
        """Markdown stays as it is where it says nothing that our Markdown doesn't know."""
        text = text.strip()
        tell_of_tex(text, self.notes)
        text = _MARKDOWN_PICTURE.sub(self._placed, text)
        text = text if not one_line else " ".join(text.split("\n"))
        if self._is_sound(text, one_line=one_line):
            for name in sorted(set(MEDIA.findall(text)) - set(self.pictures.waiting())):
                self.notes.add(Sentence("It shows %(name)s: that file has to be in the course.", {"name": name}))
            return text
        simpler = _HEADING.sub(lambda found: f"**{found[1].strip()}**" if found[1].strip() else "", text)
        if self._is_sound(simpler, one_line=one_line):
            self.notes.add(Sentence("Headings became bold text: a question has none."))
            return simpler
        self.notes.add(Sentence("Its formatting could not be kept: look the text over."))
        return _plain(text, one_line=one_line)

    def _placed(self, found: re.Match[str]) -> str:
        """A picture of Markdown whose file stands in the question."""
        kept = self.pictures.place(self.files, self.notes, found[2], has_words=bool(found[1].strip()))
        return f"![{found[1].strip() or 'decorative'}](../media/{kept}{found[3] or ''})" if kept else found[1]

    def _is_sound(self, text: str, *, one_line: bool) -> bool:
        """Whether our own Markdown finds nothing to complain about."""
        rendered: Rendered = (render_inline if one_line else render)(
            text, language=self.language, picture=lambda source: Picture(source)
        )
        pictures_stand = all(MEDIA.fullmatch(use.source) and use.alternative.strip() for use in rendered.pictures)
        return not rendered.headings and not rendered.troubles and pictures_stand


def _plain(text: str, *, one_line: bool) -> str:
    return markdown_from_plain(_SPACES.sub(" ", text) if one_line else text)
