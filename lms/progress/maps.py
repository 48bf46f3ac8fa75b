"""A course as one person sees it: its outline with ticks, minutes and the reasons of locks."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.core.messages import Said
from lms.courses.queries import ItemFacts, titles_in, tongue_in
from lms.progress import rules
from lms.progress.queries import Place


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the outline. `tick`: done | half | none; `locked` says why, or is None; `language` is the title's."""

    key: str
    title: str
    language: str
    kind: str
    minutes: int
    required: bool
    tick: str
    locked: Said | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module; `done` and `steps_count` count its required steps, `locked` says why all of it is locked; `language`
    is that of its title.
    """

    number: int
    key: str
    title: str
    language: str
    minutes: int
    done: int
    steps_count: int
    locked: Said | None
    is_open: bool
    steps: tuple[StepLine, ...]


def course_map(place: Place, language: str, *, sees_all: bool) -> tuple[ModuleLine, ...]:
    """The outline for this person. With `sees_all` (staff) nothing is locked."""
    title = titles_in(language, place.course.source_language)
    tongue = tongue_in(language, place.course.source_language)
    locks = {} if sees_all else place.locks
    here = place.item or next_step(place)
    lines = []
    for number, module in enumerate(place.outline.modules, 1):
        required = [item for item in module.items if item.required]
        reasons = {item.id: why_locked(place, locks[item.id], title) for item in module.items if item.id in locks}
        all_locked = bool(module.items) and len(reasons) == len(module.items)
        lines.append(
            ModuleLine(
                number=number,
                key=module.key,
                title=title(module.titles),
                language=tongue(module.titles),
                minutes=sum(item.minutes for item in module.items),
                done=sum(item.id in place.progress.completed for item in required),
                steps_count=len(required),
                locked=next(iter(reasons.values())) if all_locked and module.after else None,
                is_open=here is not None and here.module_key == module.key,
                steps=tuple(_step(place, item, title, tongue, reasons.get(item.id)) for item in module.items),
            )
        )
    return tuple(lines)


def _step(
    place: Place,
    item: ItemFacts,
    title: Callable[[dict[str, str]], str],
    tongue: Callable[[dict[str, str]], str],
    locked: Said | None,
) -> StepLine:
    state = place.progress.items.get(item.id)
    tick = "none" if state is None else ("done" if state.is_complete else "half")
    return StepLine(
        key=item.key,
        title=title(item.titles),
        language=tongue(item.titles),
        kind=item.kind,
        minutes=item.minutes,
        required=item.required,
        tick=tick,
        locked=locked,
        is_current=place.item is not None and place.item.id == item.id,
    )


def why_locked(place: Place, lock: rules.Lock, title: Callable[[dict[str, str]], str]) -> Said:
    """The reason of a lock, with the title of what comes first."""
    module = place.outline.module(lock.after_module) if lock.after_module else None
    item = place.outline.item(lock.after_item) if lock.after_item else None
    first = module.titles if module else (item.titles if item else {})
    return rules.why_locked(lock, title=title(first))


def next_step(place: Place) -> ItemFacts | None:
    """Where this person goes on in the course; its first item when nothing is left to do."""
    last = place.progress.course.last_item_id if place.progress.course else None
    items = place.outline.items
    target = rules.resume_target(items, place.progress.completed, place.locks, last)
    return place.outline.item(target.key) if target else next(iter(items), None)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The items before and after one, whatever their state."""

    previous: ItemFacts | None
    following: ItemFacts | None


def neighbours(place: Place) -> Neighbours:
    """Around the item of the address, in the order of the course."""
    items = place.outline.items
    at = items.index(place.the_item)
    return Neighbours(items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None)
