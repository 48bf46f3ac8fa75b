"""Texts that were rendered a moment ago, so that checking a course after a small edit renders only what was edited."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from lms.core.markdown import Picture, Rendered

MOST_CHARACTERS = 8_000_000  # of HTML that one process keeps

Find = Callable[[str], Picture | None]
_Asked = tuple[tuple[str, Picture | None], ...]


class RenderMemory:
    """What a renderer made of a text. It is taken again while every picture that the text names is as it was then.

    Nothing is ever told by it that rendering would not tell: a text is known by itself and all that it depends on.
    """

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[_Asked, Rendered]] = OrderedDict()
        self._most, self._size, self._lock = most_characters, 0, Lock()

    def __call__(self, render: Callable[..., Rendered], text: str, *, picture: Find, **options: Any) -> Rendered:
        """`render(text, picture=picture, **options)`, remembered; `picture` is asked for each picture all the same."""
        key = (render, text, *sorted(options.items()))
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
        if known is not None and all(picture(source) == found for source, found in known[0]):
            return known[1]
        asked: list[tuple[str, Picture | None]] = []

        def ask(source: str) -> Picture | None:
            asked.append((source, picture(source)))
            return asked[-1][1]

        rendered = render(text, picture=ask, **options)
        self._keep(key, (tuple(asked), rendered))
        return rendered

    def _keep(self, key: tuple[object, ...], made: tuple[_Asked, Rendered]) -> None:
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self._size -= _size(key, before)
            self._kept[key] = made
            self._size += _size(key, made)
            while self._size > self._most:
                oldest, gone = self._kept.popitem(last=False)
                self._size -= _size(oldest, gone)


def _size(key: tuple[object, ...], made: tuple[_Asked, Rendered]) -> int:
    return len(str(key[1])) + len(made[1].html)


remembered_render = RenderMemory()
