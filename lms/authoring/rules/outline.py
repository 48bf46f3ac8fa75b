"""The structure of a course, course.yaml as plain values, and what one may do with it.

Each function returns a changed copy and leaves its argument alone. A key that is not there raises `KeyError`, which
the services tell as somebody else's change.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any

Course = dict[str, Any]
Order = list[tuple[str, list[str]]]  # the key of each module with the keys of its items


def order_of(course: Course) -> Order:
    return [(module["key"], [item["key"] for item in module["items"]]) for module in course["modules"]]


def module_keys(course: Course) -> list[str]:
    return [module["key"] for module in course["modules"]]


def item_keys(course: Course) -> list[str]:
    return [item["key"] for module in course["modules"] for item in module["items"]]


def module_of(course: Course, key: str) -> dict[str, Any]:
    """The module with this key. Raises `KeyError`."""
    return _find(course["modules"], key)


def item_of(course: Course, key: str) -> dict[str, Any]:
    """The item with this key. Raises `KeyError`."""
    return _find([item for module in course["modules"] for item in module["items"]], key)


def home_of(course: Course, key: str) -> dict[str, Any]:
    """The module that holds this item. Raises `KeyError`."""
    for module in course["modules"]:
        if any(item["key"] == key for item in module["items"]):
            return dict(module)
    raise KeyError(key)


def _find(things: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    for thing in things:
        if thing["key"] == key:
            return thing
    raise KeyError(key)


def _place(things: Sequence[dict[str, Any]], before: str | None) -> int:
    """Where something goes that shall stand before this key; at the end for None."""
    if before is None:
        return len(things)
    return next(index for index, thing in enumerate(things) if thing["key"] == _find(things, before)["key"])


def add_module(course: Course, module: dict[str, Any], *, before: str | None = None) -> Course:
    changed = deepcopy(course)
    changed["modules"].insert(_place(changed["modules"], before), deepcopy(module))
    return changed


def add_item(course: Course, module: str, item: dict[str, Any], *, before: str | None = None) -> Course:
    changed = deepcopy(course)
    items = module_of(changed, module)["items"]
    items.insert(_place(items, before), deepcopy(item))
    return changed


def edit_module(course: Course, key: str, **values: Any) -> Course:
    """Sets what is given and removes what is None."""
    return _edited(course, lambda changed: module_of(changed, key), values)


def edit_item(course: Course, key: str, **values: Any) -> Course:
    """Sets what is given and removes what is None."""
    return _edited(course, lambda changed: item_of(changed, key), values)


def _edited(course: Course, find: Callable[[Course], dict[str, Any]], values: dict[str, Any]) -> Course:
    changed = deepcopy(course)
    thing = find(changed)
    for name, value in values.items():
        if value is None:
            thing.pop(name, None)
        else:
            thing[name] = value
    return changed


def arrange(course: Course, order: Order) -> Course:
    """The same modules and items in another order. Raises `KeyError` when one is missing, new or named twice."""
    modules = {module["key"]: module for module in course["modules"]}
    items = {item["key"]: item for module in course["modules"] for item in module["items"]}
    wanted_items = [key for _module, keys in order for key in keys]
    wanted_modules = [key for key, _items in order]
    for wanted, known in ((wanted_modules, modules), (wanted_items, items)):
        if sorted(wanted) != sorted(known):
            raise KeyError(next(iter(set(wanted) ^ set(known)), "twice"))
    arranged = [{**modules[key], "items": [items[item] for item in keys]} for key, keys in order]
    return deepcopy({**course, "modules": arranged})


def move_module(course: Course, key: str, *, steps: int) -> Course:
    """Up (negative) or down by so many places; it stops at the ends."""
    order = order_of(course)
    at = next(index for index, (module, _items) in enumerate(order) if module == module_of(course, key)["key"])
    order.insert(min(max(at + steps, 0), len(order) - 1), order.pop(at))
    return arrange(course, order)


def move_item(course: Course, key: str, *, steps: int) -> Course:
    """Up (negative) or down by one place; at the edge of its module it goes over into the next one."""
    order = order_of(course)
    home = home_of(course, key)["key"]
    m = next(index for index, (module, _items) in enumerate(order) if module == home)
    items = order[m][1]
    at = items.index(key)
    if 0 <= at + steps < len(items):
        items.insert(at + steps, items.pop(at))
    elif 0 <= m + steps < len(order):
        neighbours = order[m + steps][1]
        neighbours.insert(len(neighbours) if steps < 0 else 0, items.pop(at))
    return arrange(course, order)


def put_item(course: Course, key: str, module: str, *, before: str | None = None) -> Course:
    """Into this module, before that item or at its end."""
    item = deepcopy(item_of(course, key))
    changed = deepcopy(course)
    for each in changed["modules"]:
        each["items"] = [other for other in each["items"] if other["key"] != key]
    return add_item(changed, module, item, before=None if before == key else before)


def delete_item(course: Course, key: str) -> Course:
    """Without the item, and without what referred to it: locks, the final quiz, a count that can't be reached."""
    item_of(course, key)
    changed = deepcopy(course)
    for module in changed["modules"]:
        module["items"] = [item for item in module["items"] if item["key"] != key]
    return _without_references(changed, {key})


def delete_module(course: Course, key: str) -> Course:
    """Without the module and its items, and without what referred to them."""
    gone = {item["key"] for item in module_of(course, key)["items"]}
    changed = deepcopy(course)
    changed["modules"] = [module for module in changed["modules"] if module["key"] != key]
    for module in changed["modules"]:
        if module.get("after") == key:
            del module["after"]
    return _without_references(changed, gone)


def _without_references(course: Course, gone: set[str]) -> Course:
    for module in course["modules"]:
        for item in module["items"]:
            if item.get("after") in gone:
                del item["after"]
    completion = course["completion"]
    if completion.get("final_quiz") in gone:
        del completion["final_quiz"]
    required = sum(item.get("required", True) for module in course["modules"] for item in module["items"])
    if completion["required_items"] != "all" and completion["required_items"] > required:
        completion["required_items"] = "all"
    return course
