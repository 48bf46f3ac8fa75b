"""Pictures that came inside a file: kept under names that a course package allows, each content once."""

import base64
import binascii
import hashlib
import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from lms.core.messages import Sentence
from lms.packages.exchange.escaping import escape
from lms.packages.exchange.keys import key_from
from lms.packages.exchange.report import Notes
from lms.packages.media import BIGGEST_PICTURE, read_media
from lms.packages.problems import Problem
from lms.packages.reading import SourceFile

_PLACE = re.compile(r"@@PLUGINFILE@@/{1,3}([^?#]{1,400})")
_INLINE = re.compile(r"data:image/([a-z+]{3,10});base64,")
_GOOD_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[A-Za-z0-9-]{1,20})?")
_ENDINGS = ("png", "jpg", "webp", "avif", "svg")
_LONGEST_WORDS = 300  # characters of an alternative text

Files = Mapping[str, Callable[[], str]]  # name -> its content in base64


class Pictures:
    """The pictures of one file. Those of the question at hand wait until it is taken."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self._waiting: dict[str, bytes] = {}
        self._placed: dict[str, str | None] = {}  # of the question at hand, by their names in the file

    def begin(self) -> None:
        """A new question: the pictures of one that was refused are forgotten."""
        self._waiting, self._placed = {}, {}

    def waiting(self) -> dict[str, bytes]:
        return dict(self._waiting)

    def take(self) -> None:
        """The question is taken, and its pictures with it."""
        self.media |= self._waiting

    def show(self, files: Files, notes: Notes, address: str, alternative: str) -> str:
        """The Markdown of a picture, or its words where it can't be shown."""
        words = " ".join(alternative.split())[:_LONGEST_WORDS]
        kept = self.place(files, notes, address, has_words=bool(words))
        return f"![{escape(words) or 'decorative'}](../media/{kept})" if kept else escape(words)

    def place(self, files: Files, notes: Notes, address: str, *, has_words: bool) -> str | None:
        """The name of a picture in media/, None (and a note) when it can't be kept."""
        name, content = _source(files, address)
        told: dict[str, object]
        if content is None:
            if address:
                told = {"name": name[:100] or "?"}
                notes.add(Sentence("The picture %(name)s is not in the file: add it by hand.", told))
            return None
        if name not in self._placed:
            self._placed[name] = self._keep(name, content, notes)
        kept = self._placed[name]
        if kept and not has_words:
            told = {"name": kept}
            notes.add(Sentence("The picture %(name)s has no words: describe it for those who don't see it.", told))
        return kept

    def _keep(self, name: str, content: str, notes: Notes) -> str | None:
        shown = name[:100]
        if len(content) > BIGGEST_PICTURE * 2:
            notes.add(Sentence("The picture %(name)s is too large: make it smaller than 5 MB.", {"name": shown}))
            return None
        try:
            data = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError):
            notes.add(Sentence("The picture %(name)s is damaged in the file: add it by hand.", {"name": shown}))
            return None
        ending = _ending(data)
        if ending is None or _problems(data, ending):
            notes.add(
                Sentence(
                    "The picture %(name)s can't be shown here: save it as PNG, JPEG, WebP or plain SVG and add it.",
                    {"name": shown},
                )
            )
            return None
        return self._name(name, ending, data)

    def _name(self, name: str, ending: str, data: bytes) -> str:
        stem = name.rpartition(".")[0] or name
        if not _GOOD_STEM.fullmatch(stem):
            stem = key_from(stem, "picture")
        known = ChainMap(self._waiting, self.media)
        wanted, number = f"{stem}.{ending}", 1
        while known.get(wanted, data) != data:
            number += 1
            wanted = f"{stem}-{number}.{ending}"
        self._waiting[wanted] = data
        return wanted


def _source(files: Files, address: str) -> tuple[str, str | None]:
    """The picture's name and its content in base64, None when the file doesn't have it."""
    if place := _PLACE.fullmatch(address.split("?")[0].split("#")[0]):
        name = unquote(place[1]).rpartition("/")[2]
        read = files.get(name) or files.get(place[1])
        return name, read() if read else None
    if inline := _INLINE.match(address[:60]):
        content = address[inline.end() :]
        digest = hashlib.sha256(content.encode()).hexdigest()[:8]
        return f"picture-{digest}.{inline[1]}", content
    return address.rpartition("/")[2], None


def _ending(data: bytes) -> str | None:
    """The kind of picture by its content; names of other systems often say another."""
    for ending in _ENDINGS:
        if ending == "svg":
            if b"<svg" in data[:2000]:
                return ending
        elif not any("content" in problem.wrong for problem in _problems(data, ending)):
            return ending
    return None


def _problems(data: bytes, ending: str) -> list[Problem]:
    problems: list[Problem] = []
    digest = hashlib.sha256(data).hexdigest()
    read_media(SourceFile(f"media/x.{ending}", len(data), digest, lambda: data), problems)
    return problems


def source_file(name: str, data: bytes) -> SourceFile:
    """A picture as the rest of the packages reads it."""
    return SourceFile(f"media/{name}", len(data), hashlib.sha256(data).hexdigest(), lambda: data)
