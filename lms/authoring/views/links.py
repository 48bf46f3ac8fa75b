"""What is wrong with a draft, as lists whose entries lead to what mends them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from lms.authoring.rules.places import EditorPlace, part_of_item, place_of_file
from lms.core.messages import Said, Sentence, phrase
from lms.courses.queries import Outline
from lms.packages.problems import Problem
from lms.web.language import language_name

_TITLES = {
    "outline": phrase("Outline"),
    "settings": phrase("Settings"),
    "questions": phrase("Questions of the bank %(bank)s"),
    "translations": phrase("The words about the course"),
    "media": phrase("Files"),
}
_ORDER = ("outline", "settings", "item", "questions", "translations", "media")


@dataclass(frozen=True, slots=True)
class Mending:
    """One problem: its file and line, and the page that mends it."""

    path: str
    line: int
    wrong: Said
    todo: Said
    url: str


@dataclass(frozen=True, slots=True)
class MendingGroup:
    """The problems of one item, or of another thing that has a page of its own; `title` is what authors call it."""

    title: Said
    language: str  # the name of the language of a translation, "" for anything else
    url: str
    problems: tuple[Mending, ...]


def mending(
    slug: str, problems: Iterable[Problem], source_language: str, outline: Outline | None = None
) -> list[MendingGroup]:
    """The problems by what they belong to: the course, its items in the order of the outline, banks, the rest.

    `outline` knows titles and kinds; without it an item is called by its key.
    """
    kinds = {item.key: item.kind for item in outline.items} if outline else {}
    found: dict[EditorPlace, list[Mending]] = {}
    for p in problems:
        place = place_of_file(p.path, str(p.wrong), source_language, kinds)
        url = _item_url(slug, p.path, place.key, kinds, source_language) if place.page == "item" else _url(slug, place)
        found.setdefault(place, []).append(Mending(p.path, p.line, p.wrong, p.todo, url))
    keys = list(kinds)
    places = sorted(found, key=lambda p: (_ORDER.index(p.page), keys.index(p.key) if p.key in kinds else 0, p.key))
    return [
        MendingGroup(
            title=_title(place, source_language, outline),
            language=language_name(place.key) if place.page == "translations" else "",
            url=_url(slug, place),
            problems=tuple(found[place]),
        )
        for place in places
    ]


def _title(place: EditorPlace, source_language: str, outline: Outline | None) -> Sentence:
    if place.page != "item":
        return Sentence(_TITLES[place.page], {"bank": place.key} if place.page == "questions" else {})
    item = outline.item(place.key) if outline else None
    titles = item.titles if item else {}
    title = titles.get(source_language) or next(iter(titles.values()), place.key)
    return Sentence("“%(title)s”", {"title": title})


def _url(slug: str, place: EditorPlace) -> str:
    named = {"item": "item", "questions": "bank", "translations": "language"}
    chosen: dict[str, Any] = {named[place.page]: place.key} if place.page in named else {}
    return url_for(f"authoring.{place.page}", slug=slug, **chosen)


def _item_url(slug: str, path: str, key: str, kinds: dict[str, str], source_language: str) -> str:
    """The very page of an item that edits this of its files."""
    page, language = part_of_item(path, kinds.get(key, ""), source_language)
    if page == "translation":
        unit = f"{'item' if path.endswith('.md') else 'rubric'}:{key}"
        return url_for("authoring.translation", slug=slug, language=language, unit=unit)
    return url_for(f"authoring.{page}", slug=slug, item=key)
