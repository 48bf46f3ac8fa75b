"""What the schemas of packages say of values (`x-say`), for Babel: `lms.packages.shapes` tells it to authors."""

import json
from collections.abc import Iterator
from typing import IO, Any


def extract(
    file: IO[bytes], _keywords: Any, _comment_tags: Any, options: Any = None
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Each sentence of a schema, as Babel takes it: line, function, text, comments."""
    for text in _said(json.load(file)):
        yield 1, "Told", text, []


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("x-say"), str):
            yield value["x-say"]
        for each in value.values():
            yield from _said(each)
    elif isinstance(value, list):
        for each in value:
            yield from _said(each)
