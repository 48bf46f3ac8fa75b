"""Modules and items: added, renamed, moved, copied, deleted and brought back.

`seen` is the digest of course.yaml that the author's page was made from, where the change depends on what stood
there. A key that is gone is told as somebody else's change.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from lms.authoring.queries.documents import COURSE, CourseFiles, course_files
from lms.authoring.queries.files import draft_files, draft_texts
from lms.authoring.queries.library.uses import used_keys
from lms.authoring.rules import outline
from lms.authoring.rules.facts import PAGE
from lms.authoring.rules.keys import ITEM_PAGES, key_from
from lms.authoring.rules.outline import Course, Order
from lms.authoring.services.files import Changed, Content, Stale, change_files, lock_draft
from lms.courses.queries.identities import item_keys_ever
from lms.packages.pages import split_page, write_page
from lms.packages.writing import write_yaml

MINUTES = {"reading": 5, "video": 5, "quiz": 10, "assignment": 60}  # until its author says otherwise
_FIRST_SETTINGS: dict[str, dict[str, Any]] = {
    "video": {},
    "quiz": {"questions": [], "pass_percent": 70},
    "assignment": {"submission": {"text": True}, "pass_percent": 60},
}


def _held(course_id: int, seen: str | None = None) -> CourseFiles:
    """The course, held until the transaction ends. Raises `Stale` when course.yaml is not as it was seen."""
    draft = lock_draft(course_id)
    files = course_files(course_id)
    if seen is not None and files.digest != seen:
        raise Stale(COURSE, draft.changed_by, draft.changed_at)
    return files


def _kept(course_id: int, change: Callable[[], Course]) -> str:
    """The text of course.yaml after the change. Raises `Stale` when something it names is gone."""
    try:
        return write_yaml(change())
    except KeyError as error:
        raise Stale(COURSE, None, None) from error


def add_module(course_id: int, title: str, *, by: int, now: datetime, before: str | None = None) -> str:
    """A module without items, at the end or before another; returns its key. Raises `Refused`."""
    files = _held(course_id)
    key = key_from(title, {*outline.module_keys(files.course), *used_keys(course_id, "module")}, "module")
    course = _kept(course_id, lambda: outline.add_module(files.course, {"key": key, "items": []}, before=before))
    changes: dict[str, Content] = {COURSE: course, **_with_module_title(files, key, files.source_language, title)}
    change_files(course_id, changes, kind="add-module", subject=title, by=by, now=now)
    return key


def rename_module(course_id: int, key: str, title: str, *, language: str | None = None, by: int, now: datetime) -> None:
    """Its title in one language, that of the source where none is named. Raises `Refused`."""
    files = _held(course_id)
    language = language or files.source_language
    _kept(course_id, lambda: outline.edit_module(files.course, key))
    change_files(
        course_id, _with_module_title(files, key, language, title), kind="edit-module", subject=title, by=by, now=now
    )


def _with_module_title(files: CourseFiles, key: str, language: str, title: str) -> dict[str, Content]:
    words = files.words.get(language)
    if words is None:
        return {}
    return {f"course.{language}.yaml": write_yaml({**words, "modules": {**words["modules"], key: title}})}


def add_item(
    course_id: int, module: str, kind: str, title: str, *, by: int, now: datetime, before: str | None = None
) -> str:
    """An item that is still to be written; returns its key. Raises `Refused`."""
    files = _held(course_id)
    key = key_from(title, _taken_keys(course_id, files), kind)
    item = {"key": key, "kind": kind, "minutes": MINUTES[kind]}
    course = _kept(course_id, lambda: outline.add_item(files.course, module, item, before=before))
    changes: dict[str, Content] = {COURSE: course, f"items/{key}.{files.source_language}.md": write_page(title, "")}
    if kind in _FIRST_SETTINGS:
        changes[f"items/{key}.yaml"] = write_yaml(_FIRST_SETTINGS[kind])
    change_files(course_id, changes, kind="add-item", subject=title, by=by, now=now)
    return key


def _taken_keys(course_id: int, files: CourseFiles) -> set[str]:
    """Keys of this course's items, now and ever: a new item must not inherit the progress of one that is gone.

    Nor may it be called like a page of the studio, or like something that came from the library and was deleted.
    """
    return {*ITEM_PAGES, *outline.item_keys(files.course), *item_keys_ever(course_id), *used_keys(course_id, "item")}


def rename_item(course_id: int, key: str, title: str, *, by: int, now: datetime) -> None:
    """Its title in the source language. Raises `Refused`."""
    files = _held(course_id)
    _kept(course_id, lambda: outline.edit_item(files.course, key))
    path = f"items/{key}.{files.source_language}.md"
    page = draft_texts(course_id, [path]).get(path)
    text = write_page(title, split_page(page.text)[1] if page else "")
    change_files(course_id, {path: text}, kind="edit-item", subject=title, by=by, now=now)


def change_item(course_id: int, key: str, values: dict[str, Any], *, subject: str, by: int, now: datetime) -> None:
    """What course.yaml says about an item: minutes, required, after, …; None removes. Raises `Refused`."""
    files = _held(course_id)
    course = _kept(course_id, lambda: outline.edit_item(files.course, key, **values))
    change_files(course_id, {COURSE: course}, kind="item-settings", subject=subject, by=by, now=now)


def lock_module(course_id: int, key: str, after: str | None, *, subject: str, by: int, now: datetime) -> None:
    """Lets a module wait for another one, or no longer. Raises `Refused`."""
    files = _held(course_id)
    course = _kept(course_id, lambda: outline.edit_module(files.course, key, after=after))
    change_files(course_id, {COURSE: course}, kind="edit-module", subject=subject, by=by, now=now)


def arrange(course_id: int, order: Order, *, seen: str, subject: str, by: int, now: datetime) -> Changed:
    """The whole order at once, as drag and drop leaves it. Raises `Stale` when the outline is neither as it was seen
    nor in this order already: the answer to the first try may have been lost."""
    files = _held(course_id)
    if outline.order_of(files.course) != order:
        files = _held(course_id, seen)
    course = _kept(course_id, lambda: outline.arrange(files.course, order))
    return change_files(course_id, {COURSE: course}, kind="move-item", subject=subject, by=by, now=now)


def move(course_id: int, key: str, *, steps: int, is_module: bool, subject: str, by: int, now: datetime) -> None:
    """One place up (-1) or down (1). Raises `Refused`."""
    files = _held(course_id)
    turn = outline.move_module if is_module else outline.move_item
    course = _kept(course_id, lambda: turn(files.course, key, steps=steps))
    kind = "move-module" if is_module else "move-item"
    change_files(course_id, {COURSE: course}, kind=kind, subject=subject, by=by, now=now)


def put_item(course_id: int, key: str, module: str, *, subject: str, by: int, now: datetime) -> None:
    """To the end of a module. Raises `Refused`."""
    files = _held(course_id)
    course = _kept(course_id, lambda: outline.put_item(files.course, key, module))
    change_files(course_id, {COURSE: course}, kind="move-item", subject=subject, by=by, now=now)


def files_of_item(course_id: int, key: str) -> list[str]:
    """The paths of an item's own files; media and banks are shared."""
    paths = [path for path in draft_files(course_id) if path.startswith(f"items/{key}.")]
    return [path for path in paths if path == f"items/{key}.yaml" or PAGE.fullmatch(path)]


def delete_item(course_id: int, key: str, *, subject: str, by: int, now: datetime) -> int | None:
    """Without the item and its files; returns the step by which it can be brought back. Raises `Refused`."""
    files = _held(course_id)
    changes: dict[str, Content] = {COURSE: _kept(course_id, lambda: outline.delete_item(files.course, key))}
    changes |= dict.fromkeys(files_of_item(course_id, key))
    return change_files(course_id, changes, kind="delete-item", subject=subject, by=by, now=now).change_id


def delete_module(course_id: int, key: str, *, subject: str, by: int, now: datetime) -> int | None:
    """Without the module, its items and their files; returns the step to take back. Raises `Refused`."""
    files = _held(course_id)
    changes: dict[str, Content] = {COURSE: _kept(course_id, lambda: outline.delete_module(files.course, key))}
    for item in outline.module_of(files.course, key)["items"]:
        changes |= dict.fromkeys(files_of_item(course_id, item["key"]))
    for language, words in files.words.items():
        titles = {module: title for module, title in words["modules"].items() if module != key}
        changes[f"course.{language}.yaml"] = write_yaml({**words, "modules": titles})
    return change_files(course_id, changes, kind="delete-module", subject=subject, by=by, now=now).change_id


def copy_item(course_id: int, key: str, title: str, *, by: int, now: datetime) -> str:
    """A copy below the original, its title in the source language changed to `title`; returns its key."""
    files = _held(course_id)
    try:
        home = outline.home_of(files.course, key)
        original = outline.item_of(files.course, key)
    except KeyError as error:
        raise Stale(COURSE, None, None) from error
    new = key_from(title, _taken_keys(course_id, files), original["kind"])
    keys = [item["key"] for item in home["items"]]
    after = keys[keys.index(key) + 1] if key != keys[-1] else None
    course = outline.add_item(files.course, home["key"], {**original, "key": new}, before=after)
    changes = {COURSE: write_yaml(course), **_copied_files(course_id, {key: (new, title)}, files.source_language)}
    change_files(course_id, changes, kind="copy-item", subject=title, by=by, now=now)
    return new


def copy_module(course_id: int, key: str, title: str, *, by: int, now: datetime) -> str:
    """A copy below the original, its items too; returns its key."""
    files = _held(course_id)
    keys = outline.module_keys(files.course)
    try:
        original = outline.module_of(files.course, key)
    except KeyError as error:
        raise Stale(COURSE, None, None) from error
    new = key_from(title, keys, "module")
    taken = _taken_keys(course_id, files)
    renamed: dict[str, tuple[str, str]] = {}
    for item in original["items"]:
        renamed[item["key"]] = (key_from(item["key"], taken, item["kind"]), "")
        taken.add(renamed[item["key"]][0])
    items = [_renamed_item(item, renamed) for item in original["items"]]
    before = keys[keys.index(key) + 1] if key != keys[-1] else None
    course = outline.add_module(files.course, {**original, "key": new, "items": items}, before=before)
    changes: dict[str, Content] = {COURSE: write_yaml(course)}
    for language, words in files.words.items():
        text = title if language == files.source_language else words["modules"].get(key, title)
        changes |= _with_module_title(files, new, language, text)
    changes |= _copied_files(course_id, renamed, files.source_language)
    change_files(course_id, changes, kind="copy-module", subject=title, by=by, now=now)
    return new


def _renamed_item(item: dict[str, Any], renamed: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The item under its new key; one that waited for another of the module waits for that one's copy."""
    copied = {**item, "key": renamed[item["key"]][0]}
    if item.get("after") in renamed:
        copied["after"] = renamed[item["after"]][0]
    return copied


def _copied_files(course_id: int, renamed: dict[str, tuple[str, str]], source: str) -> dict[str, Content]:
    """The files of items under their new keys; a title, where one is given, stands in the source language's page."""
    changes: dict[str, Content] = {}
    for key, (new, title) in renamed.items():
        texts = draft_texts(course_id, files_of_item(course_id, key))
        for path, file in texts.items():
            text = file.text
            if title and path == f"items/{key}.{source}.md":
                text = write_page(title, split_page(text)[1])
            changes[path.replace(f"items/{key}.", f"items/{new}.", 1)] = text
    return changes
