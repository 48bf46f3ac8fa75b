"""Writing questions for other systems, and telling what their format can't say."""

from collections.abc import Callable, Mapping, Sequence

from lms.packages.exchange.gift_writing import GiftWriter
from lms.packages.exchange.report import ExchangedQuestion, Notes, RefusedQuestion, Row, WrittenQuestions
from lms.packages.exchange.table_writing import TableWriter
from lms.packages.exchange.xml_writing import XmlWriter

_WRITERS: dict[str, Callable[[Mapping[str, bytes], str], GiftWriter | XmlWriter | TableWriter]] = {
    "gift": lambda _media, _language: GiftWriter(),
    "moodle-xml": XmlWriter,
    "csv": lambda _media, _language: TableWriter(),
}


def write_questions(
    questions: Sequence[ExchangedQuestion], file_format: str, language: str, *, media: Mapping[str, bytes] | None = None
) -> WrittenQuestions:
    """A file in one of `FORMATS`, with a row for each question of which something is missing in it.

    `language` is that of the words; `media` are the pictures by their names in media/, of which the variant in that
    language is taken (only Moodle XML carries pictures). Raises `ValueError` for a format that is none of ours.
    """
    if file_format not in _WRITERS:
        raise ValueError(f"{file_format!r} is not one of {', '.join(_WRITERS)}")
    writer = _WRITERS[file_format](media or {}, language)
    rows: list[Row] = []
    for number, question in enumerate(questions, start=1):
        notes = Notes()
        try:
            writer.write(question, notes)
        except RefusedQuestion as refused:
            rows.append(Row(number, 0, question.key, "refused", refused.sentence))
            continue
        if notes.sentences:
            rows.append(Row(number, 0, question.key, "changed", notes.sentences[0], tuple(notes.sentences[1:])))
    return WrittenQuestions(writer.finish(), tuple(rows))


def csv_template(language: str) -> bytes:
    """A table with one row of each kind, to write over."""
    return write_questions(_EXAMPLES, "csv", language).data


_EXAMPLES = (
    ExchangedQuestion(
        "example-one-answer",
        "examples",
        {"key": "example-one-answer", "kind": "single", "options": ["a", "b"], "answer": "b", "tags": ["basics"]},
        {
            "prompt": "Which heading is right for a knitted T-shirt?",
            "options": {"a": "6105", "b": "6109"},
            "feedback": {"a": "6105 is for shirts.", "b": "T-shirts stand in 6109."},
            "explanation": "Shown with the result.",
        },
    ),
    ExchangedQuestion(
        "example-several-answers",
        "examples",
        {"key": "example-several-answers", "kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", "c"],
         "points": 2},
        {"prompt": "Which belong on a label?", "options": {"a": "What it is", "b": "Your mood", "c": "Its value"}},
    ),
    ExchangedQuestion(
        "example-true-or-false",
        "examples",
        {"key": "example-true-or-false", "kind": "true_false", "answer": False},
        {"prompt": "“Gift” says enough.", "feedback": {"true": "It says nothing.", "false": "Right."}},
    ),
    ExchangedQuestion(
        "example-number",
        "examples",
        {"key": "example-number", "kind": "numeric", "answer": 25, "tolerance": 0.5, "unit": "USD"},
        {"prompt": "Two shirts at USD 12.50: what is their value?"},
    ),
    ExchangedQuestion(
        "example-text",
        "examples",
        {"key": "example-text", "kind": "short_text"},
        {"prompt": "Which form does a small parcel carry?", "accepted": ["CN 22", "CN22"]},
    ),
    ExchangedQuestion(
        "example-matching",
        "examples",
        {"key": "example-matching", "kind": "matching", "left": ["a", "b"], "right": ["a", "b", "c"],
         "answer": {"a": "a", "b": "b"}},
        {"prompt": "Who pays duty?", "left": {"a": "DAP", "b": "DDP"},
         "right": {"a": "The buyer", "b": "The seller", "c": "The post"}},
    ),
    ExchangedQuestion(
        "example-ordering",
        "examples",
        {"key": "example-ordering", "kind": "ordering", "order": ["a", "b", "c"]},
        {"prompt": "In which order?", "items": {"a": "Pack", "b": "Declare", "c": "Send"}},
    ),
    ExchangedQuestion(
        "example-drawn-numbers",
        "examples",
        {"key": "example-drawn-numbers", "kind": "calculated",
         "variables": {"price": {"min": 20, "max": 60, "step": 0.5}, "duty": {"min": 5, "max": 15, "step": 2.5}},
         "formula": "price * (1 + duty / 100)", "decimals": 2, "tolerance": 0.01, "unit": "EUR"},
        {"prompt": "Price {price} EUR, duty {duty} %. What does it cost in all?"},
    ),
)  # fmt: skip
