"""Memory of things that never change, such as the content of a published revision."""

from collections.abc import Callable
from functools import lru_cache
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


def forget_all() -> None:
    for cached in _all:
        cached.cache_clear()
