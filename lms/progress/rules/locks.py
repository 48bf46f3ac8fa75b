"""What may be opened, what not yet and why, and where to go on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lms.progress.rules.shapes import Part, Step


@dataclass(frozen=True, slots=True)
class Lock:
    """What has to be completed first: a module (its required items) or one item, by key.

    `opens_by` is the key of the first item that is still missing for it.
    """

    after_module: str | None
    after_item: str | None
    opens_by: str


def find_locks(modules: Sequence[Part], completed: Collection[int]) -> dict[int, Lock]:
    """The items that are locked, by id. What somebody has completed stays open to them, whatever changed since.

    A module or item that is not in the course any more locks nothing.
    """
    done = set(completed)
    items = {item.key: item for module in modules for item in module.items}
    parts = {module.key: module for module in modules}
    locks: dict[int, Lock] = {}
    for module in modules:
        before_it = parts.get(module.after or "")
        missing = _first_missing(before_it, done) if before_it is not module else None
        for item in module.items:
            if item.id in done:
                continue
            before = items.get(item.after or "")
            if missing is not None:
                locks[item.id] = Lock(module.after, None, missing.key)
            elif before is not None and before.id not in done and before.id != item.id:
                locks[item.id] = Lock(None, before.key, before.key)
    return locks


def _first_missing(module: Part | None, done: set[int]) -> Step | None:
    if module is None:
        return None
    return next((item for item in module.items if item.required and item.id not in done), None)


def resume_target(
    items: Sequence[Step], completed: Collection[int], locked: Collection[int], last_item_id: int | None
) -> Step | None:
    """Where to go on: the item opened last if it is not complete, else the first that is neither complete nor locked.

    Required items come before optional ones; None when nothing is left to do.
    """
    open_items = [item for item in items if item.id not in completed and item.id not in locked]
    last = next((item for item in open_items if item.id == last_item_id), None)
    required = next((item for item in open_items if item.required), None)
    return last or required or next(iter(open_items), None)
