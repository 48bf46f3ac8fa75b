"""Memory of things that never change, such as the content of a published revision, and of counts that may lag."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from time import monotonic
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_all: list[Any] = []


def remembered(maxsize: int) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """`lru_cache` for immutable facts, known by their database ids."""

    def decorate(function: Callable[..., Answer]) -> Callable[..., Answer]:
        cached = lru_cache(maxsize=maxsize)(function)
        _all.append(cached)
        return cached

    return decorate


def remembered_for(seconds: int) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """For a question without arguments whose answer may be that old, such as how many people there are."""

    def decorate(function: Callable[[], Answer]) -> Callable[[], Answer]:
        cached = lru_cache(maxsize=1)(lambda _period: function())
        _all.append(cached)
        return lambda: cached(int(monotonic()) // seconds)

    return decorate


class RememberedMany(Generic[Key, Value]):
    """Immutable facts by their ids, like `remembered`; those of a list that are not known are asked for together."""

    def __init__(self, load: Callable[[list[Key]], Mapping[Key, Value]], maxsize: int) -> None:
        self._load = load
        self._maxsize = maxsize
        self._known: dict[Key, Value] = {}
        _all.append(self)

    def __call__(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """What is known of these keys; those that `load` doesn't find are left out."""
        wanted = list(keys)
        known = self._known
        found = {key: known[key] for key in wanted if key in known}
        if missing := [key for key in wanted if key not in found]:
            loaded = self._load(missing)
            if len(known) + len(loaded) > self._maxsize:
                self._known = known = {}  # begun anew rather than counted: it is soon full again of what is asked for
            known.update(loaded)
            found.update(loaded)
        return found

    def cache_clear(self) -> None:
        self._known = {}


def forget_all() -> None:
    """When ids can come again for something else: after a publication was rolled back, and between tests."""
    for cached in _all:
        cached.cache_clear()
