"""Questions from and for other systems: GIFT, Moodle XML and CSV, without database or web.

`read_questions` makes questions as a course package keeps them, with a report row by row of what came in, what was
adapted, and what did not come in and why. `write_questions` is the way back. What each format holds is told in
docs/course-format.md.
"""

from lms.packages.exchange.reading import read_questions
from lms.packages.exchange.report import (
    FORMATS,
    BadFile,
    Exchange,
    ExchangedQuestion,
    Outcome,
    Row,
    WrittenQuestions,
)
from lms.packages.exchange.writing import csv_template, write_questions

__all__ = [
    "FORMATS",
    "BadFile",
    "Exchange",
    "ExchangedQuestion",
    "Outcome",
    "Row",
    "WrittenQuestions",
    "csv_template",
    "read_questions",
    "write_questions",
]
