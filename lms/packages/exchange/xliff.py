"""XLIFF 2.1 (OASIS Standard, 2018): a language as translators' tools read and write it.

A text is a unit with one segment. Numbers that a question draws, `{price}`, are `<ph>` elements, which tools protect;
Markdown stays as it is. A translation that is older than its source keeps its words and the sub-state `lms:outdated`.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from lms.core.messages import Sentence
from lms.packages.exchange.decoding import check_size
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
from lms.packages.exchange.xml_tree import Element, read_xml

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_PLACE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]{0,39}\}")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no character of XML 1.0
_STATES = {MISSING: "initial", OUTDATED: "translated", REVIEW: "translated", DONE: "final"}
_SUBSTATES = {OUTDATED: "lms:outdated", REVIEW: "lms:review"}
_FINISHED = frozenset({"final", "reviewed"})


def write_xliff(course: str, source_language: str, language: str, pairs: Iterable[TextPair]) -> bytes:
    """The file; the same texts make the same bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang={quoteattr(source_language)} trgLang={quoteattr(language)}>',
        f'<file id="course" original={quoteattr(course)}>',
    ]
    for number, pair in enumerate(pairs, 1):
        lines += _unit(f"u{number}", pair)
    return ("\n".join([*lines, "</file>", "</xliff>"]) + "\n").encode()


def _unit(id: str, pair: TextPair) -> Iterator[str]:
    yield f'<unit id="{id}" name={quoteattr(pair.id)} xml:space="preserve">'
    notes = [*pair.notes, *([f"Before: {pair.before}"] if pair.before else [])]
    if notes:
        yield "<notes>" + "".join(f"<note>{_text(note)}</note>" for note in notes) + "</notes>"
    places = list(dict.fromkeys(_PLACE.findall(pair.source + pair.target)))
    if places:
        data = "".join(f'<data id="d{n}">{escape(place)}</data>' for n, place in enumerate(places, 1))
        yield f"<originalData>{data}</originalData>"
    substate = f' subState="{_SUBSTATES[pair.state]}"' if pair.state in _SUBSTATES else ""
    target = f"<target>{_inline(pair.target, places)}</target>" if pair.target else ""
    state = f' state="{_STATES[pair.state]}"'
    yield f"<segment{state}{substate}><source>{_inline(pair.source, places)}</source>{target}</segment>"
    yield "</unit>"


def _inline(text: str, places: list[str]) -> str:
    """The text with its places as elements; the same place has the same id in source and target."""
    made, end = "", 0
    counts: dict[str, int] = {}
    for match in _PLACE.finditer(text):
        place = match[0]
        number = places.index(place) + 1
        counts[place] = counts.get(place, 0) + 1
        id = f"{number}" if counts[place] == 1 else f"{number}-{counts[place]}"
        made += _text(text[end : match.start()])
        made += f'<ph id="{id}" dataRef="d{number}" equiv={quoteattr(place)} disp={quoteattr(place)}/>'
        end = match.end()
    return made + _text(text[end:])


def _text(text: str) -> str:
    return _UNWRITABLE.sub(lambda match: f'<cp hex="{ord(match[0]):04X}"/>', escape(text))


def read_xliff(data: bytes) -> TranslationFile:
    """What the file says. Raises `BadFile`; entities and document types are refused (C03)."""
    check_size(data)
    root = read_xml(data)
    if _local(root) != "xliff":
        raise BadFile(Sentence("This is not XLIFF: choose the file that was exported here."), root.line)
    version = root.attributes.get("version", "")
    if not version.startswith("2."):
        raise BadFile(
            Sentence("This is XLIFF %(version)s: let the tool save it as XLIFF 2.", {"version": version[:10]}),
            root.line,
        )
    files = _all(root, "file")
    pairs = [pair for file in files for unit in _deep(file, "unit") for pair in _pair(unit)]
    check_pairs(pairs)
    course = files[0].attributes.get("original", "") if files else ""
    return TranslationFile(course, root.attributes.get("srcLang", ""), root.attributes.get("trgLang", ""), tuple(pairs))


def _local(element: Element) -> str:
    return element.name.rpartition(":")[2]


def _all(element: Element, name: str) -> list[Element]:
    return [child for child in element.children if _local(child) == name]


def _deep(element: Element, name: str) -> Iterator[Element]:
    """Units stand in a file or in groups of it."""
    for child in element.children:
        if _local(child) == name:
            yield child
        elif _local(child) == "group":
            yield from _deep(child, name)


def _pair(unit: Element) -> Iterator[TextPair]:
    """A tool may have cut the text into segments: they are put together again; one without a target leaves none."""
    data = {each.attributes.get("id", ""): each for parent in _all(unit, "originalData") for each in parent.children}
    source, target = "", ""
    states: list[str] = []
    for part in unit.children:
        if _local(part) not in ("segment", "ignorable"):
            continue
        sources, targets = _all(part, "source"), _all(part, "target")
        piece = _read(sources[0], data) if sources else ""
        source += piece
        if targets:
            target += _read(targets[0], data)
        elif _local(part) == "ignorable":
            target += piece
        elif piece:
            states.append(MISSING)
        if _local(part) == "segment":
            states.append(_state(part))
    name = unit.attributes.get("name", "")
    if name or source:
        is_missing = MISSING in states or not target.strip()
        yield pair_from(name, source, "" if is_missing else target, MISSING if is_missing else _worst(states))


def _state(segment: Element) -> str:
    """`lms:outdated` holds as long as the state is not final: a tool that finishes a segment may leave it there."""
    state, substate = segment.attributes.get("state", ""), segment.attributes.get("subState", "")
    if state in _FINISHED:
        return DONE
    if substate == _SUBSTATES[OUTDATED]:
        return OUTDATED
    return REVIEW if substate == _SUBSTATES[REVIEW] or not state or state == "initial" else DONE


def _worst(states: list[str]) -> str:
    return next((state for state in (OUTDATED, REVIEW) if state in states), DONE)


def _read(element: Element, data: dict[str, Element]) -> str:
    """Text with its places written out; marks of tools around words are left out."""
    made = ""
    for part in element.content:
        if isinstance(part, str):
            made += part
        elif _local(part) == "cp":
            made += _character(part.attributes.get("hex", ""))
        elif _local(part) == "ph":
            known = data.get(part.attributes.get("dataRef", ""))
            made += _read(known, {}) if known else part.attributes.get("equiv", "")
        elif _local(part) in ("pc", "mrk", "sc", "ec", "sm", "em"):
            made += _read(part, data)
    return made


def _character(code: str) -> str:
    """An invisible character that XML can't write; none where the number is none."""
    return (
        chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) and not "D800" <= code.upper() <= "DFFF" else ""
    )
