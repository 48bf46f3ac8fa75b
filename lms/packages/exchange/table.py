"""Questions as a table (CSV): one row each, the columns of `COLUMNS`, texts in Markdown.

    kind,prompt,answer,option_1,option_2,feedback_1,feedback_2,explanation
    single,Which heading is right?,2,6105,6109,Trousers.,Right.,A T-shirt is knitted.

`answer` is the number of the right option (several: `1, 3`), `true` or `false`, a number, or a formula; texts to type
stand in the options, steps in their order too; `match_1` is what belongs to `option_1`.
"""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from typing import Any

from lms.core.messages import Sentence
from lms.packages.exchange.kinds import number_of
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.raw import ALL, Answer, Found, Near, RawQuestion, Refusal
from lms.packages.exchange.report import MOST_QUESTIONS, BadFile, RefusedQuestion
from lms.packages.exchange.texts import Text

COLUMNS = ("key", "kind", "bank", "tags", "points", "prompt", "answer", "tolerance", "unit", "decimals", "variables",
           "explanation", "keys")  # fmt: skip
_NUMBERED = re.compile(r"(option|feedback|match)_(\d{1,4})")
_DELIMITERS = ",;\t"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "'")
_VARIABLE = re.compile(r"([a-z][a-z0-9_]{0,31})\s{0,9}=\s{0,9}([-\d.]{1,40})\s{0,9}\.\.\s{0,9}([-\d.]{1,40}?)"
                       r"\s{1,9}step\s{1,9}([\d.]{1,40})")  # fmt: skip
_KIND_NAMES = {
    "multiple choice": "single", "multichoice": "single", "mc": "single", "truefalse": "true_false", "tf": "true_false",
    "true/false": "true_false", "number": "numeric", "numerical": "numeric", "shortanswer": "short_text",
    "short answer": "short_text", "text": "short_text", "match": "matching", "order": "ordering",
}  # fmt: skip
_TRUE = frozenset({"true", "t", "yes", "1", "да", "верно", "是", "对", "درست"})
_FALSE = frozenset({"false", "f", "no", "0", "нет", "неверно", "否", "错", "نادرست"})
Cells = Mapping[str, str]


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (B08)."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _alive(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell


def _header(text: str) -> tuple[str, list[str]] | None:
    """The delimiter and the names of the columns, when the first line has those that are needed."""
    line = text.lstrip("\n").partition("\n")[0]
    if line.lower().startswith("sep=") and len(line) == 5:
        return None
    for delimiter in _DELIMITERS:
        names = [name.strip().strip("\"'").strip().lower() for name in line.split(delimiter)]
        if "prompt" in names and len(names) > 1:
            return delimiter, names
    return None


def is_table(text: str, filename: str) -> bool:
    """Whether the file has our columns, or at least the name of a table."""
    return _header(_without_hint(text)) is not None or filename.lower().endswith((".csv", ".tsv"))


def _without_hint(text: str) -> str:
    """Spreadsheets write `sep=;` above the table."""
    first, _, rest = text.partition("\n")
    return rest if first.lower().startswith("sep=") else text


def read_table(text: str) -> Found:
    """Every row, in order. Raises `BadFile` when the columns are not ours."""
    skipped = text.count("\n") - _without_hint(text).count("\n")
    text = _without_hint(text)
    skipped += len(text) - len(text.lstrip("\n"))
    text = text.lstrip("\n")
    header = _header(text)
    if header is None:
        told: dict[str, object] = {"columns": "kind, prompt, answer, option_1, option_2"}
        raise BadFile(Sentence("The first line has to name the columns: %(columns)s … Use the template.", told), 1)
    delimiter, names = header
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        next(reader)
        while True:
            line = reader.line_num + skipped + 1
            row = next(reader, None)
            if row is None:
                break
            if not any(row):  # spreadsheets write a line for every row that was ever touched
                continue
            cells = {
                name: _alive(cell.strip()) for name, cell in zip(names, row, strict=False) if name and cell.strip()
            }
            if not cells:
                continue
            number += 1
            if number > MOST_QUESTIONS:
                raise BadFile(
                    Sentence("It has more than %(most)s questions: split it.", {"most": MOST_QUESTIONS}), line
                )
            try:
                yield _question(number, line, cells)
            except RefusedQuestion as refused:
                yield Refusal(number, line, cells.get("key") or cells.get("prompt", ""), refused.sentence)
    except csv.Error as error:
        raise BadFile(
            Sentence("A row can't be read: look for a quotation mark that is never closed."), reader.line_num + skipped
        ) from error
    if not number:
        raise BadFile(Sentence("There is no question below the names of the columns: add rows."))


def _question(number: int, line: int, cells: Cells) -> RawQuestion:
    raw = RawQuestion(number, line, cells.get("key", ""), "choices", Text(cells.get("prompt", ""), "markdown"))
    raw.explanation = Text(cells.get("explanation", ""), "markdown")
    raw.idnumber = cells.get("key", "")
    raw.category = cells.get("bank", "")
    raw.tags = [tag for tag in re.split("[,;]", cells.get("tags", "")) if tag.strip()]
    points = read_decimal(cells.get("points", "1"))
    if points is None:
        raise RefusedQuestion(Sentence("The points %(text)s are no number.", {"text": cells["points"][:40]}))
    raw.points, raw.keys, raw.unit = points, cells.get("keys", ""), cells.get("unit", "")
    kind = _kind(cells)
    _READERS[kind](raw, cells) if kind in _READERS else _unknown(kind)
    return raw


def _unknown(kind: str) -> None:
    known = ", ".join(_READERS)
    raise RefusedQuestion(
        Sentence("The kind %(kind)s is not known: use %(known)s.", {"kind": kind[:40], "known": known})
    )


def _kind(cells: Cells) -> str:
    """As it is said, or as the answer looks."""
    said = cells.get("kind", "").lower()
    if said:
        return _KIND_NAMES.get(said, said.replace("-", "_").replace(" ", "_"))
    answer = cells.get("answer", "").lower()
    if "match_1" in cells:
        return "matching"
    if "option_2" in cells and answer:
        return "multiple" if len(_parts(answer)) > 1 else "single"
    if answer in _TRUE | _FALSE and answer not in ("0", "1"):
        return "true_false"
    return "numeric" if read_decimal(answer) is not None else "short_text"


def _parts(answer: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]", answer) if part]


def _numbered(cells: Cells, name: str) -> dict[int, str]:
    found = {}
    for column, cell in cells.items():
        match = _NUMBERED.fullmatch(column)
        if match and match[1] == name and int(match[2]):
            found[int(match[2])] = cell
    return dict(sorted(found.items()))


def _right_numbers(cells: Cells, options: Mapping[int, str]) -> set[int]:
    """Which options are right: by number, by letter, or by their text."""
    answer = cells.get("answer", "")
    for number, option in options.items():
        if answer == option and not (answer.isascii() and answer.isdigit()):
            return {number}
    found = set()
    for part in _parts(answer):
        is_letter = len(part) == 1 and part.isascii() and part.isalpha()
        is_number = part.isascii() and part.isdigit() and len(part) < 3
        number = ord(part.lower()) - 96 if is_letter else int(part) if is_number else 0
        if number not in options:
            told: dict[str, object] = {"text": part[:40]}
            raise RefusedQuestion(
                Sentence("The answer %(text)s names no option: give its number, 1 for option_1.", told)
            )
        found.add(number)
    return found


def _choices(raw: RawQuestion, cells: Cells) -> None:
    options, feedback = _numbered(cells, "option"), _numbered(cells, "feedback")
    right = _right_numbers(cells, options)
    raw.several = _kind(cells) == "multiple"
    if not right or (len(right) > 1 and not raw.several):
        raise RefusedQuestion(Sentence("The column answer has to name the right option: 2 for option_2."))
    share = ALL / len(right)
    for number, option in options.items():
        percent = share if number in right else -share if raw.several else Decimal(0)
        said = Text(feedback.get(number, ""), "markdown")
        raw.answers.append(Answer(Text(option, "markdown"), percent, said))


def _true_false(raw: RawQuestion, cells: Cells) -> None:
    raw.kind = "true_false"
    answer = cells.get("answer", "").lower()
    if answer not in _TRUE | _FALSE:
        raise RefusedQuestion(Sentence("The column answer has to say true or false."))
    feedback = _numbered(cells, "feedback")
    for number, said in ((1, "true"), (2, "false")):
        percent = ALL if (said == "true") == (answer in _TRUE) else Decimal(0)
        raw.answers.append(Answer(Text(said), percent, Text(feedback.get(number, ""), "markdown")))


def _margin(cells: Cells) -> tuple[Decimal, bool]:
    told = cells.get("tolerance", "0")
    in_percent = told.endswith("%")
    margin = read_decimal(told.rstrip("% "))
    if margin is None or margin < 0:
        raise RefusedQuestion(Sentence("The tolerance %(text)s is no number: write 0.5 or 1 %%.", {"text": told[:40]}))
    return margin, in_percent


def _numeric(raw: RawQuestion, cells: Cells) -> None:
    raw.kind = "number"
    value = read_decimal(cells.get("answer", ""))
    if value is None:
        told: dict[str, object] = {"text": cells.get("answer", "…")[:60]}
        raise RefusedQuestion(Sentence("%(text)s is no number: write digits, with a point before the decimals.", told))
    margin, in_percent = _margin(cells)
    raw.numbers = [Near(value, margin, ALL, in_percent)]


def _short_text(raw: RawQuestion, cells: Cells) -> None:
    raw.kind = "short_text"
    accepted = [*_numbered(cells, "option").values()] or [cells.get("answer", "")]
    raw.answers = [Answer(Text(text.replace("*", "\\*")), ALL) for text in accepted]


def _matching(raw: RawQuestion, cells: Cells) -> None:
    raw.kind = "matching"
    lefts, rights = _numbered(cells, "option"), _numbered(cells, "match")
    for number in sorted(set(lefts) | set(rights)):
        raw.pairs.append((Text(lefts.get(number, "")), Text(rights.get(number, ""))))


def _ordering(raw: RawQuestion, cells: Cells) -> None:
    raw.kind, raw.items = "ordering", [Text(text) for text in _numbered(cells, "option").values()]


def _calculated(raw: RawQuestion, cells: Cells) -> None:
    raw.kind = "calculated"
    variables = {}
    for part in cells.get("variables", "").split(";"):
        match = _VARIABLE.fullmatch(part.strip())
        numbers = [read_decimal(text) for text in match.groups()[1:]] if match else [None]
        if match is None or None in numbers:
            told: dict[str, object] = {"text": part.strip()[:60] or "…"}
            raise RefusedQuestion(Sentence("%(text)s is no variable: write price = 20..60 step 0.5; …", told))
        limits = zip(("min", "max", "step"), numbers, strict=True)
        variables[match[1]] = {name: number_of(number) for name, number in limits if number is not None}
    decimals = cells.get("decimals", "2")
    is_number = decimals.isascii() and decimals.isdigit() and len(decimals) < 3
    body: dict[str, Any] = {
        "variables": variables,
        "formula": cells.get("answer", ""),
        "decimals": int(decimals) if is_number else decimals,
    }
    margin, in_percent = _margin(cells)
    if margin:
        body["tolerance_percent" if in_percent else "tolerance"] = number_of(margin)
    raw.calculated = body


_READERS = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "calculated": _calculated,
}
