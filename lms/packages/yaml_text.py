"""YAML with line numbers, and with fewer surprises than YAML has.

Only mappings, lists and scalars: no anchors or aliases (bombs), no tags, no duplicate keys. Scalars follow YAML 1.2:
`yes`, `no`, `on`, `012`, `1:30` and dates are texts, `NaN` and numbers beyond a float are refused (C10). Keys are
always texts, so `true:` is the key "true".
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from lms.core.messages import Told
from lms.packages.problems import Problem

_DEEPEST = 16
_MOST_NODES = 200_000
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,4})?")
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_NO_NUMBERS = frozenset({".nan", ".inf", "-.inf", "+.inf"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """What a YAML text says, and on which line of its file each part stands."""

    path: str
    value: Any
    lines: dict[Path, int]
    blocks: dict[Path, int]  # where the text of a block (after | or >) begins

    def text_line(self, *place: str | int) -> int:
        """The line on which a text itself begins."""
        return self.blocks.get(place) or self.line(*place)

    def line(self, *place: str | int) -> int:
        """The line of a key or list entry, or of the nearest thing around it that is there."""
        for length in range(len(place), -1, -1):
            if (known := self.lines.get(place[:length])) is not None:
                return known
        return 1

    def problem(self, place: Path, wrong: str, todo: str, *, is_remark: bool = False) -> Problem:
        return Problem(self.path, self.line(*place), wrong, todo, is_remark)


class _Wrong(Exception):
    def __init__(self, line: int, wrong: str, todo: str) -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.todo = line, wrong, todo


def read_yaml(path: str, text: str, problems: list[Problem], *, first_line: int = 1) -> Document | None:
    """The document, or None after adding to `problems` why it can't be read."""
    document = Document(path, None, {}, {})
    try:
        _check_events(text)
        node = yaml.compose(text, Loader=_Loader)
        if node is None:
            raise _Wrong(0, Told("the file is empty"), Told("write it as docs/course-format.md shows"))
        value = _value(node, (), document, first_line)
    except _Wrong as error:
        problems.append(Problem(path, first_line + error.line, error.wrong, error.todo))
        return None
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(path, error, first_line))
        return None
    return replace(document, value=value)


def _check_events(text: str) -> None:
    """Before anything is built: the parser's events one by one, so that depth and number stay bounded."""
    depth = 0
    documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Wrong(
                line,
                Told("anchors and aliases (& and *) are not allowed"),
                Told("write the value out, or quote it"),
            )
        if tag := getattr(event, "tag", None):
            raise _Wrong(line, Told("the tag %(tag)s is not allowed", tag=tag), Told("remove it"))
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise _Wrong(line, Told("a second document begins here"), Told("remove the line ---"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or number > _MOST_NODES:
            raise _Wrong(
                line, Told("it is nested too deep or too long"), Told("write it as docs/course-format.md shows")
            )


def _syntax_problem(path: str, error: yaml.YAMLError, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    wrong = str(getattr(error, "problem", None) or error).split("\n")[0]
    todo = Told("quote texts that hold ': ' or ' #' or begin with a special character, and indent with spaces")
    return Problem(
        path, first_line + (mark.line if mark else 0), Told("this is not YAML (%(wrong)s)", wrong=wrong), todo
    )


def _value(node: yaml.Node, place: Path, document: Document, first_line: int) -> Any:
    document.lines.setdefault(place, first_line + node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, document, first_line)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*place, index), document, first_line) for index, each in enumerate(node.value)]
    style = getattr(node, "style", None)
    if style in ("|", ">"):
        document.blocks[place] = first_line + node.start_mark.line + 1
    return _scalar(node, is_quoted=style in ("'", '"', "|", ">"))


def _mapping(node: yaml.MappingNode, place: Path, document: Document, first_line: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise _Wrong(line, Told("a key must be a word"), Told("write name: value"))
        key = str(key_node.value)
        if key in found:
            raise _Wrong(line, Told("%(key)s stands here twice", key=key), Told("keep one of them"))
        document.lines[(*place, key)] = first_line + line
        found[key] = _value(value_node, (*place, key), document, first_line)
    return found


def is_plain_text(text: str) -> bool:
    """Whether these characters, written without quotes, are read as a text and not as a number, true or nothing."""
    is_other = text in _PLAIN or text.lower() in _NO_NUMBERS or _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text)
    return not is_other


def _scalar(node: yaml.Node, *, is_quoted: bool) -> Any:
    text = str(node.value)
    if is_quoted:
        return text
    if text.lower() in _NO_NUMBERS:
        raise _Wrong(node.start_mark.line, Told("%(words)s is not a number", words=text), Told("give a number"))
    if text in _PLAIN:
        return _PLAIN[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if not math.isfinite(number) or len(text) > 40:
            raise _Wrong(
                node.start_mark.line,
                Told("%(words)s is too large a number", words=text[:40]),
                Told("give a smaller one, or quote it"),
            )
        return number
    return text
