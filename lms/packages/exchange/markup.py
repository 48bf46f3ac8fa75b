"""HTML taken apart into tags and texts, in one pass whose time grows with its length only.

The standard library's parser searches an unclosed tag again and again; texts of other systems are not trusted that far.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG_BEGINS = re.compile(r"<(?=/?[A-Za-z]|!|\?)")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:]{0,30})")
_ATTRIBUTE = re.compile(r"""(?<=[\s"'/])([A-Za-z][A-Za-z0-9:_-]{0,40})\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s"'>]+)""")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with its attributes; `name` is in lower case."""

    name: str
    closes: bool
    attributes: dict[str, str]


class _Ends:
    """Finds where tags end; what was once not found is not searched for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last = text.rfind(">")
        self.last_comment = text.rfind("-->")
        self.minds_quotes = True

    def of_comment(self, at: int) -> int:
        """Where the text goes on after a comment, or -1."""
        return self.text.index("-->", at) + 3 if at <= self.last_comment else -1

    def of_tag(self, at: int) -> int:
        """Where the text goes on after a tag, or -1; a `>` inside quotes does not end it."""
        if at >= self.last:
            return -1
        if self.minds_quotes:
            end = self._after_quotes(at)
            if end > 0:
                return end
            self.minds_quotes = False  # a quote is never closed: from here on quotes mean nothing
        return self.text.index(">", at) + 1

    def _after_quotes(self, at: int) -> int:
        position = at
        while (found := _QUOTE_OR_END.search(self.text, position)) is not None:
            if found[0] == ">":
                return found.end()
            position = self.text.find(found[0], found.end()) + 1
            if not position:
                return -1
        return -1


_QUOTE_OR_END = re.compile("[\"'>]")


def read_markup(text: str) -> Iterator[Tag | str]:
    """Tags, and the texts between them with their entities replaced; comments and declarations are left out."""
    ends = _Ends(text)
    at = began = 0
    while (found := _TAG_BEGINS.search(text, at)) is not None:
        start = found.start()
        is_comment = text.startswith("<!--", start)
        end = ends.of_comment(start + 4) if is_comment else ends.of_tag(start)
        if end < 0:
            at = start + 1
            continue
        if start > began:
            yield html.unescape(text[began:start])
        if tag := _tag(text[start:end]):
            yield tag
        at = began = end
    if began < len(text):
        yield html.unescape(text[began:])


def _tag(source: str) -> Tag | None:
    name = _NAME.match(source)
    if name is None:
        return None
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(source, name.end()):
        attributes.setdefault(found[1].lower(), html.unescape(found[2].strip("\"'")))
    return Tag(name[1].lower(), source.startswith("</"), attributes)


_KNOWN = frozenset(
    "p br b i u em strong a img div span ul ol li table tr td th tbody thead sub sup code pre font h1 h2 h3 h4 h5 h6 "
    "blockquote hr center small big s del ins audio video iframe tt strike".split()
)


def looks_like_html(text: str) -> bool:
    """Whether a text that may be either holds a tag that HTML knows."""
    return any(isinstance(part, Tag) and part.name in _KNOWN for part in read_markup(text))
