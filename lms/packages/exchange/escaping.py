"""Plain text as Markdown that means nothing else, and back."""

import re

_ALWAYS = re.compile(r"([\\`*\[\]])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_AUTOLINK = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START = re.compile(r"(?m)^( {0,3})(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|={1,200}\s*$|-{2,200}\s*$|:::|\||~~~)")
_NUMBERED = re.compile(r"(?m)^( {0,3}\d{1,9})([.)])(?=\s|$)")
_INDENT = re.compile(r"(?m)^[ \t]+")


def escape(text: str) -> str:
    """Marks inside a line that Markdown would take for emphasis, code, a link, an entity or a tag."""
    text = _ALWAYS.sub(r"\\\1", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _ENTITY.sub(r"\\&", text)
    text = _AUTOLINK.sub(r"\\<", text)
    return text.replace("~~", r"\~\~").replace("![", r"\![")


def escape_lines(text: str) -> str:
    """Beginnings of lines that Markdown would take for a heading, list, quotation, box or table."""
    text = _INDENT.sub("", text)
    text = _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", text)
    return _NUMBERED.sub(r"\1\\\2", text)


def markdown_from_plain(text: str) -> str:
    """A whole plain text; its line breaks stay."""
    lines = [line.strip() for line in escape(text.strip()).split("\n")]
    kept: list[str] = []
    for line in lines:
        if not line and (not kept or not kept[-1]):
            continue
        kept.append(line)
    joined = "\n".join(kept)
    return escape_lines(joined)
