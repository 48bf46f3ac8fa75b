"""HTML of other systems as Markdown of ours; what our Markdown has no mark for is told, not lost in silence."""

import re
from collections.abc import Callable

from lms.core.messages import Sentence
from lms.packages.exchange.blocks import Blocks
from lms.packages.exchange.escaping import escape
from lms.packages.exchange.markup import Tag, read_markup
from lms.packages.exchange.report import Notes

_SPACES = re.compile(r"[ \t\n\xa0]+")
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_EMBEDDED = frozenset({"audio", "video", "iframe", "object", "embed", "canvas", "svg", "applet"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~", "cite": "*"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()\\]+")
_BREAKS = frozenset({"p", "div", "section", "article", "center", "figure", "figcaption", "dl", "dt", "dd", "fieldset",
                     "form", "header", "footer", "main", "address", "details", "summary", "caption"})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DEEPEST = 40  # marks inside marks

# A picture's address and its words in, its Markdown out (or nothing, after a note).
ShowPicture = Callable[[str, str], str]


def no_pictures(_address: str, _alternative: str) -> str:
    return ""


class _Converter:
    """Walks through the tags once."""

    def __init__(self, notes: Notes, picture: ShowPicture, *, one_line: bool, plain: bool) -> None:
        self.notes, self.picture, self.plain = notes, picture, plain
        self.blocks = Blocks(one_line=one_line or plain)
        self.skipping = ""
        self.marks: list[tuple[str, list[str]]] = []  # open tag, what stands in it
        self.verbatim: list[str] | None = None  # inside <pre>

    # texts

    def text(self, text: str) -> None:
        if self.skipping:
            return
        if self.verbatim is not None:
            self.verbatim.append(text)
            return
        text = _SPACES.sub(lambda found: found[0] if found[0] == "\xa0" else " ", text)
        in_code = any(tag == "code" for tag, _parts in self.marks)
        self._put(text if self.plain or in_code else escape(text))

    def _put(self, text: str) -> None:
        if self.marks:
            self.marks[-1][1].append(text)
        else:
            self.blocks.put(text)

    # tags

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if self.skipping:
            if tag.closes and name == self.skipping:
                self.skipping = ""
            return
        if name in _SKIPPED or name in _EMBEDDED:
            if name in _EMBEDDED:
                self.notes.add(
                    Sentence("Embedded sound, film or frames were left out: put a film into a video step instead.")
                )
            if not tag.closes and name != "embed":
                self.skipping = name
            return
        if name == "pre":
            self._verbatim(tag)
        elif name == "br":
            if self.verbatim is None:
                self._put(self.blocks.line_end)
            else:
                self.verbatim.append("\n")
        elif name == "img":
            self._put(self.picture(tag.attributes.get("src", ""), tag.attributes.get("alt", "").strip()))
        elif name in _MARKS or name in ("sub", "sup", "code", "tt", "kbd", "a", "u", "ins", "mark"):
            self._mark(tag)
        else:
            self._structure(tag)

    def _structure(self, tag: Tag) -> None:
        name = tag.name
        if name in _HEADINGS:
            self._close_all()
            self.blocks.end_block()
            if not tag.closes and not self.plain:
                self.marks.append(("strong", []))
        elif name in _BREAKS or name == "hr":
            self._close_all()
            self.blocks.end_block()
        elif name in ("ul", "ol", "li", "blockquote", "table", "tr", "td", "th"):
            self._close_all()
            self.blocks.structure(name, closes=tag.closes)
            if name == "table" and not tag.closes and self.blocks.is_nested_table:
                self.notes.add(Sentence("A table inside a table became plain text: look it over."))
        elif name == "math":
            self.notes.add(FORMULA)

    def _verbatim(self, tag: Tag) -> None:
        if not tag.closes:
            self._close_all()
            self.blocks.end_block()
            self.verbatim = []
        elif self.verbatim is not None:
            text, self.verbatim = "".join(self.verbatim).strip("\n"), None
            self.blocks.put_code(text, plain=self.plain)

    def _mark(self, tag: Tag) -> None:
        name = "code" if tag.name in ("tt", "kbd") else tag.name
        if not tag.closes:
            if len(self.marks) < _DEEPEST:
                kept = f"a {tag.attributes.get('href', '').strip()}" if name == "a" else name
                self.marks.append((kept, []))
            return
        if any(opened.split(" ")[0] == name for opened, _parts in self.marks):
            while self._close_one() != name:
                pass

    def _close_all(self) -> None:
        while self.marks:
            self._close_one()

    def _close_one(self) -> str:
        opened, parts = self.marks.pop()
        name, _, address = opened.partition(" ")
        inner = "".join(parts)
        text = inner.strip()
        if not text:
            self._put(inner)
            return name
        before = inner[: len(inner) - len(inner.lstrip())]
        after = inner[len(inner.rstrip()) :]
        self._put(f"{before}{self._marked(name, address, text)}{after}")
        return name

    def _marked(self, name: str, address: str, text: str) -> str:
        if name in ("sub", "sup"):
            return self._shifted(name, text)
        if self.plain:
            return text
        if name == "code":
            fence = "``" if "`" in text else "`"
            return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"
        if name == "a":
            return self._link(address, text)
        if name in ("u", "ins", "mark"):
            self.notes.add(Sentence("Underlining and highlighting were left out: use bold where it matters."))
            return text
        mark = _MARKS[name]
        is_marked = any(_MARKS.get(opened) == mark for opened, _parts in self.marks)
        return text if is_marked or "\\\n" in text or text.startswith("*") else f"{mark}{text}{mark}"

    def _shifted(self, name: str, text: str) -> str:
        bare = text.replace("\\", "")
        shifted = bare.translate(_RAISED if name == "sup" else _LOWERED)
        if not any(old == new for old, new in zip(bare, shifted, strict=True)):
            return shifted
        self.notes.add(Sentence("Raised or lowered letters now stand in the line: look them over."))
        return f"^{text}" if name == "sup" else text

    def _link(self, address: str, text: str) -> str:
        if _LINK.fullmatch(address):
            return f"[{text}]({address})"
        if address:
            self.notes.add(Sentence("A link leads to a place that only the other system has: its words stay."))
        return text

    def finish(self) -> str:
        self._close_all()
        if self.verbatim is not None:
            self._verbatim(Tag("pre", closes=True, attributes={}))
        return self.blocks.finish()


FORMULA = Sentence("A formula in TeX or MathML is shown as it is written: write it as plain text.")
_TEX = re.compile(r"\\\(|\\\[|\$\$")


def tell_of_tex(text: str, notes: Notes) -> None:
    """Notes that a text holds formulas that nobody sets here."""
    if _TEX.search(text):
        notes.add(FORMULA)


def convert(
    text: str, notes: Notes, picture: ShowPicture = no_pictures, *, one_line: bool = False, plain: bool = False
) -> str:
    """HTML as Markdown: of blocks, of one line, or as plain text without any marks."""
    converter = _Converter(notes, picture, one_line=one_line, plain=plain)
    tell_of_tex(text, notes)
    for part in read_markup(text):
        if isinstance(part, Tag):
            converter.tag(part)
        else:
            converter.text(part)
    return converter.finish()
