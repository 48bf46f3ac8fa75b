"""Memory of things that never change, such as the content of a published revision, and of counts that may lag."""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_all: list[Any] = []


def remembered(maxsize: int) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """`lru_cache` for immutable facts, known by their database ids; `forget_all` is for tests, which reuse ids."""

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


def forget_all() -> None:
    for cached in _all:
        cached.cache_clear()
