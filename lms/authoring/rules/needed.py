"""Which files of a draft one step needs, so that a preview reads and renders no others."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

_MEDIA = re.compile(r"media/([a-z0-9.A-Z-]+)")


def texts_of_course(paths: Iterable[str], languages: Collection[str]) -> list[str]:
    """course.yaml and the words about the course in these languages; all of them when there is no language."""
    return [path for path in paths if path == "course.yaml" or _is_words(path, "course", "yaml", languages)]


def texts_of_item(paths: Iterable[str], key: str, languages: Collection[str], settings: Mapping[str, Any]) -> list[str]:
    """The item's own files and, for a quiz, the banks that its `sections` name; in these languages only."""
    stems = [f"items/{key}", *dict.fromkeys(f"questions/{section[0]}" for section in settings.get("sections", ()))]
    return [
        path
        for path in paths
        for stem in stems
        if path == f"{stem}.yaml" or any(_is_words(path, stem, ending, languages) for ending in ("md", "yaml"))
    ]


def _is_words(path: str, stem: str, ending: str, languages: Collection[str]) -> bool:
    if not path.startswith(f"{stem}.") or not path.endswith(f".{ending}"):
        return False
    tag = path[len(stem) + 1 : -len(ending) - 1]
    return bool(tag) and "." not in tag and (not languages or tag in languages)


def media_named(texts: Iterable[str], settings: Iterable[str], paths: Collection[str]) -> list[str]:
    """The media that texts name (`../media/scale.svg`, in any language's variant) or settings do (`film.mp4`)."""
    names = {name for text in texts for name in _MEDIA.findall(text)}
    named = set().union(*(re.findall(r"[a-z0-9][A-Za-z0-9.-]+\.[a-z0-9]+", text) for text in settings))
    stems = {name.rpartition(".")[0] for name in names}
    return sorted(
        path
        for path in paths
        if path.startswith("media/") and (_name(path) in names | named or _without_language(_name(path)) in stems)
    )


def _name(path: str) -> str:
    return path.removeprefix("media/")


def _without_language(name: str) -> str:
    """`parcel-path` of `parcel-path.ru.svg`: the stem of what a text may call `parcel-path.svg`."""
    return name.split(".")[0] if name.count(".") == 2 else ""
