"""The media of a draft: each file with where it is used, and what the whole weighs."""

from dataclasses import dataclass

from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import TextFile, draft_files, texts_like
from lms.authoring.queries.items import media_of
from lms.authoring.queries.titles import titles_in
from lms.authoring.rules.marks import bank_of_path, item_of_path
from lms.authoring.rules.media import Use, meant_by, uses_in_settings, uses_in_text
from lms.media.rules.kinds import kind_by_ending
from lms.packages.yaml_text import read_yaml

MEDIA = "course.media"  # the purpose of uploads, see lms/media/purposes.py


@dataclass(frozen=True, slots=True)
class Shown:
    """A place that uses a file: an item or a bank by its title or name, and what it says instead of the picture."""

    item: str | None
    bank: str | None
    title: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One file. `group` is picture, video or captions, as the kinds of lms.media have it; "" for an unknown kind."""

    name: str
    size_bytes: int
    group: str
    uses: tuple[Shown, ...]

    @property
    def kilobytes(self) -> int:
        return _kilobytes(self.size_bytes)


@dataclass(frozen=True, slots=True)
class MediaPage:
    files: tuple[MediaLine, ...]
    text_bytes: int

    @property
    def media_kilobytes(self) -> int:
        return _kilobytes(sum(file.size_bytes for file in self.files))

    @property
    def text_kilobytes(self) -> int:
        return _kilobytes(self.text_bytes)

    def file(self, name: str) -> MediaLine | None:
        return next((file for file in self.files if file.name == name), None)


def _kilobytes(size_bytes: int) -> int:
    return -(-size_bytes // 1024)


def media_page(course_id: int) -> MediaPage:
    """Every file and where it is used: five statements, whatever the number of files; reads all texts of items."""
    files = draft_files(course_id)
    course = course_files(course_id)
    names = media_of(files)
    texts = {**texts_like(course_id, "items/"), **texts_like(course_id, "questions/")}
    uses: dict[str, list[Use]] = {name: [] for name in names}
    for path, file in texts.items():
        for wanted, use in _uses(path, file):
            name = meant_by(wanted, names, path)
            if name is not None:
                uses[name].append(use)
    titles = titles_in(files, course.source_language)
    lines = [MediaLine(name, file.size_bytes, _group(name), _shown(uses[name], titles)) for name, file in names.items()]
    text_bytes = sum(file.size_bytes for path, file in files.items() if path not in {f"media/{n}" for n in names})
    return MediaPage(tuple(lines), text_bytes)


def _uses(path: str, file: TextFile) -> list[tuple[str, Use]]:
    if path.endswith(".md") or path.startswith("questions/"):
        return list(uses_in_text(path, file.text))
    document = read_yaml(path, file.text, [])
    settings = document.value if document and isinstance(document.value, dict) else {}
    return list(uses_in_settings(path, settings))


def _shown(uses: list[Use], titles: dict[str, str]) -> tuple[Shown, ...]:
    """Each item or bank once, whatever the number of its languages."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for use in uses:
        words = found.setdefault((item_of_path(use.path), bank_of_path(use.path)), [])
        if use.alternative is not None and use.alternative not in words:
            words.append(use.alternative)
    return tuple(
        Shown(item, bank, titles.get(item or "") or item or bank or "", tuple(words))
        for (item, bank), words in found.items()
    )


def _group(name: str) -> str:
    kind = kind_by_ending(name)
    return kind.group if kind else ""
