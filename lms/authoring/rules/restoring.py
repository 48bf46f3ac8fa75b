"""Bringing back what was deleted from an outline that may have changed since."""

from copy import deepcopy
from typing import Any

from lms.authoring.rules.outline import Course, item_keys, module_keys

Titles = dict[str, dict[str, str]]  # language -> module key -> title


def with_deleted(now: Course, before: Course, titles: Titles) -> tuple[Course, Titles]:
    """The outline with the modules and items that `before` had and `now` lacks, and the titles of those modules.

    Each goes behind what stood before it, if that is still there, else to the end of its module or course; items of
    a module that is gone bring the module back.
    """
    course = deepcopy(now)
    present = set(item_keys(course))
    restored: set[str] = set()
    for index, module in enumerate(before["modules"]):
        missing = [item for item in module["items"] if item["key"] not in present]
        if module["key"] not in module_keys(course):
            if not missing and module["items"]:
                continue  # its items were moved elsewhere, and the module was deleted on purpose
            empty = {**deepcopy(module), "items": []}
            course["modules"].insert(_place(course["modules"], before["modules"], index), empty)
            restored.add(module["key"])
        home = next(each for each in course["modules"] if each["key"] == module["key"])
        for item in missing:
            at = _place(home["items"], module["items"], module["items"].index(item))
            home["items"].insert(at, deepcopy(item))
    return course, {tag: {key: modules[key] for key in restored if key in modules} for tag, modules in titles.items()}


def _place(now: list[dict[str, Any]], before: list[dict[str, Any]], index: int) -> int:
    """Behind the nearest thing that stood before it and is still there; at the beginning when it was the first."""
    keys = [thing["key"] for thing in now]
    for thing in reversed(before[:index]):
        if thing["key"] in keys:
            return keys.index(thing["key"]) + 1
    return 0
