"""What the studio's lists say about a draft beside what trainees see: new, changed, published; translated or not."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from lms.authoring.rules.facts import BANK, BANK_WORDS

NEW, CHANGED, PUBLISHED = "new", "changed", "published"
_OF_ITEM = re.compile(r"items/([a-z0-9-]+)\.(?:[A-Za-z0-9-]+\.)?(?:md|yaml)")
_COURSE = re.compile(r"course\.(?:[A-Za-z0-9-]+\.)?yaml")


def item_of_path(path: str) -> str | None:
    """The key of the item whose file this is."""
    match = _OF_ITEM.fullmatch(path)
    return match[1] if match else None


def bank_of_path(path: str) -> str | None:
    """The key of the question bank whose file this is."""
    match = BANK.fullmatch(path) or BANK_WORDS.fullmatch(path)
    return match[1] if match else None


def differing(draft: Mapping[str, str], published: Mapping[str, str]) -> set[str]:
    """The paths whose digests differ, or that only one of the two has."""
    return {path for path in {*draft, *published} if draft.get(path) != published.get(path)}


def count_changes(draft: Mapping[str, str], published: Mapping[str, str]) -> int:
    """How many things differ: an item with all its files is one, so is a bank, a media file, the course itself.

    An item that came or went changes the outline too, which is not counted once more.
    """
    paths = differing(draft, published)
    things = {_thing(path) for path in paths}
    items_before, items_now = ({item for path in files if (item := item_of_path(path))} for files in (published, draft))
    if items_before != items_now and not any(_COURSE.fullmatch(path) and path != "course.yaml" for path in paths):
        things.discard(("course", ""))
    return len(things)


def _thing(path: str) -> tuple[str, str]:
    if item := item_of_path(path):
        return "item", item
    if bank := bank_of_path(path):
        return "bank", bank
    return ("course", "") if _COURSE.fullmatch(path) else ("file", path)


def changed_items(draft: Mapping[str, str], published: Mapping[str, str]) -> set[str]:
    """Items with a file that differs."""
    return {item for path in differing(draft, published) if (item := item_of_path(path))}


def changed_banks(draft: Mapping[str, str], published: Mapping[str, str]) -> set[str]:
    return {bank for path in differing(draft, published) if (bank := bank_of_path(path))}


def outline_facts(module: Mapping[str, Any], item: Mapping[str, Any]) -> tuple[object, ...]:
    """What course.yaml says of an item, apart from its place among the items of its module."""
    return (module["key"], item["kind"], item["minutes"], item.get("required", True), item.get("after"),
            item.get("category"))  # fmt: skip


def state_of(*, is_published: bool, has_changed: bool) -> str:
    """`new`, `changed` or `published`."""
    if not is_published:
        return NEW
    return CHANGED if has_changed else PUBLISHED


def count_drawn(sections: Collection[list[Any]], bank_sizes: Mapping[str, int]) -> tuple[int, int] | None:
    """How many questions a quiz asks, and of how many; None where a section is chosen by tag or its bank is gone."""
    asked = known = 0
    for bank, tag, draw in sections:
        if tag is not None or bank not in bank_sizes:
            return None
        known += bank_sizes[bank]
        asked += bank_sizes[bank] if draw is None else min(draw, bank_sizes[bank])
    return asked, known


def percent_of(done: int, whole: int) -> int:
    """Rounded down, so that 100 % means all of it; nothing to do is done."""
    return 100 * done // whole if whole else 100
