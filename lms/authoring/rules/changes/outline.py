"""Changes of course.yaml: modules, the places of items, settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.authoring.rules.changes.facts import Change, Comparison, Side, homes_of, modules_of, set_otherwise
from lms.core.messages import Said, Sentence, phrase

_NEW = {
    "reading": phrase("New reading: “%(title)s”"),
    "video": phrase("New video: “%(title)s”"),
    "quiz": phrase("New quiz: “%(title)s”"),
    "assignment": phrase("New assignment: “%(title)s”"),
}
# What course.yaml says of an item beside its kind, and what counts where it says nothing.
_OF_ITEM = {"minutes": None, "required": True, "after": None, "watch_percent": 80, "category": None}
_COURSE = ("course.yaml",)


def _module_titles(side: Side) -> dict[str, str]:
    words = side.mapping(f"course.{side.source_language}.yaml").get("modules") or {}
    return {str(key): str(title) for key, title in words.items()}


def changes_of_outline(both: Comparison) -> Iterator[Change]:
    old, new = both.before.course, both.after.course
    modules = (modules_of(old), modules_of(new))
    named_before, named = _module_titles(both.before), _module_titles(both.after)
    for key in modules[1]:
        title = named.get(key) or key
        if key not in modules[0]:
            yield Change("outline", Sentence("New module: “%(title)s”", {"title": title}), _COURSE)
            continue
        if key in named_before and named_before[key] != title:
            said = Sentence(
                "Module renamed: “%(before)s” is now “%(title)s”", {"before": named_before[key], "title": title}
            )
            yield Change("outline", said, (f"course.{both.after.source_language}.yaml",))
        if modules[0][key].get("after") != modules[1][key].get("after"):
            about = Sentence("Module “%(title)s”", {"title": title})
            before, now = modules[0][key].get("after"), modules[1][key].get("after")
            yield set_otherwise("outline", about, "after", _COURSE, before, now)
    for key in modules[0]:
        if key not in modules[1]:
            yield Change(
                "outline", Sentence("Module removed: “%(title)s”", {"title": named_before.get(key) or key}), _COURSE
            )
    if _are_reordered(list(modules[0]), list(modules[1])):
        yield Change("outline", Sentence("The modules are in another order"), _COURSE)
    yield from _placed(both, homes_of(old), homes_of(new), named)
    yield from _course_settings(old, new)


def _placed(
    both: Comparison,
    old: dict[str, tuple[str, dict[str, Any]]],
    new: dict[str, tuple[str, dict[str, Any]]],
    modules: dict[str, str],
) -> Iterator[Change]:
    """Items that came, went, or stand elsewhere."""
    for key, (home, item) in new.items():
        title = both.after.title(key)
        own = tuple(path for path in both.differing if path.startswith(f"items/{key}."))
        if key not in old:
            said = Sentence(_NEW.get(item.get("kind", ""), _NEW["reading"]), {"title": title})
            yield Change("outline", said, own or _COURSE)
            continue
        if old[key][0] != home:
            said = Sentence(
                "“%(title)s” moved to the module “%(module)s”", {"title": title, "module": modules.get(home, home)}
            )
            yield Change("outline", said, _COURSE)
        for name, usual in _OF_ITEM.items():
            before, now = old[key][1].get(name, usual), item.get(name, usual)
            if before != now:
                yield set_otherwise("settings", Sentence("“%(title)s”", {"title": title}), name, _COURSE, before, now)
    for key in old:
        if key not in new:
            said = Sentence(
                "Removed: “%(title)s”. What people achieved in it is kept.", {"title": both.before.title(key)}
            )
            gone = tuple(path for path in both.differing if path.startswith(f"items/{key}."))
            yield Change("outline", said, gone or _COURSE)
    for home in dict.fromkeys(home for home, _item in new.values()):
        if _are_reordered(
            [key for key, (module, _item) in old.items() if module == home],
            [key for key, (module, _item) in new.items() if module == home],
        ):
            said = Sentence("The items of “%(module)s” are in another order", {"module": modules.get(home, home)})
            yield Change("outline", said, _COURSE)


def _are_reordered(old: list[str], new: list[str]) -> bool:
    """Whether what is in both stands in another order."""
    return [key for key in old if key in new] != [key for key in new if key in old]


def _course_settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Everything that course.yaml says beside the outline, value by value."""
    flat = [dict(_flat({k: v for k, v in course.items() if k != "modules"}, ())) for course in (old, new)]
    for label in dict.fromkeys([*flat[1], *flat[0]]):
        before, after = flat[0].get(label), flat[1].get(label)
        if before != after:
            about: Said = (
                Sentence("Category %(category)s of the gradebook", {"category": label[-2]})
                if label[0] == "grading" and len(label) > 2
                else ""
            )
            yield set_otherwise("settings", about, label[-1], _COURSE, before, after)


def _flat(value: Any, label: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, (*label, str(key)))
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for number, each in enumerate(value, 1):
            yield from _flat(each, (*label, str(each.get("key", number) if isinstance(each, dict) else number)))
    else:
        yield label, value
