"""Writing questions as a table that spreadsheets open; no cell of it is a formula (B08)."""

import csv
import io
from typing import Any

from lms.packages.exchange.report import ExchangedQuestion, Notes
from lms.packages.exchange.table import COLUMNS, inert
from lms.packages.exchange.writing_parts import PICTURES_STAY, has_pictures, keys_text, matching_rows, number_text


class TableWriter:
    """Collects rows; as many numbered columns are written as the largest question needs."""

    def __init__(self) -> None:
        self._rows: list[dict[str, str]] = []

    def write(self, question: ExchangedQuestion, notes: Notes) -> None:
        """Adds a question; a table says everything but its pictures."""
        entry, words = question.entry, question.words
        if has_pictures(words):
            notes.add(PICTURES_STAY)
        cells = {
            "key": question.key,
            "kind": entry["kind"],
            "bank": question.category,
            "tags": ", ".join(entry.get("tags", ())),
            "points": str(entry.get("points", 1)),
            "prompt": words["prompt"],
            "explanation": words.get("explanation", ""),
            "tolerance": _tolerance(entry),
            "unit": entry.get("unit", ""),
            "keys": keys_text(question),
            **_body(question),
        }
        self._rows.append({name: cell for name, cell in cells.items() if cell})

    def finish(self) -> bytes:
        """The whole file, with the mark by which spreadsheets know UTF-8."""
        numbered: list[str] = []
        for name in ("option", "feedback", "match"):
            most = max((_number(column, name) for row in self._rows for column in row), default=0)
            numbered += [f"{name}_{number}" for number in range(1, most + 1)]
        file = io.StringIO()
        writer = csv.DictWriter(file, [*COLUMNS, *numbered], restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: inert(cell) for name, cell in row.items()} for row in self._rows)
        return b"\xef\xbb\xbf" + file.getvalue().encode()


def _number(column: str, name: str) -> int:
    start, _, number = column.rpartition("_")
    return int(number) if start == name else 0


def _tolerance(entry: dict[str, Any]) -> str:
    if "tolerance_percent" in entry:
        return f"{number_text(entry['tolerance_percent'])} %"
    return number_text(entry["tolerance"]) if "tolerance" in entry else ""


def _columns(name: str, texts: list[str]) -> dict[str, str]:
    return {f"{name}_{number}": text for number, text in enumerate(texts, start=1)}


def _body(question: ExchangedQuestion) -> dict[str, str]:
    entry, words = question.entry, question.words
    kind, feedback = entry["kind"], words.get("feedback", {})
    if kind in ("single", "multiple"):
        keys = list(entry["options"])
        right = [entry["answer"]] if kind == "single" else entry["answer"]
        answer = ", ".join(str(number) for number, key in enumerate(keys, start=1) if key in right)
        options = _columns("option", [words["options"][key] for key in keys])
        return {"answer": answer, **options, **_columns("feedback", [feedback.get(key, "") for key in keys])}
    if kind == "true_false":
        said = _columns("feedback", [feedback.get("true", ""), feedback.get("false", "")])
        return {"answer": "true" if entry["answer"] else "false", **said}
    if kind == "numeric":
        return {"answer": number_text(entry["answer"])}
    if kind == "short_text":
        return _columns("option", list(words["accepted"]))
    if kind == "matching":
        rows, _keys = matching_rows(question)
        lefts, rights = [left for left, _right in rows], [right for _left, right in rows]
        return {**_columns("option", lefts), **_columns("match", rights)}
    if kind == "ordering":
        return _columns("option", [words["items"][key] for key in entry["order"]])
    variables = "; ".join(
        f"{name} = {number_text(limits['min'])}..{number_text(limits['max'])} step {number_text(limits['step'])}"
        for name, limits in entry["variables"].items()
    )
    return {"answer": entry["formula"], "variables": variables, "decimals": str(entry.get("decimals", ""))}
