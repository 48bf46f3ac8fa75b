"""The film of a video step: brought or linked, with captions by language.

Each of these raises `Stale` when somebody changed the settings since the author's page was made, and `Refused` as it
says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.authoring.queries.items import DraftItem
from lms.authoring.queries.media import media_page
from lms.authoring.rules.media import caption_name, new_name
from lms.authoring.rules.outline import edit_item
from lms.authoring.services.files import Blob, Content, lock_draft
from lms.authoring.services.items import save_settings
from lms.core.errors import Refused
from lms.core.film_links import HOST_NAMES, read_film_link
from lms.core.runtime import current
from lms.media.rules.captions import caption_problems
from lms.media.rules.kinds import kind_by_ending
from lms.media.services import StoredFile
from lms.packages.writing import write_yaml

LONGEST_SECONDS = 21_600  # as lms/packages/schema has it


@dataclass(frozen=True, slots=True)
class Saving:
    """Who saves when; `seen` is the digest of the settings that their page was made from, "" where there were none."""

    seen: str
    by: int
    now: datetime


def set_film(course_id: int, item: DraftItem, file: StoredFile, saving: Saving, *, seconds: int | None) -> None:
    """A film that lies with us, in place of the one before. `seconds` is its length where it does not say so itself.

    Raises `Stale`, or `Refused` when nobody knows how long it is.
    """
    kind = kind_by_ending(file.name)
    if kind is None or kind.group != "video":
        raise Refused("This is no film. Choose an MP4 or WebM file.", field="film")
    lock_draft(course_id)
    length = max(1, round(file.duration_seconds)) if file.duration_seconds else seconds
    if length is None:
        raise Refused("This film does not say how long it is. Write its length, for example 10:40.", field="length")
    if length > LONGEST_SECONDS:
        raise Refused("A film is at most six hours long.", field="film")
    old = item.values.get("file")
    name = old if _is_alike(old, file.name) else new_name(item.key, file.name, item.media)
    values = {"file": name, "duration_seconds": length, **_kept(item, "captions")}
    also: dict[str, Content] = {f"media/{name}": Blob(file.digest, file.size_bytes)}
    if old and old != name:
        also |= _gone(course_id, item, old)
    _save(course_id, item, values, also, saving)


def set_link(course_id: int, item: DraftItem, link: str, saving: Saving, *, seconds: int | None) -> None:
    """A film that lies with others; it is never fetched (D01). Raises `Stale`, or `Refused` for a link to nowhere."""
    film = read_film_link(link)
    if film is None:
        known = ", ".join(HOST_NAMES)
        raise Refused("This is no link to a film of one of these: %(hosts)s.", field="link", hosts=known)
    lock_draft(course_id)
    values: dict[str, Any] = {"link": film.watch, **({"duration_seconds": seconds} if seconds else {})}
    also: dict[str, Content] = {}
    for name in _own_files(item):
        also |= _gone(course_id, item, name)
    expected: dict[str, str | None] = {}
    if "watch_percent" in item.data:
        also["course.yaml"] = write_yaml(edit_item(item.course.course, item.key, watch_percent=None))
        expected["course.yaml"] = item.course.digest
    _save(course_id, item, values, also, saving, expected=expected)


def set_captions(course_id: int, item: DraftItem, language: str, text: str, saving: Saving) -> None:
    """Captions in one language of the course, as WebVTT. Raises `Stale`, or `Refused` with what is wrong where."""
    if language not in item.course.languages:
        raise Refused("The course has no such language.", field="language")
    if "link" in item.values:
        raise Refused("A film by a link has its captions where it lies.")
    data = text.encode()
    for line, wrong, todo in caption_problems(data):
        raise Refused(
            "Line %(line)s: %(wrong)s. What to do: %(todo)s.", field="captions", line=line, wrong=wrong, todo=todo
        )
    lock_draft(course_id)
    captions = dict(item.values.get("captions") or {})
    name = captions.get(language) or caption_name(item.key, language, item.media)
    blob = Blob(current().storage.put(data), len(data))
    values = {**item.values, "captions": {**captions, language: name}}
    _save(course_id, item, values, {f"media/{name}": blob}, saving)


def take_captions(course_id: int, item: DraftItem, language: str, file: StoredFile, saving: Saving) -> None:
    """The same from a file that was brought."""
    kind = kind_by_ending(file.name)
    if kind is None or kind.group != "captions":
        raise Refused("These are no captions. Choose a WebVTT or SubRip file.", field="file")
    text = current().storage.get(file.digest).decode("utf-8-sig")
    set_captions(course_id, item, language, text, saving)


def remove_captions(course_id: int, item: DraftItem, language: str, saving: Saving) -> None:
    """Without captions in this language. Raises `Stale` or `Refused`."""
    lock_draft(course_id)
    captions = dict(item.values.get("captions") or {})
    name = captions.pop(language, None)
    if name is None:
        raise Refused("There are no captions in this language any more.")
    values = {key: value for key, value in item.values.items() if key != "captions"}
    _save(
        course_id,
        item,
        {**values, **({"captions": captions} if captions else {})},
        _gone(course_id, item, name),
        saving,
    )


def _save(
    course_id: int,
    item: DraftItem,
    values: dict[str, Any],
    also: dict[str, Content],
    saving: Saving,
    *,
    expected: dict[str, str | None] | None = None,
) -> None:
    save_settings(
        course_id, item.key, values, subject=item.title, seen=saving.seen or None, by=saving.by, now=saving.now,
        also=also, expected=expected,
    )  # fmt: skip


def _kept(item: DraftItem, name: str) -> dict[str, Any]:
    return {name: item.values[name]} if item.values.get(name) else {}


def _is_alike(old: object, name: str) -> bool:
    """Whether the new film may take the old one's name, so that nothing has to be changed that says it."""
    if not isinstance(old, str):
        return False
    before, now = kind_by_ending(old), kind_by_ending(name)
    return before is not None and now is not None and before.name == now.name


def _own_files(item: DraftItem) -> list[str]:
    captions = item.values.get("captions") or {}
    return [name for name in (item.values.get("file"), *captions.values()) if isinstance(name, str)]


def _gone(course_id: int, item: DraftItem, name: str) -> dict[str, Content]:
    """The removal of a file that only this item used."""
    file = media_page(course_id).file(name)
    if file is None or any(use.item != item.key for use in file.uses):
        return {}
    return {f"media/{name}": None}
