"""Gettext PO: a language as Poedit, Weblate and many translators know it.

A text is a message and its name is the context. `fuzzy` marks what somebody should look at; where the source was
another one, that one stands as `#| msgid`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lms.core.messages import Sentence
from lms.packages.exchange.decoding import check_size, decode
from lms.packages.exchange.report import BadFile
from lms.packages.exchange.translations import (
    DONE,
    MISSING,
    OUTDATED,
    REVIEW,
    TextPair,
    TranslationFile,
    check_pairs,
    pair_from,
)

_COURSE, _SOURCE = "X-Course", "X-Source-Language"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "v": "\v", "f": "\f"}
_ESCAPED = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[[0-9]{1,2}\])?[ \t]*(\".*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*')


def write_po(course: str, source_language: str, language: str, pairs: Iterable[TextPair]) -> bytes:
    """The file; the same texts make the same bytes."""
    headers = {
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _COURSE: course,
        _SOURCE: source_language,
    }
    head = "".join(f"{name}: {value}\n" for name, value in headers.items())
    entries = [[*_said("msgid", ""), *_said("msgstr", head)], *(list(_entry(pair)) for pair in pairs)]
    return ("\n\n".join("\n".join(lines) for lines in entries) + "\n").encode()


def _entry(pair: TextPair) -> Iterator[str]:
    for note in pair.notes:
        yield from (f"#. {line}" for line in note.splitlines())
    if pair.state in (OUTDATED, REVIEW) and pair.target:
        yield "#, fuzzy"
    if pair.before and pair.state == OUTDATED:
        yield from (f"#| {line}" for line in _said("msgid", pair.before))
    yield from _said("msgctxt", pair.id)
    yield from _said("msgid", pair.source)
    yield from _said("msgstr", pair.target)


def _said(keyword: str, text: str) -> Iterator[str]:
    """A text of several lines begins with an empty one, as gettext's own tools write it."""
    lines = [f'"{_escaped(line)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text)]
    if len(lines) < 2:
        yield f"{keyword} " + (lines[0] if lines else '""')
        return
    yield f'{keyword} ""'
    yield from lines


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


@dataclass
class _Entry:
    """A message while it is read."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    has_older_source: bool = False


def read_po(data: bytes) -> TranslationFile:
    """What the file says. Raises `BadFile` with the line of what is wrong."""
    check_size(data)
    headers: dict[str, str] = {}
    pairs: list[TextPair] = []
    for entry in _entries(_decoded(data)):
        if entry.texts.get("msgid") == "" and "msgctxt" not in entry.texts:
            headers = _headers(entry.texts.get("msgstr", ""))
        elif "msgid" in entry.texts and "msgid_plural" not in entry.texts:
            pairs.append(_pair(entry))
    check_pairs(pairs)
    language = headers.get("Language", "").replace("_", "-")
    return TranslationFile(headers.get(_COURSE, ""), headers.get(_SOURCE, ""), language, tuple(pairs))


def _decoded(data: bytes) -> str:
    """UTF-8 as it is, so that nothing is lost; what an old program wrote as far as it can be guessed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data, "en")[0]


def _entries(text: str) -> Iterator[_Entry]:
    """Each message; those that are commented out (`#~`) are none."""
    entry, at = _Entry(1), ""
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip(" \t\r")
        if not line or line.startswith("#"):
            if "msgstr" in entry.texts:
                yield entry
                entry, at = _Entry(number), ""
            entry.flags |= set(re.split(r"[,\s]+", line[2:])) - {""} if line.startswith("#,") else set()
            entry.has_older_source |= line.startswith("#|")
            continue
        if match := _KEYWORD.fullmatch(line):
            if match[1] in ("msgctxt", "msgid") and "msgstr" in entry.texts:
                yield entry
                entry = _Entry(number)
            at, line = match[1], match[2]
        quoted = _QUOTED.fullmatch(line)
        if quoted is None or not at:
            raise BadFile(Sentence("This is no line of a PO file: choose the file that was exported here."), number)
        entry.texts[at] = entry.texts.get(at, "") + _unescaped(quoted[1])
    if "msgstr" in entry.texts:
        yield entry


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 8))
    return chr(int(match[2], 16)) if match[2] else _PLAIN.get(match[3], match[3])


def _headers(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in lines}


def _pair(entry: _Entry) -> TextPair:
    target = entry.texts.get("msgstr", "")
    state = DONE if target.strip() else MISSING
    if state == DONE and "fuzzy" in entry.flags:
        state = OUTDATED if entry.has_older_source else REVIEW
    return pair_from(entry.texts.get("msgctxt", ""), entry.texts["msgid"], target if state != MISSING else "", state)
