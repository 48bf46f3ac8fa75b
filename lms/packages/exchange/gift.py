"""GIFT: questions as text (https://docs.moodle.org/en/GIFT_format).

    $CATEGORY: $course$/top/Customs
    // [id:cotton-shirt] [tag:basics]
    ::Cotton shirt::[markdown]Which heading is right? {
        =6109#Right.
        ~%-50%6105#Trousers.
        ####Shown with the result.
    }

Questions are parted by empty lines; `\\` before one of `~=#{}:\\` makes it a letter, `\\n` is a line break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.core.messages import Sentence
from lms.packages.exchange.gift_answers import read_answers
from lms.packages.exchange.gift_text import ESCAPED, FORMAT, hide, show, text_of
from lms.packages.exchange.raw import Found, RawQuestion, Refusal
from lms.packages.exchange.report import MOST_QUESTIONS, BadFile, RefusedQuestion
from lms.packages.exchange.texts import Text

_META = re.compile(r"\[(id|tag|keys):([^\]]{1,2000})\]")
_NUMBERED = re.compile(r"//\s{0,9}question:\s{0,9}\d{1,12}\s{1,9}name:")


@dataclass(slots=True)
class _Block:
    """The lines of one question, comments apart."""

    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_open: bool = False  # a brace waits for its end


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(1)
    comments: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if bare.startswith("//"):
            if block.lines and not block.is_open and block.lines[-1].rstrip().endswith("}"):
                yield block
                block = _Block(number)
            comments.append(bare)
            continue
        begins = bare.startswith(("::", "$CATEGORY:"))
        is_over = not bare and not block.is_open
        is_next = begins and bool(block.lines) and (not block.is_open or not block.lines[-1].strip())
        is_category = bool(block.lines) and block.lines[0].lstrip().startswith("$CATEGORY:")
        if block.lines and (is_over or is_next or (is_category and "{" in bare)):
            yield block
            block = _Block(number)
        if not bare and not block.lines:
            continue
        if not block.lines:
            block = _Block(number, comments=comments)
            comments = []
        block.lines.append(line)
        hidden = ESCAPED.sub("", line)
        opened, closed = hidden.rfind("{"), hidden.rfind("}")
        if opened != closed:
            block.is_open = opened > closed
    if block.lines:
        yield block


def read_gift(text: str) -> Found:
    """Every question of the text, in order. Raises `BadFile` when there are none, or too many."""
    category, number = "", 0
    for block in _blocks(text):
        first = block.lines[0].strip()
        if first.startswith("$CATEGORY:"):
            category = " ".join("\n".join(block.lines).strip().removeprefix("$CATEGORY:").split())
            continue
        number += 1
        if number > MOST_QUESTIONS:
            raise BadFile(
                Sentence("It has more than %(most)s questions: split it.", {"most": MOST_QUESTIONS}), block.line
            )
        yield _question(number, block, category)
    if not number:
        raise BadFile(Sentence("There is no question in it: GIFT has its answers in braces, {=right ~wrong}."))


def _question(number: int, block: _Block, category: str) -> RawQuestion | Refusal:
    name, body = _name(hide("\n".join(block.lines).strip()))
    begin, end = body.find("{"), body.find("}")
    shown = name or show(body[: begin if begin > 0 else 100])
    if begin < 0 and end < 0:
        told = Sentence("It has no answers in braces, so it is only a text: put it into a reading, or add {…}.")
        return Refusal(number, block.line, shown, told)
    if begin < 0 or end < begin or block.is_open:
        told = Sentence("A brace is missing: answers begin with { and end with }; write \\{ for a brace in a text.")
        return Refusal(number, block.line, shown, told)
    if "{" in body[end:] or "{" in body[begin + 1 : end]:
        told = Sentence("It has braces more than once: write \\{ and \\} for braces that belong to a text.")
        return Refusal(number, block.line, shown, told)
    answers, general = _parted(body[begin + 1 : end].strip())
    prompt = _prompt(body[:begin], body[end + 1 :])
    raw = RawQuestion(number, block.line, name, "choices", prompt, text_of(general, prompt.format), category=category)
    _read_comments(raw, block.comments)
    try:
        read_answers(raw, answers)
    except RefusedQuestion as refused:
        return Refusal(number, block.line, shown, refused.sentence)
    return raw


def _prompt(before: str, after: str) -> Text:
    """The question's text; a gap stands where its answers stood in the middle of it."""
    if not before.strip() or not after.strip('";, \n'):
        return text_of(before if before.strip() else after, "moodle")
    found = FORMAT.match(before)
    gap = "\\_\\_\\_\\_\\_" if found and found[1] == "markdown" else "_____"
    return text_of(f"{before}{gap}{after}", "moodle")


def _name(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        name, found, rest = text[2:].partition("::")
        if found:
            return " ".join(show(name).split()), rest.strip()
        return "", name.strip()
    return "", text


def _parted(answers: str) -> tuple[str, str]:
    """The answers, and the general feedback after the last ####."""
    at = answers.rfind("####")
    return (answers, "") if at < 0 else (answers[:at].strip(), answers[at + 4 :])


def _read_comments(raw: RawQuestion, comments: list[str]) -> None:
    """Moodle keeps the ID number and the tags in the comments above a question."""
    for comment in comments[-3:]:
        if _NUMBERED.match(comment):
            continue
        for found in _META.finditer(comment):
            value = found[2].replace("\\]", "]").strip()
            if found[1] == "id":
                raw.idnumber = value
            elif found[1] == "tag":
                raw.tags.append(value)
            else:
                raw.keys = value
