"""Holding a document against its JSON Schema (schema/*.json), and saying in words what differs.

A schema's `x-say` names in words what a value must be.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from lms.packages.problems import Problem
from lms.packages.yaml_text import Document

_FOLDER = Path(__file__).parent / "schema"
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping, name: value",
}


@lru_cache(maxsize=16)
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def check_shape(document: Document, schema: str, problems: list[Problem]) -> bool:
    """Adds a problem for each difference; True when there is none."""
    found = [problem for error in _validator(schema).iter_errors(document.value) for problem in _told(document, error)]
    problems += found
    return not found


def _told(document: Document, error: ValidationError) -> Iterator[Problem]:
    place = tuple(error.absolute_path)
    what = _name(place)
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        for name in [name for name in limit if name not in value]:
            yield document.problem(place, f"{_name((*place, name))} is missing", f"add {name}: …")
    elif error.validator == "additionalProperties" and limit is False:
        for name in [name for name in value if name not in schema["properties"]]:
            known = ", ".join(schema["properties"])
            yield document.problem((*place, name), f"{_name((*place, name))} is not known", f"remove it or use {known}")
    elif error.validator == "uniqueItems":
        twice = next((each for each in value if value.count(each) > 1), "")
        yield document.problem(place, f"{what} names {_shown(twice)} twice", "keep one of them")
    elif error.validator in ("minItems", "minProperties"):
        yield document.problem(place, f"{what} is empty", f"add at least {limit}")
    elif error.validator == "maxItems":
        yield document.problem(place, f"{what} is too long", f"keep at most {limit}")
    else:
        yield document.problem(place, f"{what} is {_shown(value)}", f"write {_expected(schema)}")


def _name(place: tuple[str | int, ...]) -> str:
    """`modules[2].items[0].kind` as people count: from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _expected(schema: Any) -> str:
    if "x-say" in schema:
        return str(schema["x-say"])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    return _TYPES.get(schema.get("type", ""), "what docs/course-format.md shows")
