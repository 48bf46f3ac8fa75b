"""Paragraphs, lists, quotations and tables put together as Markdown while HTML is walked through."""

import re
from dataclasses import dataclass, field

from lms.packages.exchange.escaping import escape_lines

_HARD_BREAK = "\\\n"
_DEEPEST = 6  # lists inside lists; deeper ones stay at this level
_RUNS = re.compile(r"[ \t\n]+")
_AT_BREAK = re.compile(r"[ \t]{0,20}\\\n[ \t]{0,20}")


@dataclass(slots=True)
class _Level:
    """A list or quotation that is open."""

    name: str
    number: int = 0
    begins: bool = False  # its next block carries the bullet

    def prefix(self, *, first: bool) -> str:
        if self.name == "blockquote":
            return "> "
        mark = "- " if self.name == "ul" else f"{max(self.number, 1)}. "
        return mark if first and self.begins else " " * len(mark)


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None

    def lines(self) -> list[str]:
        rows = [row for row in self.rows if any(row)]
        width = max((len(row) for row in rows), default=0)
        if width < 2:
            return []
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        shown = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in padded]
        return [shown[0], "|" + " --- |" * width, *shown[1:]]


class Blocks:
    """Finished blocks and the one being written; in `one_line` everything ends up in a single line."""

    def __init__(self, *, one_line: bool) -> None:
        self.one_line = one_line
        self.line_end = " " if one_line else _HARD_BREAK
        self._now: list[str] = []
        self._done: list[str] = []
        self._levels: list[_Level] = []
        self._tables: list[_Table] = []
        self._in_item = False

    @property
    def is_nested_table(self) -> bool:
        return len(self._tables) > 1

    def put(self, text: str) -> None:
        self._now.append(text)

    def put_code(self, text: str, *, plain: bool) -> None:
        """A listing: its lines are kept where lines can be."""
        if plain or not text.strip():
            self.put(text)
        elif self.one_line or self._tables:
            self.put("`" + _RUNS.sub(" ", text.replace("`", "'")).strip() + "`")
        else:
            fence = "```" if "```" not in text else "~~~~"
            self._emit(f"{fence}\n{text}\n{fence}")

    def structure(self, name: str, *, closes: bool) -> None:
        """A tag of a list, quotation or table."""
        self.end_block()
        if self.one_line:
            return
        if name in ("table", "tr", "td", "th"):
            self._table(name, closes=closes)
        elif name == "li":
            if self._levels and not closes and self._levels[-1].name != "blockquote":
                self._levels[-1].number += 1
                self._levels[-1].begins = True
        elif not closes:
            if len(self._levels) < _DEEPEST and not self._tables:
                self._levels.append(_Level(name))
        elif self._levels and self._levels[-1].name == name:
            self._levels.pop()
            self._in_item = bool(self._levels)

    def _table(self, name: str, *, closes: bool) -> None:
        if name == "table" and not closes:
            self._tables.append(_Table())
        elif not self._tables or (self.is_nested_table and name != "table"):
            return
        elif name == "table":
            table = self._tables.pop()
            if self._tables:
                return
            if lines := table.lines():
                self._emit("\n".join(lines))
            else:
                for text in (cell for row in table.rows for cell in row if cell):
                    self._emit(escape_lines(text))
        elif name == "tr":
            if not closes:
                self._tables[0].rows.append([])
        elif closes:
            self._tables[0].cell = None
        else:
            table = self._tables[0]
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append("")
            table.cell = table.rows[-1]

    def end_block(self) -> None:
        text, self._now = "".join(self._now), []
        if not (self.one_line or self._tables):
            self._end_paragraph(text)
            return
        text = _RUNS.sub(" ", text.replace(_HARD_BREAK, " ")).strip()
        if self._tables:
            cell = self._tables[0].cell
            if cell and text:
                cell[-1] = f"{cell[-1]} {text}".strip()
        elif text:
            self._done.append(text)

    def _end_paragraph(self, text: str) -> None:
        """Lines parted by hard breaks; an empty one parts paragraphs, a picture alone in its line stands apart."""
        lines: list[str] = []
        for line in [*(_RUNS.sub(" ", line).strip() for line in _AT_BREAK.split(text)), ""]:
            is_picture = line.startswith("![") and line.endswith(")") and line.count("](") == 1
            if line and not is_picture:
                lines.append(line)
                continue
            if lines:
                self._emit(escape_lines(_HARD_BREAK.join(lines)))
            if is_picture:
                self._emit(line)
            lines = []

    def _emit(self, text: str) -> None:
        first = "".join(level.prefix(first=True) for level in self._levels)
        rest = "".join(level.prefix(first=False) for level in self._levels)
        begins = bool(self._levels) and self._levels[-1].begins
        for level in self._levels:
            level.begins = False
        lines = text.split("\n")
        block = "\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])])
        is_next_item = begins and self._in_item
        self._in_item = bool(self._levels) and self._levels[-1].name != "blockquote"
        if is_next_item and self._done:
            self._done[-1] += f"\n{block}"
        else:
            self._done.append(block)

    def finish(self) -> str:
        """The whole text."""
        self.end_block()
        while self._tables:
            self._table("table", closes=True)
        return (" " if self.one_line else "\n\n").join(self._done).strip()
