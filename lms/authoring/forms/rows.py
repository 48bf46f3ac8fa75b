"""Rows of a form that can be added, removed and moved: with scripts on the page, without them by a round trip.

Each row is known by a key: the hidden field `option` names the rows in their order, `option-KEY-text` are the fields of
one. A button `row` says what shall happen: `add:option`, `remove:option:KEY`, `up:option:KEY`, `down:option:KEY`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from lms.authoring.forms.parts import one_line

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
NEW = "new-"  # how the keys of rows begin that nothing has been saved of


@dataclass
class Row:
    """One row: what stands in its fields, and what is wrong with it."""

    key: str
    values: dict[str, str]
    error: str = ""

    def __getitem__(self, part: str) -> str:
        return self.values.get(part, "")

    @property
    def is_new(self) -> bool:
        return self.key.startswith(NEW)

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())


@dataclass
class Rows:
    """Rows of one name, `fewest` to `most` of them, with fields (`parts`) that hold one line of so many characters."""

    name: str
    parts: Mapping[str, int]
    fewest: int
    most: int
    rows: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if not row.is_empty]

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.most

    @property
    def pattern(self) -> Row:
        """The row that a script makes new ones from."""
        return Row("KEY", {})

    def read(self, sent: Any) -> None:
        """What a form sent, a `MultiDict`."""
        keys = [key for key in dict.fromkeys(sent.getlist(self.name)) if _KEY.match(key)][: self.most]
        self.rows = [
            Row(key, {part: one_line(sent.get(f"{self.name}-{key}-{part}")) for part in self.parts}) for key in keys
        ]

    def show(self, known: Iterable[tuple[str, dict[str, str]]]) -> None:
        """What is kept, with empty rows up to the fewest."""
        self.rows = [Row(key, values) for key, values in known]
        while len(self.rows) < self.fewest:
            self.add()

    def add(self) -> None:
        taken = {row.key for row in self.rows}
        number = next(number for number in range(1, self.most + 2) if f"{NEW}{number}" not in taken)
        self.rows.append(Row(f"{NEW}{number}", {}))

    def do(self, deed: str, key: str) -> None:
        """What a button says; nothing for a row that is not there."""
        if deed == "add" and not self.is_full:
            self.add()
        at = next((place for place, row in enumerate(self.rows) if row.key == key), None)
        if at is None:
            return
        if deed == "remove":
            del self.rows[at]
        elif deed in ("up", "down"):
            row = self.rows.pop(at)
            self.rows.insert(max(0, at - 1) if deed == "up" else at + 1, row)

    def check(self) -> bool:
        """Marks rows with a field that is too long; whether no row is marked, for this or another reason."""
        for row in self.rows:
            for part, most in self.parts.items():
                if len(row[part]) > most:
                    row.error = gettext("At most %(count)s characters.", count=most)
        return not any(row.error for row in self.rows)
