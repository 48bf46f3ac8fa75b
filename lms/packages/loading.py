"""From files to documents: which files there must be, which must not, and whether each has its shape."""

import re
from dataclasses import replace

from lms.core.messages import LanguageTag, Told
from lms.packages.content import Bank, Content, ItemSource, Page
from lms.packages.media import MediaFile, read_media
from lms.packages.pages import FRONT
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package
from lms.packages.shapes import check_shape
from lms.packages.yaml_text import Document, read_yaml

BIGGEST_TEXT = 1024 * 1024
NO_TEXT = Told("the text is empty"), Told("write what the trainee reads")  # what is wrong, what to do
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[A-Za-z0-9-]+)?\.[a-z0-9]+")
_LONGEST_NAME = 100
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def load(package: Package) -> Content:
    """Reads every file that belongs. Raises `BadPackage` when course.yaml can't be used at all."""
    loader = Loader(package)
    course = loader.yaml("course.yaml", "course")
    if course is None:
        raise BadPackage(loader.problems)
    languages = list(course.value["languages"])
    loader.source_language = course.value["source_language"]
    items = _items(course)
    content = Content(
        package=package,
        course=course,
        words=loader.by_language("course", "yaml", "course-words", languages),
        items=items,
        banks=loader.banks(languages),
        media=loader.media(),
        media_names=frozenset(path.removeprefix("media/") for path in package.files if path.startswith("media/")),
        problems=loader.problems,
    )
    for item in items.values():
        loader.item(item, languages)
    loader.strangers(languages)
    return content


def _items(course: Document) -> dict[str, ItemSource]:
    found: dict[str, ItemSource] = {}
    for m, module in enumerate(course.value["modules"]):
        for i, item in enumerate(module["items"]):
            place = ("modules", m, "items", i)
            found.setdefault(item["key"], ItemSource(item["key"], item["kind"], place, item))
    return found


class Loader:
    """Remembers which files were asked for, so that what nobody asked for can be named."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.problems: list[Problem] = []
        self.known: set[str] = set()
        self.source_language = ""

    def text(self, path: str, language: str = "") -> str | None:
        """A text file; None, with a problem, when it is missing or is no text. `language` is that of a translation."""
        self.known.add(path)
        file = self.package.files.get(path)
        if file is None:
            if self.is_translation(language):
                todo = Told(
                    "translate it; until then they read it in %(source)s", source=LanguageTag(self.source_language)
                )
                wrong = Told("it is not translated into %(language)s", language=LanguageTag(language))
                self.problems.append(Problem(path, 1, wrong, todo, is_remark=True))
            else:
                self.problems.append(
                    Problem(path, 1, Told("the file is missing"), Told("write it as docs/course-format.md shows"))
                )
            return None
        if file.size_bytes > BIGGEST_TEXT:
            self.problems.append(Problem(path, 1, Told("the text is larger than 1 MB"), Told("split it")))
            return None
        try:
            text = file.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.problems.append(Problem(path, 1, Told("it is not UTF-8"), Told("save it as UTF-8")))
            return None
        if match := _CONTROL.search(text):
            line = text.count("\n", 0, match.start()) + 1
            self.problems.append(
                Problem(path, line, Told("it holds a control character"), Told("remove the invisible character"))
            )
            return None
        return text

    def is_translation(self, language: str) -> bool:
        return bool(language and self.source_language) and language != self.source_language

    def yaml(self, path: str, schema: str, language: str = "") -> Document | None:
        text = self.text(path, language)
        document = read_yaml(path, text, self.problems) if text is not None else None
        if document is None:
            return None
        if not self.is_translation(language):
            return document if check_shape(document, schema, self.problems) else None
        return self._translated(document, schema)

    def _translated(self, document: Document, schema: str) -> Document | None:
        """What can be used of a translation: where it is unfinished, its readers have the source."""
        before = len(self.problems)
        if check_shape(document, schema, self.problems, may_be_unfinished=True):
            return document
        if schema != "bank-words" or any(not problem.is_remark for problem in self.problems[before:]):
            return None
        whole = {
            key: words
            for key, words in document.value.items()
            if check_shape(replace(document, value={key: words}), schema, [])
        }
        return replace(document, value=whole)

    def by_language(self, stem: str, ending: str, schema: str, languages: list[str]) -> dict[str, Document]:
        found = {tag: self.yaml(f"{stem}.{tag}.{ending}", schema, tag) for tag in languages}
        return {language: document for language, document in found.items() if document}

    def item(self, item: ItemSource, languages: list[str]) -> None:
        if item.kind != "reading":
            item.settings = self.yaml(f"items/{item.key}.yaml", item.kind)
        if item.kind == "assignment" and item.settings is not None and "rubric" in item.settings.value:
            item.words = self.by_language(f"items/{item.key}", "yaml", "rubric-words", languages)
        for language in languages:
            if page := self.page(f"items/{item.key}.{language}.md", language, may_be_empty=item.kind == "quiz"):
                item.pages[language] = page

    def page(self, path: str, language: str = "", *, may_be_empty: bool = False) -> Page | None:
        text = self.text(path, language)
        if text is None:
            return None
        front = FRONT.match(text)
        if front is None:
            self.problems.append(
                Problem(path, 1, Told("the front matter is missing"), Told("begin with ---, title: …, ---"))
            )
            return None
        document = read_yaml(path, front[1] or "", self.problems, first_line=2)
        is_translation = self.is_translation(language)
        if document is None or not check_shape(document, "page", self.problems, may_be_unfinished=is_translation):
            return None
        first_line = text.count("\n", 0, front.end()) + 1
        if not text[front.end() :].strip() and not may_be_empty:
            self.problems.append(Problem(path, first_line, *NO_TEXT, is_remark=is_translation))
            if is_translation:
                return None
        return Page(path, document.value["title"].strip(), text[front.end() :], first_line)

    def banks(self, languages: list[str]) -> dict[str, Bank]:
        found: dict[str, Bank] = {}
        for path in sorted(self.package.files):
            match = re.fullmatch(r"questions/([a-z0-9-]+)\.yaml", path)
            if match and (document := self.yaml(path, "bank")):
                words = self.by_language(f"questions/{match[1]}", "yaml", "bank-words", languages)
                found[match[1]] = Bank(match[1], document, words)
        return found

    def media(self) -> dict[str, MediaFile]:
        found: dict[str, MediaFile] = {}
        for path, source in sorted(self.package.files.items()):
            if path.startswith("media/"):
                self.known.add(path)
                if has_good_name(path) and (file := read_media(source, self.problems)):
                    found[file.name] = file
        return found

    def strangers(self, languages: list[str]) -> None:
        """Names what can't be in a package, and files of languages or items that course.yaml doesn't have."""
        for path in sorted(self.package.files):
            if not has_good_name(path):
                todo = Told("use lower-case letters, digits and hyphens")
                self.problems.append(Problem(path, 1, Told("the name of this file is not allowed"), todo))
            elif path not in self.known:
                self.problems.append(self._stranger(path, languages))

    def _stranger(self, path: str, languages: list[str]) -> Problem:
        match = re.fullmatch(r"(?:course|(?:items|questions)/[a-z0-9-]+)\.([A-Za-z0-9-]+)\.(?:md|yaml)", path)
        if match and match[1] not in languages:
            return Problem(
                path,
                1,
                Told("%(language)s is not among the languages of course.yaml", language=match[1]),
                Told("add it there, or remove the file"),
            )
        if path.startswith("items/"):
            return Problem(
                path,
                1,
                Told("no item of course.yaml has this file"),
                Told("add the item there, or remove the file"),
            )
        return Problem(path, 1, Told("this file does not belong to a package"), Told("remove it"))


def has_good_name(path: str) -> bool:
    """Whether a package may hold a file of this path."""
    *folders, name = path.split("/")
    return (
        folders in ([], ["items"], ["questions"], ["media"])
        and _NAME.fullmatch(name) is not None
        and len(name) <= _LONGEST_NAME
    )
