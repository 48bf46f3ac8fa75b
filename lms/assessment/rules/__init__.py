"""Pure decisions about questions, attempts and grades: no database, no clock, no web."""

from lms.assessment.rules.questions import KINDS, check_question, check_quiz

__all__ = ["KINDS", "check_question", "check_quiz"]
