from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.packages.exchange import Exchange, ExchangedQuestion, Row, read_questions

SAMPLES = Path(__file__).parent / "samples"
Read = Callable[..., Exchange]


def said(row: Row) -> list[str]:
    """Every sentence of a row, with its values."""
    return [sentence.text % sentence.values for sentence in (row.sentence, *row.also)]


def one(exchange: Exchange) -> ExchangedQuestion:
    """The only question, which was taken."""
    assert [row.outcome for row in exchange.rows if row.outcome == "refused"] == [], [said(r) for r in exchange.rows]
    (question,) = exchange.questions
    return question


def why_not(exchange: Exchange) -> str:
    """The sentence about the only question, which was refused."""
    assert exchange.questions == ()
    (row,) = exchange.rows
    assert row.outcome == "refused"
    return said(row)[0]


@pytest.fixture
def read() -> Read:
    """Reads a text, or bytes."""

    def reader(data: str | bytes, filename: str = "bank.gift", language: str = "en") -> Exchange:
        return read_questions(data.encode() if isinstance(data, str) else data, filename=filename, language=language)

    return reader


@pytest.fixture
def read_sample() -> Callable[[str], Exchange]:
    """Reads a file of samples/."""
    return lambda name: read_questions((SAMPLES / name).read_bytes(), filename=name, language="en")


def xml(kind: str, inner: str, *, prompt: str = "<p>Which?</p>") -> str:
    """A file of Moodle with one question."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<question type="{kind}"><name><text>Name</text></name>'
        f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>{inner}</question>\n</quiz>'
    )


def answers(*given: tuple[str, str], more: str = "") -> str:
    """Answers as (share, text)."""
    return "".join(
        f'<answer fraction="{share}" format="html"><text><![CDATA[{text}]]></text>{more}</answer>'
        for share, text in given
    )


def body(question: ExchangedQuestion) -> dict[str, Any]:
    """The entry without its key and tags."""
    return {name: value for name, value in question.entry.items() if name not in ("key", "tags")}
