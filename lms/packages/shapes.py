"""Holding a document against its JSON Schema (schema/*.json), and saying in words what differs.

A schema's `x-say` names in words what a value must be.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from lms.core.messages import Told
from lms.packages.problems import Problem
from lms.packages.yaml_text import Document

_FOLDER = Path(__file__).parent / "schema"
_TYPES = {
    "string": Told("a text"),
    "integer": Told("a whole number"),
    "number": Told("a number"),
    "boolean": Told("true or false"),
    "array": Told("a list"),
    "object": Told("a mapping, name: value"),
}


@lru_cache(maxsize=16)
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def check_shape(document: Document, schema: str, problems: list[Problem], *, may_be_unfinished: bool = False) -> bool:
    """Adds a problem for each difference; True when there is none.

    What a translation that `may_be_unfinished` still lacks is only remarked on.
    """
    found = [
        replace(problem, is_remark=True) if may_be_unfinished and _is_lacking(error) else problem
        for error in _validator(schema).iter_errors(document.value)
        for problem in _told(document, error)
    ]
    problems += found
    return not found


def _is_lacking(error: ValidationError) -> bool:
    return error.validator == "required" or error.instance in ("", None)


def _told(document: Document, error: ValidationError) -> Iterator[Problem]:
    place = tuple(error.absolute_path)
    what = _name(place)
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        for name in [name for name in limit if name not in value]:
            yield document.problem(
                place, Told("%(place)s is missing", place=_name((*place, name))), Told("add %(name)s: …", name=name)
            )
    elif error.validator == "additionalProperties" and limit is False:
        for name in [name for name in value if name not in schema["properties"]]:
            known = ", ".join(schema["properties"])
            yield document.problem(
                (*place, name),
                Told("%(place)s is not known", place=_name((*place, name))),
                Told("remove it or use %(known)s", known=known),
            )
    elif error.validator == "uniqueItems":
        twice = next((each for each in value if value.count(each) > 1), "")
        yield document.problem(
            place, Told("%(what)s names %(twice)s twice", what=what, twice=_shown(twice)), Told("keep one of them")
        )
    elif error.validator in ("minItems", "minProperties"):
        yield document.problem(place, Told("%(what)s is empty", what=what), Told("add at least %(limit)s", limit=limit))
    elif error.validator == "maxItems":
        yield document.problem(
            place, Told("%(what)s is too long", what=what), Told("keep at most %(limit)s", limit=limit)
        )
    else:
        yield document.problem(
            place,
            Told("%(what)s is %(value)s", what=what, value=_shown(value)),
            Told("write %(expected)s", expected=_expected(schema)),
        )


def _name(place: tuple[str | int, ...]) -> str:
    """`modules[2].items[0].kind` as people count: from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or Told("the file")


def _shown(value: Any) -> str:
    if value is None:
        return Told("empty")
    if isinstance(value, dict | list):
        return Told("a list") if isinstance(value, list) else Told("a mapping")
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _expected(schema: Any) -> str:
    if "x-say" in schema:
        return Told(str(schema["x-say"]))  # collected from the schemas by `lms.translations.schemas`
    if "enum" in schema:
        return reduce(lambda one, other: Told("%(one)s or %(other)s", one=one, other=other), map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    return _TYPES.get(schema.get("type", ""), Told("what docs/course-format.md shows"))
