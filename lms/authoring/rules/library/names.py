"""Names of one thing in two places: in the library and in a course that uses it.

Names are kept as `{"items": {…}, "banks": {…}, "questions": {…}, "media": {…}}`, library name to course name. A medium
goes by its name without a language: `parcel.svg` also stands for `parcel.ru.svg`.
"""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

from lms.authoring.rules.keys import LONGEST_KEY

Names = dict[str, dict[str, str]]
SORTS = ("items", "banks", "questions", "media")

_MEDIUM = re.compile(r"([a-z0-9-]+)(?:\.([A-Za-z0-9-]+))?\.([a-z0-9]+)")
_IN_TEXT = re.compile(r"(\.\./media/)([a-z0-9-]+(?:\.[A-Za-z0-9-]+)?\.[a-z0-9]+)")


def no_names() -> Names:
    return {sort: {} for sort in SORTS}


def medium_of(name: str) -> str:
    """`parcel.svg` of `parcel.ru.svg` and of itself."""
    match = _MEDIUM.fullmatch(name)
    return f"{match[1]}.{match[3]}" if match else name


def language_of_medium(path: str) -> str | None:
    """`ru` of `media/parcel.ru.svg`."""
    match = _MEDIUM.fullmatch(path.removeprefix("media/"))
    return match[2] if match else None


def medium_called(name: str, media: Mapping[str, str]) -> str:
    """The other name of a medium, in the same language."""
    match = _MEDIUM.fullmatch(name)
    other = media.get(medium_of(name))
    if match is None or other is None:
        return name
    stem, _, ending = other.rpartition(".")
    return f"{stem}.{match[2]}.{ending}" if match[2] else other


def with_media_called(value: Any, media: Mapping[str, str]) -> Any:
    """A text, or plain values with texts in them, whose pictures go by their other names."""
    if isinstance(value, str):
        return _IN_TEXT.sub(lambda match: match[1] + medium_called(match[2], media), value)
    if isinstance(value, dict):
        return {key: with_media_called(inner, media) for key, inner in value.items()}
    return [with_media_called(inner, media) for inner in value] if isinstance(value, list) else value


def inverted(names: Names) -> Names:
    return {sort: {there: here for here, there in names.get(sort, {}).items()} for sort in SORTS}


def extended(names: Names, things: Mapping[str, Iterable[str]], taken: Mapping[str, Container[str]]) -> Names:
    """With a name for each of these things: its own, or a numbered one where that is taken there."""
    found = {sort: dict(names.get(sort, {})) for sort in SORTS}
    for sort in SORTS:
        for thing in things.get(sort, ()):
            if thing not in found[sort]:
                found[sort][thing] = _free(thing, (taken.get(sort, ()), found[sort].values()))
    return found


def _free(name: str, taken: tuple[Container[str], Iterable[str]]) -> str:
    stem, dot, ending = name.partition(".")
    others = set(taken[1])
    candidate, number = name, 2
    while candidate in taken[0] or candidate in others:
        short = stem[: LONGEST_KEY - len(str(number)) - 1].rstrip("-")
        candidate, number = f"{short}-{number}{dot}{ending}", number + 1
    return candidate
